"""The Order of a search: what was asked for, made into the day that its levels play."""

import math
from dataclasses import dataclass
from pathlib import Path

from siaga import bundle
from siaga.capacity.level_day import most_rate_per_s, without_turns
from siaga.capacity.level_objectives import level_objectives
from siaga.capacity.terms import LONGER, Terms
from siaga.errors import UsageError
from siaga.people.rule_file import split
from siaga.scenario.feed import Feed
from siaga.scenario.model import Persons, Scenario
from siaga.stage.preparation import resolve
from siaga.stage.request import Request

BEGIN = 0.5
"""Share of the configured capacity, or of the day's mean rate, at which a search begins."""

FURTHEST = 100.0
"""How many times the first load is the most that is sent, unless somebody says otherwise."""


OPTIONS = {
    "from_per_s": "--from",
    "to_per_s": "--to",
    "precision": "--precision",
    "settle_s": "--settle",
    "hold_s": "--hold",
    "within_s": "--within",
}
"""By which each of the terms is typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How somebody wants to search.

    Attributes:
        from_per_s: the first load; None: a share of what the day says.
        to_per_s: the most that is sent; None: a hundred times the first.
        precision: share by which the ends of the interval may differ.
        settle_s: seconds at each level before anything counts.
        hold_s: seconds in which objectives are judged.
        within_s: seconds that the search may take.
        objectives: ids of those that count; none: all.
    """

    from_per_s: float | None = None
    to_per_s: float | None = None
    precision: float
    settle_s: float
    hold_s: float
    within_s: float
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be searched.

    Attributes:
        request: what was asked for.
        day: without turns, its objectives over the hold, its files named by absolute paths.
        locustfile: absolute path of the journeys.
        terms: of the search.
        left_out: a sentence for each thing that cannot be expected of a level.
    """

    request: Request
    day: Scenario
    locustfile: Path
    terms: Terms
    left_out: tuple[str, ...]


def order(request: Request, wishes: Wishes) -> Order:
    """Make an order of a request.

    Raises:
        UsageError: there is no such scenario, nothing of it can be searched, or a wish is out of range.
        ScenarioError: the scenario has problems.
    """
    scenario, locustfile = resolve(request)
    if scenario.traffic.is_closed:
        raise UsageError(
            f"{request.scenario}: is a stock Locust file, whose visitors wait for the site: it has no"
            " arrival rate; write journeys"
        )
    found = level_objectives(scenario.objectives, wishes.objectives)
    day = without_turns(scenario, owned=not request.host)
    beside = bundle.scenario(request.scenario).parent.resolve()
    changed = {
        "objectives": found.kept,
        "prometheus": None,
        "feeds": tuple(_fed(one, beside) for one in day.feeds),
        "people": _persons(day.people, beside),
    }
    return Order(
        request=request,
        day=day.model_copy(update=changed),
        locustfile=locustfile,
        terms=_terms(scenario, wishes),
        left_out=found.left_out,
    )


def _terms(scenario: Scenario, wishes: Wishes) -> Terms:
    first = wishes.from_per_s if wishes.from_per_s is not None else _begin(scenario)
    most = most_rate_per_s(wishes.settle_s, wishes.hold_s * LONGER)
    last = min(first * FURTHEST, most) if wishes.to_per_s is None else wishes.to_per_s
    if last > most:
        raise UsageError(
            f"--to: {last:g}/s would bring more visitors to a level than a run may have; up to"
            f" {math.floor(most):,}/s is allowed"
        )
    try:
        return Terms(
            from_per_s=first,
            to_per_s=last,
            precision=wishes.precision,
            settle_s=wishes.settle_s,
            hold_s=wishes.hold_s,
            within_s=wishes.within_s,
        )
    except ValueError as error:
        name, _, why = str(error).partition(":")
        raise UsageError(f"{OPTIONS[name]}:{why}") from None


def _begin(scenario: Scenario) -> float:
    curve, capacity_per_s = scenario.traffic.curve, scenario.site.capacity_per_s
    return BEGIN * (capacity_per_s or curve.total / curve.duration_s)


def _fed(feed: Feed, beside: Path) -> Feed:
    return feed.model_copy(update={"file": str((beside / feed.file).resolve())})


def _persons(persons: Persons | None, beside: Path) -> Persons | None:
    if persons is None:
        return None
    file, thing = split(persons.id_rule)
    rule = f"{(beside / file).resolve()}:{thing}" if thing else file
    return persons.model_copy(update={"id_rule": rule})
