"""The LevelObjectives: what a day expects that can be expected of each level, over its hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from siaga.errors import UsageError
from siaga.judge.expression import Expression, parse
from siaga.judge.fault_measures import FaultTime
from siaga.judge.measures import (
    AuditCount,
    Budget,
    Burn,
    Collateral,
    Goodput,
    Hysteresis,
    Plateau,
    SeriesValue,
)
from siaga.judge.promql import Promql
from siaga.judge.reject_cost import RejectCost
from siaga.scenario.objective import Objective

SETTLE, HOLD = "settle", "hold"
"""Phases of a level."""

_COURSE = "it speaks of the course of a day, and a level has none"
_OF_A_COURSE = (Plateau, Hysteresis, Budget, Burn, RejectCost, FaultTime, Collateral)
_DURING = re.compile(r"\bduring\s+(?:steady\s+state|[A-Za-z][\w-]*)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelObjectives:
    """What is expected of each level.

    Attributes:
        kept: at least one that decides.
        left_out: a sentence for each thing that cannot be expected of a level.
    """

    kept: tuple[Objective, ...]
    left_out: tuple[str, ...]


def level_objectives(given: Sequence[Objective], chosen: Sequence[str] = ()) -> LevelObjectives:
    """Give the objectives of a day as a level is judged by them.

    Args:
        given: those of the day, which can be read.
        chosen: ids of those that alone count; none: all.

    Raises:
        UsageError: there is none of an id, or nothing is left that could decide.
    """
    known = [one.id for one in given]
    if strangers := [one for one in chosen if one not in known]:
        said = f"--objective {strangers[0]}: is none; {', '.join(known)} are known"
        raise UsageError(said)
    kept, left_out = [], []
    for one in given:
        if chosen and one.id not in chosen:
            continue
        reasons = list(_left_out(one))
        left_out += [f"{one.id}: {reason}" for reason in reasons]
        if (over := _over_the_hold(one)) is not None:
            kept.append(over)
    if all(one.dry_run for one in kept):
        said = "objectives: none of them can be expected of a level; ask for a latency or an error ratio"
        raise UsageError("\n".join([said, *left_out]))
    return LevelObjectives(kept=tuple(kept), left_out=tuple(left_out))


def _left_out(objective: Objective) -> Iterator[str]:
    if objective.attest is not None:
        yield "a person attests it, whatever the load is"
    for text in objective.expressions:
        if why := _unfit(parse(text)):
            yield f"{text!r} is left out, for {why}"


def _over_the_hold(objective: Objective) -> Objective | None:
    """Give an objective whose expressions count the hold alone; None where none can."""
    texts = [one for one in map(parse, objective.expressions) if not _unfit(one)]
    if not texts:
        return None
    said = tuple(_during_the_hold(one) for one in texts)
    alone = objective.expect is not None
    return objective.model_copy(
        update={"expect": said[0] if alone else None, "all": () if alone else said, "abort": False}
    )


def _unfit(expression: Expression) -> str:
    """Say why an expression cannot be expected of a level; empty: it can."""
    measure, during = expression.measure, expression.during
    if expression.recovery is not None or isinstance(measure, _OF_A_COURSE):
        return _COURSE
    if during is not None and during.kind not in {"phase", "steady"}:
        return "nothing is done to the site"
    if isinstance(measure, Goodput):
        return "it asks for so many a second, whoever comes"
    if isinstance(measure, Promql):
        return "its question has a time of its own"
    if isinstance(measure, SeriesValue) and measure.top.function == "last":
        return "it looks at the end of a day"
    return ""


def _during_the_hold(expression: Expression) -> str:
    if isinstance(expression.measure, AuditCount):
        return expression.text  # promises are counted to the last
    bare = expression.text if expression.during is None else _DURING.sub("", expression.text)
    return f"{bare.strip()} during {HOLD}"
