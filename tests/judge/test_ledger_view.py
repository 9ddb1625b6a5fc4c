"""Claims about the view of ledgers: whatever their folder is called, and whatever is wrong in them."""

from pathlib import Path

import pytest

from siaga.judge.ledger_view import ledger_view

COLUMNS = {"e": "VARCHAR", "visitor": "BIGINT"}


def test_all_ledgers_are_one_table(tmp_path: Path) -> None:
    """A folder may have a name that a pattern would read otherwise; half a last line is none."""
    folder = tmp_path / "runs[1]"
    folder.mkdir()
    ledgers = [folder / f"worker-{rank}.jsonl" for rank in range(2)]
    ledgers[0].write_text('{"e":"sight","visitor":3,"more":1}\n{"e":"sight","vis', encoding="utf-8")
    ledgers[1].write_text('{"e":"invoke","visitor":4}\n', encoding="utf-8")
    with ledger_view(ledgers, COLUMNS) as engine:
        found = engine.execute("SELECT e, visitor FROM records WHERE e IS NOT NULL ORDER BY visitor")
        assert found.fetchall() == [("sight", 3), ("invoke", 4)]


def test_a_ledger_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    """As what it is, not as the engine's own error."""
    with (
        pytest.raises(ValueError, match=r"^ledger: cannot be read \(.*gone"),
        ledger_view([tmp_path / "gone.jsonl"], COLUMNS) as engine,
    ):
        engine.execute("SELECT count(*) FROM records").fetchall()
