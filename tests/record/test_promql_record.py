"""Claims about the record of what Prometheus answered: read back as it was written, or refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from siaga.record.promql_record import PromqlAnswer, PromqlRecord

RECORD = PromqlRecord(
    server="${PROMETHEUS_URL}",
    from_s=100.0,
    until_s=101.0,
    step_s=0.5,
    answers=(
        PromqlAnswer(query="up", at_s=(100.0, 100.5), values=("1", "+Inf")),
        PromqlAnswer(query="down", error="Prometheus: no series has a value"),
    ),
)


def test_it_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """And finds the answer to each query."""
    path = tmp_path / "metrics" / "promql.json"
    RECORD.write(path)
    read = PromqlRecord.read(path)
    assert read == RECORD
    assert (read.answer("down"), read.answer("sideways")) == (RECORD.answers[1], None)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"step_s": 0.0},
        {"until_s": 99.0},
        {"from_s": "soon"},
        {"answers": [{"query": "up"}]},
        {"answers": [{"query": "up", "at_s": [1], "values": [], "error": ""}]},
        {"answers": [{"query": "up", "at_s": [1], "values": ["much"], "error": ""}]},
        {"answers": [{"query": "up", "at_s": ["nan"], "values": ["1"], "error": ""}]},
        {"answers": [{"query": 7, "at_s": [], "values": [], "error": ""}]},
        {"answers": [{"query": "up", "at_s": 1, "values": [], "error": ""}]},
        {"answers": 7},
    ],
)
def test_a_damaged_record_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    """Nothing of it is believed."""
    path = tmp_path / "promql.json"
    RECORD.write(path)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(ValueError, match=r"promql.json: is no record"):
        PromqlRecord.read(path)
