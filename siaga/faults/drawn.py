"""The Drawn faults of a run: which of those that are left to chance happen, and when."""

from collections.abc import Sequence

from siaga.people.dice import WORD_BITS, Dice
from siaga.scenario.model import BadDay, PlannedFault, Scenario
from siaga.scenario.moment import Moment
from siaga.scenario.traffic import Traffic

_SEED_BITS = 63
_PLACES = 3


def drawn(scenario: Scenario) -> Scenario:
    """Give the scenario with nothing left to chance: every fault in it happens.

    The same seed gives the same faults.
    """
    happening = [
        one.model_copy(update={"probability": 1.0})
        for number, one in enumerate(scenario.faults)
        if one.probability == 1
        or _unit(Dice(fault_seed(scenario, number), "happens"), 0) < one.probability
    ]
    if scenario.bad_day is not None:
        happening += _bad_day(scenario.bad_day, scenario)
    return scenario.model_copy(update={"faults": tuple(happening), "bad_day": None})


def fault_seed(scenario: Scenario, number: int) -> int:
    """Give the seed of all that is drawn for a fault, by its number."""
    own = scenario.faults[number].seed
    return _seed(scenario.seed, f"fault {number}") if own is None else own


def _bad_day(day: BadDay, scenario: Scenario) -> Sequence[PlannedFault]:
    seed = scenario.seed if day.seed is None else day.seed
    what = Dice(seed, "bad day what")
    faults = []
    for number, at_s in enumerate(_beginnings(day, scenario.traffic, seed)):
        harm = day.among[what.word(number) % len(day.among)]
        faults.append(
            PlannedFault.model_validate(
                {
                    **harm.model_dump(by_alias=True, exclude_none=True),
                    "at": Moment(after_s=round(at_s, _PLACES)),
                    "seed": _seed(seed, f"bad day {number}"),
                }
            )
        )
    return faults


def _beginnings(day: BadDay, traffic: Traffic, seed: int) -> list[float]:
    """Draw when the faults begin, in seconds since the first phase, in order.

    The time in which they may begin is laid end to end. Points drawn evenly on what the pauses leave of
    it, sorted and moved apart by a pause each, lie at least a pause apart, and evenly besides.
    """
    starts_s = traffic.phase_starts_s()
    spans = [
        (starts_s[phase.name], phase.for_s)
        for phase in traffic.phases
        if not day.during or phase.name in day.during
    ]
    whole_s = sum(for_s for _, for_s in spans)
    pause_s = day.calm * whole_s / day.faults
    free_s = whole_s - pause_s * (day.faults - 1)
    when = Dice(seed, "bad day when")
    points = sorted(_unit(when, number) * free_s for number in range(day.faults))
    return [_laid(point_s + number * pause_s, spans) for number, point_s in enumerate(points)]


def _laid(point_s: float, spans: Sequence[tuple[float, float]]) -> float:
    """Give where a point of the time laid end to end lies in the day."""
    for start_s, for_s in spans:
        if point_s < for_s:
            return start_s + point_s
        point_s -= for_s
    start_s, for_s = spans[-1]
    return start_s + for_s


def _unit(dice: Dice, throw: int) -> float:
    """Give a throw as a number from 0 up to 1."""
    return float(dice.word(throw) / 2**WORD_BITS)


def _seed(seed: int, purpose: str) -> int:
    return Dice(seed, purpose).word(0) >> (WORD_BITS - _SEED_BITS)
