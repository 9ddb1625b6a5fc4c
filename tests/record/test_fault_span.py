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


def test_what_was_known_of_a_fault_is_not_forgotten_by_a_later_line(tmp_path: Path) -> None:
    """Begun, proven, healed, rolled back: a line each, that says no more than what is new."""
    path = tmp_path / "spans.jsonl"
    begun = {"kind": "kill", "target": "store", "from_s": 1.0}
    for more in (
        {},
        {"proof": "its process is gone", "proven_s": 1.5},
        {"until_s": 4.0},
        {"rolled_back_s": 6.0},
    ):
        FaultSpan(**begun, **more).write(path)  # type: ignore[arg-type]
    (span,) = fault_spans(path)
    assert (span.proof, span.proven_s) == ("its process is gone", 1.5)
    assert (span.until_s, span.rolled_back_s) == (4.0, 6.0)
    again = FaultSpan(**begun, proof="it came back", proven_s=2.0, until_s=5.0)  # type: ignore[arg-type]
    again.write(path)
    (span,) = fault_spans(path)
    assert (span.proof, span.proven_s, span.until_s) == ("it came back", 2.0, 5.0)
    assert span.rolled_back_s == 6.0


def test_a_line_of_an_older_siaga_has_neither_proof_nor_rollback(tmp_path: Path) -> None:
    """It is read all the same."""
    path = tmp_path / "spans.jsonl"
    path.write_text('{"kind": "kill", "target": "a", "from_s": 1, "until_s": null}\n', encoding="utf-8")
    assert fault_spans(path) == (FaultSpan(kind="kill", target="a", from_s=1.0),)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"proof": "gone"}, "a proof has a time, and a time its proof; give both"),
        ({"proven_s": 2.0}, "a proof has a time, and a time its proof; give both"),
        ({"proof": "gone", "proven_s": 0.5}, "proven at 0.5 s; 1.0 s or later is allowed"),
        ({"proof": "gone", "proven_s": math.inf}, "proven at inf s; 1.0 s or later is allowed"),
        ({"rolled_back_s": 0.5}, "rolled back at 0.5 s; 1.0 s or later is allowed"),
        ({"until_s": 3.0, "rolled_back_s": 2.0}, "rolled back at 2.0 s; 3.0 s or later is allowed"),
        ({"rolled_back_s": math.nan}, "rolled back at nan s; 1.0 s or later is allowed"),
    ],
)
def test_a_proof_or_rollback_that_cannot_have_been_is_refused(
    given: dict[str, object], said: str
) -> None:
    """Nothing is proven or rolled back before it began."""
    with pytest.raises(ValueError, match=rf"fault 'kill': {said}"):
        FaultSpan(kind="kill", target="a", from_s=1.0, **given)  # type: ignore[arg-type]
    FaultSpan(kind="kill", target="a", from_s=1.0, proof="gone", proven_s=1.0, rolled_back_s=1.0)
