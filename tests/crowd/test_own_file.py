"""Claims about own files: what lies with a Locust file is the journeys' own, a library is not."""

from pathlib import Path

import pytest

from siaga.crowd.own_file import is_own


@pytest.mark.parametrize(
    ("path", "folder", "own"),
    [
        ("/day/day.py", "/day", True),
        ("/day/steps/join.py", "/day", True),
        ("/other/join.py", "/day", False),
        ("/daylight/join.py", "/day", False),
        ("/day/.venv/lib/python3.11/site-packages/locust/user.py", "/day", False),
        ("/lib/site-packages/days/join.py", "/lib/site-packages/days", True),
        ("/lib/site-packages/locust/user.py", "/lib/site-packages/days", False),
    ],
)
def test_what_lies_with_a_locust_file_is_the_journeys_own(path: str, folder: str, *, own: bool) -> None:
    """But for libraries below it; a Locust file may have come with a library itself."""
    assert is_own(Path(path), Path(folder)) is own
