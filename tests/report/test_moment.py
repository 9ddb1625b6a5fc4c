"""Claims about moments: how stamps are shown."""

import pytest

from siaga.report.moment import moment


@pytest.mark.parametrize(
    ("stamp", "text"),
    [
        ("2023-11-14T22:13:18+00:00", "2023-11-14 22:13:18 UTC"),
        ("2023-11-15T05:13:18.912+07:00", "2023-11-14 22:13:18 UTC"),
        ("2023-11-14T22:13:18Z", "2023-11-14 22:13:18 UTC"),
        ("2023-11-14T22:13:18", "2023-11-14 22:13:18 UTC"),
        ("yesterday", "yesterday"),
        ("", ""),
    ],
)
def test_a_moment_is_shown_in_utc(stamp: str, text: str) -> None:
    """Offsets are taken into account; what is no stamp is shown as it is."""
    assert moment(stamp) == text
