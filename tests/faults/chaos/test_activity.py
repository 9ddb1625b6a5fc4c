"""Claims about activities: Chaos Toolkit runs them, and its own tolerances judge them."""

from typing import Any

import pytest

from siaga.faults.chaos.activity import Surroundings, perform
from tests.faults.chaos_kit import process, python

NOTHING = Surroundings.of({})
SAYS = "tests.faults.chaos_parts:says"


@pytest.mark.parametrize(
    ("tolerance", "met"),
    [
        (0, True),
        (1, False),
        ([0, 2], True),
        ({"type": "range", "target": "status", "range": [1, 2]}, False),
        ({"type": "regex", "target": "stdout", "pattern": "^a"}, True),
        ({"type": "regex", "target": "stdout", "pattern": "^b"}, False),
        ({"type": "regex", "target": "nothing", "pattern": "^b"}, False),
        ("a", False),
        (True, False),
    ],
)
def test_a_tolerance_decides(tolerance: object, met: bool) -> None:  # noqa: FBT001 - a column
    """What cannot be compared is not within it."""
    probe = process("probe", "says a", "echo", ["a"], tolerance=tolerance)
    assert perform(probe, NOTHING) == (met, "exit code 0 a")


def test_without_a_tolerance_an_error_is_not_done() -> None:
    """Neither an exit code nor an exception."""
    assert perform(process("action", "a", "false", []), NOTHING) == (False, "exit code 1")
    broken = python("action", "b", "json:loads", {"s": "{"})
    met, told = perform(broken, NOTHING)
    assert (met, told.startswith("chaoslib.exceptions.ActivityFailed: json.decoder.JSON")) == (
        False,
        True,
    )


def test_what_it_refers_to_is_found_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what a probe is asked for; secrets do not get into what was written."""
    monkeypatch.setenv("IT", "sesame")
    asked = python("probe", "asked", SAYS, {"what": "from a probe"})
    content: dict[str, Any] = {
        "configuration": {"word": {"type": "env", "key": "IT"}, "asked": asked},
        "secrets": {"site": {"password": {"type": "env", "key": "IT"}}},
    }
    around = Surroundings.of(content)
    assert around.secrets == {"site": {"password": "sesame"}}
    known = around.asked()
    says = python("action", "says", SAYS, {"what": "${word} ${password} ${asked}"})
    assert perform(says, known) == (True, '"sesame sesame from a probe"')
    within = python("probe", "says", SAYS, {"what": "sesame"}, tolerance="${word}")
    assert perform(within, known) == (True, '"sesame"')
    assert "sesame" not in str(content)
