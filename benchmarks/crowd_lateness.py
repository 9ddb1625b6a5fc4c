"""The lateness of the crowd's benchmark: how long after its time a visitor's request is at the site."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from crowd_peers import sender
from truth_behaviour import Behaviour
from truth_log import Floats, quantiles_s
from truth_peers import k6
from truth_play import play
from truth_result import Result, ms
from truth_told import Contender, Told, Work

WORK = Work(rate_per_s=2_000, for_s=8, behaviour=Behaviour())
MOST_S = 0.002
WARM_S = 1.0
"""The first second, in which a contender begins, does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneWorker:
    """One worker of siaga; each arrival is a visitor with a connection of its own."""

    name: str = "siaga, one worker"

    def missing(self) -> str:
        """It is always there."""
        return ""

    def play(self, work: Work, url: str, folder: Path) -> dict[str, Told]:
        """Have so many come in a second."""
        command = sender(url, folder, "--rate", work.rate_per_s, "--for", work.for_s)
        subprocess.run(command, check=True, timeout=120, capture_output=True)  # noqa: S603 - beside this file
        return {"": Told(requests=work.arrivals)}


CONTENDERS: Sequence[Contender] = [OneWorker(), k6(200)]


def arriving(rounds: int) -> Result:
    """Have visitors arrive evenly, and look when their requests come."""
    there = [one for one in CONTENDERS if not one.missing()]
    found: dict[str, list[tuple[int, dict[float, float]]]] = {one.name: [] for one in there}
    for _ in range(rounds):
        for one in there:
            at_s = play(one, WORK).log.at_s
            found[one.name].append((len(at_s), dict(quantiles_s(late_s(at_s)))))
    rows, missed = [], list[str]()
    for one in CONTENDERS:
        if one not in there:
            rows.append([one.name, "missing", "-", "-", "-"])
            continue
        many = median(number for number, _late in found[one.name])
        p50_s, p99_s, p999_s = (
            median(late.get(q, 0.0) for _number, late in found[one.name]) for q in (0.5, 0.99, 0.999)
        )
        rows.append([one.name, f"{many:,.0f}", ms(p50_s), ms(p99_s), ms(p999_s)])
        if one is CONTENDERS[0] and p99_s > MOST_S:
            missed.append(f"p99 is {ms(p99_s)} ms; {ms(MOST_S)} ms is the target.")
    return Result(
        title="Lateness at 2,000 arrivals a second",
        told=f"{WORK.rate_per_s:,} even arrivals a second for {WORK.for_s} s, each for one page, at the"
        " truth server, which stamps them. Late is what is beyond the even plan that the earliest of"
        f" them fit. The median of {rounds} rounds; the first second does not count.",
        head=["contender", "seen", "p50, ms", "p99, ms", "p99.9, ms"],
        rows=rows,
        missed=missed,
    )


def late_s(at_s: Floats) -> Floats:
    """Give how late each of some arrivals was against an even plan, whose beginning nobody knows."""
    beyond = at_s - np.arange(len(at_s)) / WORK.rate_per_s
    beyond = beyond[at_s >= WARM_S]
    return beyond - np.quantile(beyond, 0.001) if len(beyond) else beyond
