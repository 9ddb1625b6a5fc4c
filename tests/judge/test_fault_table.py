"""Claims about the table of faults: what was written is what rules can ask for."""

from pathlib import Path

import duckdb
import pytest

from siaga.judge.fault_table import lay_faults
from siaga.record.fault_span import FaultSpan


def test_every_fault_is_a_row(tmp_path: Path) -> None:
    """One that never ended has no end, and one that nobody saw no proof."""
    path = tmp_path / "spans.jsonl"
    FaultSpan(kind="kill", target="store", from_s=1.0, until_s=2.0, proof="x", proven_s=1.5).write(path)
    FaultSpan(kind="slow", target="", from_s=3.0).write(path)
    with duckdb.connect() as engine:
        lay_faults(engine, path)
        assert engine.sql("FROM faults ORDER BY from_s").fetchall() == [
            ("kill", "store", 1.0, 2.0, 1.5),
            ("slow", "", 3.0, None, None),
        ]


def test_a_run_without_faults_has_an_empty_table(tmp_path: Path) -> None:
    """Rules may ask all the same; a file that is damaged excuses nothing and is told of."""
    path = tmp_path / "spans.jsonl"
    with duckdb.connect() as engine:
        lay_faults(engine, path)
        assert engine.sql("FROM faults").fetchall() == []
    path.write_text("{}\n", encoding="utf-8")
    with duckdb.connect() as engine, pytest.raises(ValueError, match="it is damaged"):
        lay_faults(engine, path)
