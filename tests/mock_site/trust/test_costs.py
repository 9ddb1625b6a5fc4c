"""What a sign-up costs is one of two presets, and neither can be nonsense."""

import pytest

from mock_site.settings import Preset
from mock_site.trust.costs import Argon2Cost, UploadRule, costs_of


def test_production_keeps_pictures_that_a_rehearsal_only_digests() -> None:
    """Half a million sign-ups fit on a disk."""
    assert costs_of(Preset.PRODUCTION).upload == UploadRule(most_bytes=5 * 1024**2, is_kept=True)
    assert costs_of(Preset.REHEARSAL).upload == UploadRule(most_bytes=64 * 1024, is_kept=False)


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes", "reason"),
    [
        (8, 0, 1, "passes, lanes: are 0, 1"),
        (8, 1, 0, "passes, lanes: are 1, 0"),
        (15, 1, 2, "memory_kib: is 15"),
    ],
)
def test_a_cost_that_argon2_does_not_have_is_refused(
    memory_kib: int, passes: int, lanes: int, reason: str
) -> None:
    """It needs 8 KiB a lane, and one of each at least."""
    with pytest.raises(ValueError, match=reason):
        Argon2Cost(memory_kib=memory_kib, passes=passes, lanes=lanes)


def test_an_upload_of_nothing_is_refused() -> None:
    """A rule that lets nothing through is a mistake."""
    with pytest.raises(ValueError, match="most_bytes: is 0; it must be above 0"):
        UploadRule(most_bytes=0, is_kept=True)
