"""The near row: what a row of a scenario says of an answer, whether it is about it or not."""

from collections.abc import Iterator, Sequence

from siaga.ledger.outcome import NOTHING, Observation, inside
from siaga.scenario.outcome_row import OutcomeRow, same


def near_rows(rows: Sequence[OutcomeRow], seen: Observation, *, step: str) -> Iterator[str]:
    """Say of each row that could be about a promise of a step whether it is, and what it misses.

    Args:
        rows: of the scenario, in order.
        seen: what the visitor saw.
        step: whose promise it is.
    """
    for place, row in enumerate(rows):
        if row.step in {None, step}:
            missed = "; ".join(_missed(row, seen))
            yield f"outcomes.{place}: {missed or f'is about it, and says {row.outcome}'}"


def _missed(row: OutcomeRow, seen: Observation) -> Iterator[str]:
    if seen.status not in row.statuses:
        came = "no answer came" if seen.status is None else f"the answer has {seen.status}"
        yield f"is about status {_written(row)}, {came}"
    for place, wanted in row.body.items():
        found = inside(seen.body, place.split("."))
        if found is NOTHING:
            yield f"wants {wanted!r} at {place}, where the answer has nothing"
        elif not same(found, wanted):
            yield f"wants {wanted!r} at {place}, the answer has {_short(found)}"


def _written(row: OutcomeRow) -> str:
    return ", ".join(map(str, row.status)) if isinstance(row.status, tuple) else str(row.status)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004 - fits a line
