"""The clock case: workers whose wall clocks are ahead of the master's, or behind it."""

from collections.abc import Sequence

from truth_behaviour import Behaviour
from truth_play import Play
from truth_result import Result, ms
from truth_siaga import Siaga
from truth_told import Contender, Work

TITLE = "Clocks: a known skew"
WORK = Work(rate_per_s=50, for_s=5, behaviour=Behaviour())
SKEWS_S = (0.0, 0.03, -0.06, 0.25)
ALLOWED_S = 0.1
"""What a run may have, by default, and still count."""

WITHIN_S = 0.001


def _named(skew_s: float) -> str:
    return f"siaga, workers {ms(skew_s, signed=True)} ms"


CONTENDERS: Sequence[Contender] = [Siaga(skew_s=one, name=_named(one)) for one in SKEWS_S]
SKEW_S = {_named(one): one for one in SKEWS_S}


def result(plays: Sequence[Play]) -> Result:
    """Hold the offsets against the skew."""
    rows, missed = [], list[str]()
    for one in plays:
        told, true_s = one.told[""], SKEW_S[one.contender]
        check = told.checks.get("clocks-agree", "missing")
        for rank, (offset_s, error_s) in enumerate(told.offsets_s):
            off_s = offset_s - true_s
            figures = [ms(true_s, signed=True), ms(offset_s, signed=True), ms(error_s)]
            rows.append([f"worker {rank}", *figures, ms(off_s, signed=True), check])
            if abs(off_s) > max(error_s, WITHIN_S):
                missed.append(f"worker {rank} is told to be {ms(offset_s, signed=True)} ms off.")
        if (check == "met") is not (abs(true_s) <= ALLOWED_S):
            missed.append(f"{one.contender}: the check clocks-agree is {check}.")
    return Result(
        title=TITLE,
        told="The wall clocks of both workers are wrong by so much, the master's is right. Shown is the"
        " offset that was read with the least error. A run may have 100 ms. No peer compares clocks.",
        head=["of", "true, ms", "reported, ms", "± ms", "off, ms", "check `clocks-agree`"],
        rows=rows,
        missed=missed,
    )
