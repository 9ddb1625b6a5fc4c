"""The Unsent of a run: arrivals that the generator dropped, of which nothing is laid at the site's door.

What they are part of is measured twice, with them and without them, and only what both say is decided.
An arrival is dropped when every connection is in use. A site that holds them too long was slow for those
whose they are, and is broken by them alone; where they were served in time the generator had too few.
"""

from dataclasses import replace

from siaga.judge.amount import amount
from siaga.judge.expression import Expression
from siaga.judge.fault_measures import RecoveryTime
from siaga.judge.measured import Measurement
from siaga.judge.measures import DroppedArrivals, Goodput, GoodputRatio, Latency, Plateau
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import State

_WITH_THEM = (Latency, GoodputRatio, RecoveryTime)
"""Measures of which they are part."""

_LESS_BY_THEM = (Goodput, Plateau)
"""Measures of what was good, greater had they been served: only floors are broken by that."""

FELL_SHORT = "the generator fell short, which decides nothing of the site"


def without(expression: Expression, facts: Recorded) -> Recorded | None:
    """Give the facts as though nobody had been dropped; None where the measure is the same by them."""
    measure = expression.measure
    is_floor = isinstance(measure, _LESS_BY_THEM) and not expression.at_most
    if not (is_floor or isinstance(measure, _WITH_THEM)):
        return None
    if not facts.unsent or not facts.counts.number("dropped"):
        return None
    return replace(facts, unsent=False)


def speaks_of_them(expression: Expression, state: State, sent: State | None) -> bool:
    """Tell whether nothing but the unsent makes an expression what it is.

    Args:
        expression: what is asked.
        state: what it is with them.
        sent: what it is without them; None: the same.
    """
    if isinstance(expression.measure, DroppedArrivals):
        return state is State.BROKEN
    return state is not State.UNKNOWN and sent not in (None, state)


def told(asked: Expression, sent: Measurement | None) -> str:
    """Say what is left without them, and whose fault it is, as the end of a sentence.

    Args:
        asked: what was measured.
        sent: without them; None where it is they that are measured.
    """
    if sent is None:
        return f"; {FELL_SHORT}"
    if sent.value is None:
        return f"; without those who were never sent nothing is measured: {FELL_SHORT}"
    how = "with those served" if isinstance(asked.measure, _LESS_BY_THEM) else "without those"
    bound = "" if sent.bound is None else f", 95 % bound {amount(sent.bound, asked.unit)}"
    return f"; {how} who were never sent it is {amount(sent.value, asked.unit)}{bound}: {FELL_SHORT}"
