"""Claims about the spans of faults: what is written is read back, and an end closes what had none."""

import json
import math
from pathlib import Path

import pytest

from siaga.record.fault_span import FaultSpan, fault_spans

KILL = FaultSpan(kind="kill", target="store", from_s=12.5, until_s=20.0)


def test_what_is_written_is_read_back_in_order(tmp_path: Path) -> None:
    """Of any kind and number; the folder is made."""
    path = tmp_path / "faults" / "spans.jsonl"
    spans = (
        KILL,
        FaultSpan(kind="slow", target="store", from_s=-1.0),
        FaultSpan(kind="kill", target="", from_s=3.0),
    )
    for span in spans:
        span.write(path)
    assert fault_spans(path) == spans


def test_a_run_without_faults_has_no_file(tmp_path: Path) -> None:
    """And no span."""
    assert fault_spans(tmp_path / "none.jsonl") == ()


def test_an_end_takes_the_place_of_the_same_fault_without_one(tmp_path: Path) -> None:
    """One that was never healed stays without an end; another of the same kind is another."""
    path = tmp_path / "spans.jsonl"
    for fact in ((1.0, None), (5.0, None), (1.0, 4.0)):
        FaultSpan(kind="kill", target="store", from_s=fact[0], until_s=fact[1]).write(path)
    assert [(one.from_s, one.until_s) for one in fault_spans(path)] == [(1.0, 4.0), (5.0, None)]


@pytest.mark.parametrize(
    ("kind", "from_s", "until_s"),
    [
        ("", 1.0, 2.0),
        ("kill", 2.0, 1.0),
        ("kill", math.nan, None),
        ("kill", math.inf, None),
        ("kill", 1.0, math.inf),
        ("kill", 1.0, math.nan),
    ],
)
def test_a_fault_that_cannot_have_been_is_refused(
    kind: str, from_s: float, until_s: float | None
) -> None:
    """It has a name and ends, if at all, after it began."""
    with pytest.raises(ValueError, match=r"^fault"):
        FaultSpan(kind=kind, target="store", from_s=from_s, until_s=until_s)


def test_a_fault_may_be_over_at_once() -> None:
    """A kill takes no time."""
    assert FaultSpan(kind="kill", target="store", from_s=1.0, until_s=1.0).until_s == 1.0


@pytest.mark.parametrize(
    "fact",
    [
        {},
        {"kind": "kill"},
        {"kind": "kill", "target": "a", "from_s": "noon"},
        {"kind": "kill", "target": "a", "from_s": 10**400},
    ],
)
def test_a_line_that_is_no_span_is_damage(tmp_path: Path, fact: object) -> None:
    """What nobody can read excuses nothing."""
    path = tmp_path / "spans.jsonl"
    path.write_text(json.dumps(fact) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="it is damaged"):
        fault_spans(path)
