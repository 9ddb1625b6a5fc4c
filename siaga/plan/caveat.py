"""A Caveat: what is to be known of a plan although it can be made."""

from collections import Counter
from collections.abc import Iterator, Sequence

from siaga.judge.amount import count, number
from siaga.plan.demand import Demand, asked
from siaga.plan.load_point import BLOCK_S, LoadPoint
from siaga.plan.rush import Rush
from siaga.plan.source import Source
from siaga.scenario.model import Scenario

LOOK_S = 10.0
"""How often people look at their places, to give an idea of it."""

ONE_SIDED = 0.05
"""From this share of failures of a step on it is asked whether it is the only one."""


def caveats(
    used: Sequence[Source],
    points: Sequence[tuple[LoadPoint, ...]],
    step: str | None,
    wanted: Demand | None,
) -> Iterator[str]:
    """Give a sentence for each.

    Args:
        used: the runs of the plan.
        points: what was measured in each.
        step: the step that counts alone; None for all of them.
        wanted: what visitors ask for; None where no run tells.
    """
    if wanted is not None and not wanted.calm:
        yield (
            "In every run more than 1 % of the requests failed, so what a visitor asks for was measured"
            " on people who ask again or have given up; play one with little load, too."
        )
    if wanted is not None and wanted.runs == 1:
        yield (
            "What a visitor asks for was measured in one run alone, so nobody knows how much it differs"
            " from run to run; it is taken for certain."
        )
    yield from (
        f"{name}: nobody asked for {step} in it, so what a visitor asks for was measured without it."
        for name in _silent(used, step)
    )
    if step is None and (worst := _full_for(used, points)):
        yield (
            f"{worst} failed much more than another step: the site is full for it and not for that one,"
            f" and a law of all requests together hides it; look at it alone with --step {worst}."
        )


def lookers(scenario: Scenario, rushes: Sequence[Rush]) -> Iterator[str]:
    """Say what the plan leaves out where people wait: they look at their places.

    Args:
        scenario: the day.
        rushes: the day at the door, as forecast first; none where nobody knows.
    """
    if not rushes or rushes[0].worst.value < 1:
        return
    many, room = rushes[0].worst.value, scenario.site.waiting_room
    often = f"who looks every {LOOK_S:g} s makes it {number(many / LOOK_S)} looks a second"
    if room is not None and room.looks_per_s is not None:
        often = f"its waiting room has them look {number(room.looks_per_s)} times a second together"
    yield (
        f"{count(many)} wait at the worst, and what their looks cost is left out: {often}, beside"
        " what was measured."
    )


def _silent(used: Sequence[Source], step: str | None) -> list[str]:
    """Give the runs in which nobody asked for a step; none where nobody ever did."""
    silent = [one.name for one in used if not asked(one.facts, step)[0]]
    return silent if len(silent) < len(used) else []


def _full_for(used: Sequence[Source], points: Sequence[tuple[LoadPoint, ...]]) -> str:
    """Give the step that fails most where another one fails at most half as often; empty for none."""
    failed, ended = Counter[str](), Counter[str]()
    for one, some in zip(used, points, strict=True):
        seconds = [second for point in some for second in range(point.second, point.second + BLOCK_S)]
        counts = one.facts.counts
        for name in counts.steps:
            failed[name] += (bad := counts.failed(name, seconds))
            ended[name] += counts.good(name, seconds) + bad
    shares = {name: failed[name] / ended[name] for name in ended if ended[name]}
    worst = max(shares, key=lambda name: shares[name], default="")
    if not worst or shares[worst] < ONE_SIDED or min(shares.values()) > shares[worst] / 2:
        return ""
    return worst
