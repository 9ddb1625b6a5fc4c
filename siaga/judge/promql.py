"""The Promql measure: the worst value of a query over the run or a phase, as a Prometheus gave it."""

import math
from dataclasses import dataclass

import promql_parser

from siaga.judge.amount import count
from siaga.record.promql_record import PromqlRecord

LEAST_SHARE = 0.5
"""Share of the instants asked for that must have a value: what is mostly unseen is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promql:
    """A query in the language of Prometheus that gives one number at each instant."""

    query: str

    def __post_init__(self) -> None:
        """Refuse what is no query, and one that gives no numbers."""
        try:
            parsed = promql_parser.parse(self.query)
        except ValueError as error:
            raise ValueError(f"promql {self.query!r}: is no query ({error})") from None
        if isinstance(parsed, promql_parser.MatrixSelector | promql_parser.StringLiteral):
            raise ValueError(  # noqa: TRY004 - what is wrong is the text
                f"promql {self.query!r}: gives no number at an instant; write for example"
                " sum(rate(site_joins_total[10s]))"
            )


class NoAnswerError(Exception):
    """Prometheus gave nothing to judge by; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worst:
    """The value that is furthest on the wrong side.

    Attributes:
        value: what it is; may be infinite.
        at_s: when, in run seconds.
        seen: how many instants had a value.
        of: how many were asked for.
    """

    value: float
    at_s: float
    seen: int
    of: int

    @property
    def made_of(self) -> str:
        """What it was made of, in words."""
        return (
            f"the worst of {count(self.seen)} values in {count(self.of)} instants, at"
            f" {max(self.at_s, 0.0):.0f} s"
        )


def worst(
    record: PromqlRecord | None, measure: Promql, *, t0_s: float, during: range | None, highest: bool
) -> Worst:
    """Find the worst value that a query had.

    Args:
        record: what Prometheus answered; None if it was not asked.
        measure: the query.
        t0_s: wall time of the first phase, Unix seconds.
        during: run seconds that alone count; None for the whole run.
        highest: whether a high value is the worse one.

    Raises:
        NoAnswerError: there is no answer, or too little of it.
    """
    answer = None if record is None else record.answer(measure.query)
    if record is None or answer is None:
        raise NoAnswerError("Prometheus was not asked")
    if answer.error:
        raise NoAnswerError(answer.error)
    given = zip(answer.at_s, map(float, answer.values), strict=True)
    inside = [
        (value, at_s - t0_s)
        for at_s, value in given
        if not math.isnan(value) and _is_inside(at_s - t0_s, during)
    ]
    of = sum(_is_inside(at_s - t0_s, during) for at_s in _instants(record))
    if not inside or len(inside) < LEAST_SHARE * of:
        raise NoAnswerError(
            f"Prometheus gave a value at {count(len(inside))} of {count(of)} instants, and half of them"
            " are needed"
        )
    value, at_s = (max if highest else min)(inside, key=lambda one: one[0])
    return Worst(value=value, at_s=at_s, seen=len(inside), of=of)


def _is_inside(run_s: float, during: range | None) -> bool:
    return during is None or during.start <= round(run_s, 3) < during.stop


def _instants(record: PromqlRecord) -> list[float]:
    steps = math.floor(round((record.until_s - record.from_s) / record.step_s, 6))
    return [record.from_s + step * record.step_s for step in range(steps + 1)]
