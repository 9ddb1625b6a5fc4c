"""The controls of a run in which somebody means harm: were honest people taken for abusers?"""

import math
from collections.abc import Iterator, Sequence

from siaga.abuse.catalogue import CONTROL
from siaga.judge.amount import count, share
from siaga.judge.confidence import Share, ratio_bound
from siaga.judge.control_group import ControlGroup
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import Seconds
from siaga.judge.taking import FEWEST
from siaga.judge.verdict import ObjectiveResult, State
from siaga.record.fault_span import FaultSpan
from siaga.scenario.model import Population

MOST_BLOCKED_RATIO = 0.01
"""A site that blocks more of somebody's requests has taken them for abusers."""
RECOVERY_S = 5.0
"""How long after a fault a connection that the site ended is none that it blocked."""


def control_groups(facts: Recorded) -> tuple[ControlGroup, ...]:
    """Give every population of a day on which somebody means harm; else none.

    None where no request was counted, either: an older siaga made the run.
    """
    every = [one.name for one in facts.scenario.traffic.populations]
    counted = facts.counts.of_people(every, "tries")
    if facts.run.only or not facts.scenario.abuse or not counted:
        return ()
    seconds = _calm(facts)
    return tuple(_group(one, facts, seconds) for one in facts.scenario.traffic.populations)


def control_objective(groups: Sequence[ControlGroup]) -> ObjectiveResult:
    """Give the key objective by which they count: whoever blocks everybody has withstood nothing."""
    known = [one for one in groups if one.state != "unknown"]
    broken = [one for one in known if one.state == "broken"]
    state = State.UNKNOWN if not known else State.BROKEN if broken else State.MET
    return ObjectiveResult(
        id=CONTROL,
        expression=f"blocked requests of any population <= {share(MOST_BLOCKED_RATIO)}",
        state=state,
        value=max((one.blocked_ratio for one in known), default=None),
        bound=None,
        limit=MOST_BLOCKED_RATIO,
        unit="ratio",
        key=True,
        weight=1.0,
        text=" ".join(one.text for one in broken or groups),
        sign="<=",
        title="Honest people are not taken for abusers",
        tags=("abuse", "control"),
    )


def traits(population: Population) -> Iterator[str]:
    """Say what the people of a population do that those do, too, who mean harm."""
    reactions = population.reactions
    if reactions is not None and reactions.double_clicks:
        yield "click twice"
    if reactions is not None and reactions.refreshes is not None:
        yield "reload again and again"
    if reactions is not None and reactions.reloads is not None:
        yield "reload what is late"
    if population.link is not None:
        yield "have slow phones"


def _group(population: Population, facts: Recorded, seconds: Seconds) -> ControlGroup:
    name, counts = population.name, facts.counts
    requests = counts.of_people([name], "tries", seconds)
    blocked = counts.of_people([name], "blocked", seconds)
    found = f"Of {count(requests)} requests of {name} {count(blocked)} were blocked"
    state = _state(Share(hits=blocked, of=requests))
    return ControlGroup(
        population=name,
        traits=tuple(traits(population)),
        people=counts.of_people([name], "arrived"),
        requests=requests,
        blocked=blocked,
        state=state,
        text=f"{found}{_more(state, blocked, requests)}.",
    )


def _more(state: str, blocked: int, requests: int) -> str:
    if state == "broken":
        return f" ({share(blocked / requests)})"
    return ": too few to tell" if state == "unknown" else ""


def _state(blocked: Share) -> str:
    """Tell what is certain: two of a hundred may be bad luck."""
    if blocked.of < FEWEST:
        return "unknown"
    if (blocked.ratio or 0.0) <= MOST_BLOCKED_RATIO:
        return "met"
    least = ratio_bound(blocked, upper=False)
    return "broken" if least is not None and least > MOST_BLOCKED_RATIO else "unknown"


def _calm(facts: Recorded) -> Seconds:
    """Give the seconds in which no fault was at work: it ends connections, too, and blocks nobody."""
    end = facts.counts.last_second + 1
    harmed = Seconds.of(_harmed(one, end) for one in facts.faults)
    return Seconds.of(range(at, at + 1) for at in range(end) if at not in harmed)


def _harmed(span: FaultSpan, end: int) -> range:
    until = end if span.until_s is None else math.ceil(span.until_s + RECOVERY_S)
    return range(math.floor(span.from_s), until)
