"""The hysteresis of a site: how it serves a load after an overload, by how it served it before.

A site that comes back serves it as before: about 1. One that does not is metastable: the load is what it
was, and what it works on is no use any more (Bronson et al., Metastable Failures in Distributed Systems,
HotOS 2021).
"""

from siaga.judge import confidence
from siaga.judge.amount import share
from siaga.judge.confidence import Share
from siaga.judge.expression import Expression
from siaga.judge.measured import Measurement
from siaga.judge.measures import GoodputRatio, Hysteresis
from siaga.judge.period import Period
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import NoPeriodError, Seconds, seconds_of
from siaga.judge.taking import FEWEST, share_of


def hysteresis(
    expression: Expression, measure: Hysteresis, facts: Recorded, seconds: Seconds | None
) -> Measurement:
    """Measure the goodput ratio in a phase by that of an earlier phase with as many arrivals a second.

    Both are ratios to what was offered, so that more people by chance do not count for the site. The
    bound takes the bounds of both, each on the side on which it hurts.
    """
    if seconds is None:
        return Measurement(value=None, made_of="hysteresis is that of a phase")
    asked = GoodputRatio(of=measure.of)
    try:
        before = share_of(asked, facts, seconds_of(Period(kind="phase", name=measure.since), facts))
    except NoPeriodError as missing:
        return Measurement(value=None, made_of=str(missing))
    after = share_of(asked, facts, seconds)
    if min(before.of, after.of) < FEWEST or not before.hits:
        return Measurement(
            value=None,
            events=after.of,
            made_of=f"it takes {FEWEST} samples of {measure.of} {expression.during}, and as many, of"
            f" which some are good, during {measure.since}",
        )
    return Measurement(
        value=(after.hits / after.of) / (before.hits / before.of),
        bound=_bound(before, after, upper=expression.at_most),
        events=after.of,
        made_of=f"{share(after.hits / after.of)} of {after.of:,} samples of {measure.of} were good, and"
        f" {share(before.hits / before.of)} of {before.of:,} during {measure.since}",
    )


def _bound(before: Share, after: Share, *, upper: bool) -> float | None:
    """Give the bound of the one ratio by the opposite bound of the other; None where that is 0."""
    top = confidence.ratio_bound(after, upper=upper)
    below = confidence.ratio_bound(before, upper=not upper)
    return top / below if top is not None and below else None
