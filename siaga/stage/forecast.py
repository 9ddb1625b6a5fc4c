"""The Forecast of a verdict: what the objectives say so far, and which of them is nearest its limit.

It forecasts no promise: those are audited when the run is over. What nothing was measured of yet, such
as what the audit counts, says nothing either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from siaga.judge.expression import parse
from siaga.judge.measures import SeriesValue
from siaga.judge.prospect import Prospect, prospect
from siaga.judge.recorded import Recorded
from siaga.judge.score import decided
from siaga.judge.verdict import Decision, ObjectiveResult, State

ALL_OF_IT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What the verdict would be if the run had ended.

    Attributes:
        decision: by the objectives alone; None while nothing was measured.
        why: the same in words, with what could still change.
        nearest: id of the met objective that is nearest its limit; empty where there is none.
        used_ratio: how much of that limit is used up, 0 to 1.
    """

    decision: Decision | None = None
    why: str = "nothing was measured yet"
    nearest: str = ""
    used_ratio: float = 0.0

    @property
    def text(self) -> str:
        """It all in one line."""
        said = (
            self.why
            if self.decision is None
            else f"{self.decision.value.replace('_', ' ')} so far: {self.why}"
        )
        near = f"; nearest its limit: {self.nearest}, {self.used_ratio:.0%} of it used"
        return said + (near if self.nearest else "")


def forecast(results: Sequence[ObjectiveResult], facts: Recorded | None) -> Forecast:
    """Say what the objectives let expect.

    Args:
        results: as they stand, those of a dry run included.
        facts: what they were judged by; None where nobody knows what is to come.
    """
    known = [one for one in results if not one.dry_run and speaks(one)]
    if not known:
        return Forecast()
    near = max(known, key=lambda one: used_ratio(one) or 0.0)
    used = used_ratio(near) or 0.0
    decision, why = _first_that_speaks(known, facts)
    waiting = sum(not one.dry_run for one in results) - len(known)
    later = f"; {waiting} not measured yet" if waiting else ""
    return Forecast(decision=decision, why=why + later, nearest=near.id if used else "", used_ratio=used)


def speaks(result: ObjectiveResult) -> bool:
    """Tell whether what was measured says something yet: seats are left until the last is given."""
    open_ = [one for one in result.parts or (result,) if one.state is State.BROKEN]
    return result.value is not None and not any(map(_counts_in_the_end, open_))


def _counts_in_the_end(result: ObjectiveResult) -> bool:
    measure = parse(result.expression).measure if result.expression else None
    return isinstance(measure, SeriesValue) and measure.top.function == "last"


def used_ratio(result: ObjectiveResult) -> float | None:
    """Give how much of the limit of a met objective is used up by its bound, 0 to 1.

    None where it is not met, or where the limit leaves nothing that could be used up: a site that has
    to be there all the time stands at the limit by its nature.
    """
    if result.state is not State.MET:
        return None
    if result.parts:
        return max(filter(None, map(used_ratio, result.parts)), default=None)
    if not result.sign or result.value is None:
        return None
    reached, limit = result.value if result.bound is None else result.bound, result.limit
    if result.sign in {">", ">="}:
        # Of a share that has to be high, the other side is what is used up.
        whole = ALL_OF_IT if result.unit == "ratio" else 0.0
        reached, limit = (whole - reached, whole - limit) if whole else (limit, reached)
    if limit <= 0 or (result.bound is None and result.value == result.limit):
        return None
    return round(min(max(reached / limit, 0.0), 1.0), 4)


def _first_that_speaks(known: Sequence[ObjectiveResult], facts: Recorded | None) -> tuple[Decision, str]:
    """Ask the gates of the verdict that can be asked so far."""
    broken = [one for one in known if one.key and one.state is State.BROKEN and not one.unsent]
    if broken:
        return Decision.NO_GO, "; ".join(_broken(one, facts) for one in broken)
    open_ = [one.id for one in known if one.key and one.is_open]
    if open_:
        return Decision.INCONCLUSIVE, f"too little is known of {', '.join(open_)}"
    missed = [_broken(one, facts) for one in known if one.state is State.BROKEN]
    met = f"{sum(one.state is State.MET for one in known)} of {len(known)} objectives are met"
    return decided(known), "; ".join([met, *missed])


def _broken(result: ObjectiveResult, facts: Recorded | None) -> str:
    """Say what the rest of the plan can do for a broken objective."""
    lost = any(one is Prospect.LOST for one in _prospects(result, facts))
    return f"{result.id} is {'lost beyond repair' if lost else 'broken as it stands'}"


def _prospects(result: ObjectiveResult, facts: Recorded | None) -> Iterator[Prospect]:
    for part in result.parts or (result,):
        if facts is not None and part.state is State.BROKEN and part.expression:
            yield prospect(parse(part.expression), facts)
