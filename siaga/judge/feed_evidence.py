"""The evidence of feeds: that no row was handed out twice, and each to whom it was due."""

from collections.abc import Sequence

from siaga.judge.amount import count
from siaga.judge.checked import checked, unknown
from siaga.judge.handouts import Handouts
from siaga.judge.verdict import EvidenceResult

FEED_ROWS = "feed-rows"


def feed_rows(handouts: Sequence[Handouts]) -> EvidenceResult:
    """Look for rows of feeds that two visitors got, that are in no file, or that were somebody else's.

    A row twice says nothing of the site: the generator has sent what the day was not to have.
    """
    if not handouts:
        return unknown(FEED_ROWS, 0.0, "Nobody knows which rows of the feeds were handed out.")
    faults = sum(one.faults for one in handouts)
    text = " ".join(map(_told, handouts))
    if not faults and any(not one.rows and not one.left for one in handouts):
        return unknown(FEED_ROWS, 0.0, text)
    return checked(FEED_ROWS, kept=not faults, value=float(faults), limit=0.0, text=text)


def _told(one: Handouts) -> str:
    if not one.rows and not one.left:
        return f"No row of {one.feed} was handed out, so that nothing is proven of them."
    taken = f"{count(one.rows)} rows of {one.feed} taken by {count(one.visitors)} visitors"
    more = f"; {count(one.left)} visitors found none left and went away" if one.left else ""
    return f"{taken}, {_proof(one)}{more}."


def _proof(one: Handouts) -> str:
    wrong = [
        *([] if one.again or not one.twice else [_twice(one)]),
        *([f"{count(one.unknown)} that the file does not have"] if one.unknown else []),
        *([f"{count(one.others)} that were somebody else's"] if one.others else []),
    ]
    if wrong:
        return ", ".join(wrong)
    twice = "more than once as the scenario allows" if one.again else "none twice"
    return f"{twice}, none unknown"


def _twice(one: Handouts) -> str:
    first = one.first_twice
    who = "" if first is None else f" (row {first.row} by visitors {_listed(first.visitors)})"
    return f"{count(one.twice)} of them more than once{who}"


def _listed(visitors: Sequence[int]) -> str:
    return ", ".join(map(count, visitors))
