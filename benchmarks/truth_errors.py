"""The errors case: requests that are answered with 503, or not at all."""

from collections.abc import Sequence

from truth_behaviour import Behaviour
from truth_peers import fast, k6, k9, ordinary
from truth_play import Play
from truth_result import Result, percent
from truth_siaga import Siaga
from truth_told import Contender, Work

TITLE = "Errors: a known ratio"
WORK = Work(rate_per_s=200, for_s=20, behaviour=Behaviour(failed=0.03, dropped=0.01))
CONTENDERS: Sequence[Contender] = [Siaga(), k6(10), k9(10), fast(10), ordinary(10)]
WITHIN = 0.0005


def result(plays: Sequence[Play]) -> Result:
    """Hold the error ratios against what the server did."""
    rows, missed = [], list[str]()
    for one in plays:
        told, seen = one.told[""], len(one.log.kinds)
        true = one.log.many("failed", "dropped") / max(seen, 1)
        off = (told.failed or 0.0) - true
        rows.append(
            [
                one.contender, f"{seen:,}", f"{told.requests:,}", percent(true), percent(told.failed),
                percent(off, signed=True), percent(told.failed_at_most),
            ]
        )  # fmt: skip
        if one.contender == "siaga" and abs(off) > WITHIN:
            missed.append(f"the ratio is off by {percent(off, signed=True)}.")
        if one.contender == "siaga" and (told.failed_at_most or 0.0) < true:
            missed.append(f"the bound is {percent(told.failed_at_most)}, below the truth.")
    return Result(
        title=TITLE,
        told="200 arrivals a second for 20 s. 3 % are answered with 503, and the connection of 1 % is"
        " closed without an answer, by chance. True is what the server did to those that it saw.",
        head=["contender", "requests seen", "reported", "errors seen", "reported", "off", "95 % bound"],
        rows=rows,
        missed=missed,
    )
