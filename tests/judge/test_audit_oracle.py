"""Claims about the audit as a whole: a second way of finding violations agrees with it."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.judge import shelf
from siaga.judge.audit import audit
from siaga.ledger.outcome import Outcome

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN

PEOPLE = ("ana", "budi", "citra", "dewi", "eka", "fajar")


def brute_force(
    asked: list[tuple[str, Outcome | None]],
    before: list[tuple[str, str, str, float]],
    after: list[tuple[str, str, str, float]],
    quota: int,
) -> dict[str, int]:
    """Find the violations a second way: plain loops over plain lists."""
    told: dict[str, set[Outcome]] = {}
    for person, outcome in asked:
        told.setdefault(person, set()).add(outcome or UNKNOWN)
    left = Counter(after) - Counter(before)
    new = list(left.elements())
    old = list((Counter(after) - left).elements())
    seen = {"person": Counter[Any](), "operation": Counter[Any](), "seat": Counter[Any]()}
    repeats = 0
    ordered = [*((True, row) for row in old), *((False, row) for row in sorted(new, key=lambda r: r[3]))]
    for was_old, (person, operation, seat, _at_s) in ordered:
        repeated = seen["person"][person] or seen["operation"][operation] or seen["seat"][seat]
        repeats += bool(repeated) and not was_old
        seen["person"][person] += 1
        seen["operation"][operation] += 1
        seen["seat"][seat] += 1
    on_roll = {row[0] for row in after}
    counts = {
        "R1": sum(OK in outcomes and person not in on_roll for person, outcomes in told.items()),
        "R2": repeats,
        "R3": sum(told.get(row[0]) == {REFUSED} for row in new),
        "R4": sum(row[0] not in told for row in new),
        "R6": min(max(len(after) - quota, 0), len(new)),
    }
    return {rule: count for rule, count in counts.items() if count}


@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_brute_force_oracle_agrees_on_generated_histories(
    data: st.DataObject, make: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outcomes and rolls are drawn at will, violations and all; both ways find the same."""
    asked = data.draw(
        st.lists(st.tuples(st.sampled_from(PEOPLE[:5]), st.sampled_from([OK, REFUSED, UNKNOWN, None])))
    )
    # Times differ from row to row, so that "which of two came first" has one answer.
    rows = st.tuples(st.sampled_from(PEOPLE), st.sampled_from("abcdef"), st.sampled_from("123456"))
    numbered = [(*row, float(place)) for place, row in enumerate(data.draw(st.lists(rows, max_size=14)))]
    split = data.draw(st.integers(0, len(numbered)))
    before, after = numbered[:split], list(numbered)
    random.Random(1).shuffle(after)  # noqa: S311 - the order on the roll must not matter
    _clear(tmp_path / "run")
    # A few hundred bytes a part: what one person did lies in one of many, seats and receipts anywhere.
    monkeypatch.setattr(shelf, "PART_BYTES", data.draw(st.sampled_from([400, 250_000_000])))
    run = make()
    run.operations(asked)
    run.roll(before=before, first=after, second=after)
    found = {one.rule: one.count for one in audit(run.folder, run.scenario).findings}
    assert found == brute_force(asked, before, after, quota=10)


def _clear(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    if folder.exists():
        folder.rmdir()
