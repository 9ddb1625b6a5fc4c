"""Claims about a misdeed: what is written of it is read back, and nobody tries the impossible."""

from pathlib import Path
from typing import Any

import pytest

from siaga.ledger.journal import Journal
from siaga.ledger.misdeed import Misdeed, Setback
from siaga.record.json_lines import whole_lines


def _misdeed(**changed: object) -> Misdeed:
    given: dict[str, Any] = {
        "case": "race",
        "abuser": 3,
        "probe": "join",
        "person": "9712",
        "began_s": 1.0,
        "ended_s": 1.5,
        "status": 409,
    }
    return Misdeed(**{**given, **changed})


@pytest.mark.parametrize(
    "changed", [{}, {"status": None, "why": "reset"}, {"gained": "a seat"}, {"person": ""}]
)
def test_a_misdeed_is_read_back_from_the_ledger(tmp_path: Path, changed: dict[str, object]) -> None:
    """With what was gained by it."""
    misdeed = _misdeed(**changed)
    journal = Journal(tmp_path / "ledger.jsonl", 0)
    journal.tell(misdeed)
    journal.close()
    (fact,) = whole_lines(tmp_path / "ledger.jsonl")
    assert (fact["e"], fact["op"]) == ("misdeed", "0-0")
    assert Misdeed.from_json(fact) == misdeed


def test_times_are_written_to_a_millionth_of_a_second() -> None:
    """Of a misdeed its beginning and its end, of a setback when it was clear."""
    fact = _misdeed(began_s=1.40000049, ended_s=2.00000051).as_json()
    assert (fact["began_s"], fact["at_s"]) == (1.4, 2.000001)
    assert Setback(case="race", abuser=0, at_s=2.00000051, why="").as_json()["at_s"] == 2.000001


def test_the_first_abuser_may_get_an_answer_at_once() -> None:
    """They count from 0, and clocks have steps."""
    at_once = _misdeed(abuser=0, ended_s=1.0)
    assert (at_once.abuser, at_once.ended_s) == (0, at_once.began_s)


def test_a_setback_is_read_back_from_the_ledger(tmp_path: Path) -> None:
    """Beside the others, with a name of its own."""
    setback = Setback(case="race", abuser=1, at_s=2.5, why="never let in")
    journal = Journal(tmp_path / "ledger.jsonl", 4)
    journal.tell(_misdeed())
    journal.tell(setback)
    journal.close()
    fact = list(whole_lines(tmp_path / "ledger.jsonl"))[1]
    assert (fact["e"], fact["op"], fact["person"]) == ("setback", "4-1", "")
    assert Setback.from_json(fact) == setback


def test_only_what_came_too_late_has_hung() -> None:
    """A connection that was closed is an answer of a kind."""
    assert _misdeed(status=None, why="timeout").hung
    assert not _misdeed(status=None, why="closed").hung
    assert not _misdeed().hung


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"case": ""}, "case '', probe 'join'; both have names"),
        ({"probe": ""}, "case 'race', probe ''; both have names"),
        ({"abuser": -1}, "abuser -1; 0 or more is allowed"),
        ({"ended_s": 0.5}, "from 1.0 s to 0.5 s; it ends after it began"),
        ({"began_s": float("nan")}, "from nan s to 1.5 s; it ends after it began"),
        ({"ended_s": float("inf")}, "from 1.0 s to inf s; it ends after it began"),
        ({"status": None}, "status None, why ''; exactly one is there"),
        ({"why": "reset"}, "status 409, why 'reset'; exactly one is there"),
    ],
)
def test_what_nobody_can_have_tried_is_refused(changed: dict[str, object], problem: str) -> None:
    """It would be judged."""
    with pytest.raises(ValueError, match=problem):
        _misdeed(**changed)
