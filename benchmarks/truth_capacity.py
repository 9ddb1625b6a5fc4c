"""The capacity case: a server with room for so many requests a second, asked for three times as many."""

from collections.abc import Sequence

from truth_behaviour import Behaviour
from truth_peers import fast, k6, k9, ordinary
from truth_play import Play
from truth_result import Result, percent
from truth_siaga import Siaga
from truth_told import Contender, Work

TITLE = "Capacity: a known limit"
KNOWN = Behaviour(places=4, service_s=0.02, patience_s=0.1)
WORK = Work(rate_per_s=600, for_s=12, behaviour=KNOWN)
WARM_S = 10
CONTENDERS: Sequence[Contender] = [Siaga(warm_s=WARM_S), k6(100), k9(100), fast(150), ordinary(150)]
WITHIN = 0.05


def result(plays: Sequence[Play]) -> Result:
    """Hold the reported goodput against the capacity."""
    rows, missed = [], list[str]()
    for one in plays:
        told, since_s = one.told[""], WARM_S if one.contender == "siaga" else 0
        counted = one.log.good_per_s(since_s + 1, since_s + WORK.for_s)
        off = (told.good_per_s or 0.0) / KNOWN.capacity_per_s - 1
        rows.append(
            [
                one.contender, f"{KNOWN.capacity_per_s:.1f}", f"{counted:.1f}", f"{told.good_per_s:.1f}",
                percent(off, signed=True), percent(told.plateau),
            ]
        )  # fmt: skip
        if one.contender == "siaga":
            missed += _missed(off, told.plateau)
    return Result(
        title=TITLE,
        told="The server has four places, each taken for 20 ms: 200 good answers a second. Whoever"
        " would wait more than 100 ms gets a 503. It is asked 600 times a second for 12 s; by siaga"
        " 240 times a second for 10 s before that, so that it can tell a plateau, which is truly 100 %.",
        head=["contender", "capacity, /s", "server counted, /s", "reported, /s", "off", "plateau"],
        rows=rows,
        missed=missed,
    )


def _missed(off: float, plateau: float | None) -> list[str]:
    missed = []
    if abs(off) > WITHIN:
        missed.append(f"goodput is off by {percent(off, signed=True)}; {percent(WITHIN)} is allowed.")
    if plateau is None or abs(plateau - 1) > WITHIN:
        missed.append(f"the plateau is {percent(plateau)}; it is 100 % truly.")
    return missed
