"""The Score of a run: the weight of the objectives met by the weight of those known, 0 to 100.

One that is met with a warning counts half. Those of a dry run are no part of it: they are left out by
whoever asks.
"""

from collections.abc import Sequence

from siaga.judge.verdict import Decision, ObjectiveResult, State

GO_SCORE = 90.0
CONDITIONS_SCORE = 75.0
"""Scores of 100 from which on it is GO, or GO with conditions."""

WARNED = 0.5
"""What a met objective counts that does not keep its stricter limit, of its weight; as Keptn has it."""

UNKNOWN_WEIGHT = 0.1
"""More of the objectives' weight than this must not be unknown."""


def score(objectives: Sequence[ObjectiveResult]) -> float | None:
    """Give the score; None where no objective is known."""
    known = sum(one.weight for one in objectives if not one.is_open)
    met = sum(_counted(one) for one in objectives if one.state is State.MET)
    return 100 * met / known if known else None


def _counted(met: ObjectiveResult) -> float:
    return met.weight * WARNED if met.warned else met.weight


def decided(objectives: Sequence[ObjectiveResult]) -> Decision:
    """Give what the score alone says."""
    total, weight = score(objectives), sum(one.weight for one in objectives)
    unknown = sum(one.weight for one in objectives if one.is_open)
    if total is None or unknown > UNKNOWN_WEIGHT * weight:
        return Decision.INCONCLUSIVE
    if total < CONDITIONS_SCORE:
        return Decision.NO_GO
    return Decision.GO if total >= GO_SCORE else Decision.GO_WITH_CONDITIONS
