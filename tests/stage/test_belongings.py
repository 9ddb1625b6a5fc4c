"""Claims about the belongings of a run: ledger and roll before it tell them from others'."""

from pathlib import Path
from typing import Any

import pytest

from siaga.errors import UsageError
from siaga.stage.belongings import Belongings, ledger_doubt
from tests.judge.hand_made import Run
from tests.stage.cleanable import cleanable
from tests.stage.removing_site import RemovingSite


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run whose site is of no use here."""
    return cleanable(tmp_path, RemovingSite())


def _row(person: str, operation: str | None = None, seat: str | None = None) -> dict[str, Any]:
    return {"person": person, "operation": operation, "seat": seat, "at_s": None}


def _mine(run: Run, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    mine, others = Belongings.of(run.folder).split(rows)
    assert len(mine) + others.total() == len(rows)
    return [dict(row) for row in mine]


def test_a_row_with_a_key_that_the_run_sent_for_its_person_is_the_runs(run: Run) -> None:
    """Also one that the site had refused; a key of somebody else, or of nobody, is none."""
    ours = [_row("ana", "key-ana", "2"), _row("citra", "key-citra"), _row("dewi", "key-dewi")]
    others = [_row("ana", "key-budi"), _row("ana", "other"), _row("yan", "key-yan")]
    assert _mine(run, *ours, *others) == ours


def test_where_the_roll_has_no_keys_people_decide(run: Run) -> None:
    """Those who were told yes or heard nothing; whoever was refused may have come by another way."""
    rows = [_row(person, None, "9") for person in ("ana", "budi", "citra", "dewi", "yan")]
    assert _mine(run, *rows) == rows[:3]


def test_what_stood_there_before_the_run_is_never_the_runs(run: Run) -> None:
    """Whatever the ledger says of its person; a second one like it would be."""
    run.roll(before=[("ana", "key-ana", "2", None)], first=[], second=[])
    stood = _row("ana", "key-ana", "2")
    assert _mine(run, stood) == []
    assert _mine(run, stood, dict(stood), _row("ana", "key-ana", "3")) == [
        stood,
        _row("ana", "key-ana", "3"),
    ]


@pytest.mark.parametrize("before", [{"before": "no answer"}, {}])
def test_without_a_roll_from_before_the_run_nothing_is_its_own(run: Run, before: dict[str, str]) -> None:
    """Nobody would know what stood there already."""
    run.roll(**before, first=[], second=[])
    with pytest.raises(UsageError, match="the roll was not read before the run"):
        Belongings.of(run.folder)


def test_without_a_ledger_or_with_a_damaged_one_nothing_is_either(run: Run) -> None:
    """A guess would remove what somebody else has made."""
    ledger = run.folder.ledger(0)
    ledger.write_text('{"e":"invoke"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"is damaged \('person'\); nothing is removed"):
        Belongings.of(run.folder)
    ledger.unlink()
    with pytest.raises(UsageError, match="has no ledger, so nobody knows what the run made"):
        Belongings.of(run.folder)


def test_a_ledger_that_may_not_know_everything_is_a_doubt(run: Run) -> None:
    """A worker without one, or one that did not come whole."""
    assert ledger_doubt(run.folder, 1) == ""
    assert ledger_doubt(run.folder, 2).startswith("only 1 of 2 workers left a ledger")
    run.collect({"ledger": "wrong"})
    assert ledger_doubt(run.folder, 1).startswith("a ledger may be short")
