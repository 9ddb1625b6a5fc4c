"""The Answer of a plan: whether a day can be sized, and in a sentence what it takes."""

from siaga.judge.amount import number
from siaga.plan.interval import Interval
from siaga.plan.row import wait
from siaga.plan.sizing import Sizing

SIZED, ENOUGH, REFUSED = "SIZED", "ENOUGH", "REFUSED"


def answer(found: Sizing) -> str:
    """Give the word for it."""
    if found.rushes:
        return SIZED
    return ENOUGH if found.enough else REFUSED


def sentence(found: Sizing) -> str:
    """Give the sentence."""
    if not found.sources.used:
        return "None of the runs can be used."
    if found.rushes and found.admission_per_s is not None:
        let_in = f"Let in {number(found.admission_per_s.value)} visitors a second"
        return f"{let_in}, and {_waits(found.rushes[0].p95_s)} on the day as forecast."
    said = (
        found.refusal.why
        if found.refusal
        else f"No {found.step or 'request'} was asked for in the runs."
    )
    more = " The day asks for no more than was seen to get done." if found.enough else ""
    return f"{said}{more}"


def _waits(p95_s: Interval) -> str:
    """Say how long people wait; nobody does only where that is sure."""
    if p95_s.value >= 1:
        return f"95 of 100 wait {wait(p95_s.value)} at most"
    if p95_s.high >= 1:
        return f"hardly anybody waits, or 95 of 100 up to {wait(p95_s.high)},"
    return "nobody waits"
