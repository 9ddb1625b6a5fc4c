"""The answers to ill will: how many attempts ended as none may."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from siaga.abuse.case import Answers, Case
from siaga.judge.amount import count
from siaga.judge.case_result import Assertion
from siaga.ledger.misdeed import Misdeed

ID = "answers"

CLOSED = ("closed", "reset")
"""Ways in which a site closes a connection; one that was never opened says nothing of it."""


def ending(misdeed: Misdeed) -> str:
    """Say how an attempt ended, in a word."""
    return str(misdeed.status) if misdeed.status is not None else misdeed.why


def judge_answers(case: Case, tried: Sequence[Misdeed], hindered: Collection[int]) -> Assertion:
    """Look for answers that a good site does not give.

    Args:
        case: what was tried.
        tried: its attempts.
        hindered: numbers of abusers who could not go on to the end: nothing that they have to get is
            missed.
    """
    found: Counter[str] = Counter()
    for one in tried:
        if why := _wrong(case.answers.get(one.probe), one):
            found[f"{one.probe}: {why}"] += 1
    for why, number in _uncounted(case, tried, hindered):
        found[why] += number
    if not found and (idle := "; ".join(_idle(case, tried))):
        return Assertion(id=ID, state="unknown", text=f"It was not really tried: {idle}.")
    if not found:
        text = f"Each of {count(len(tried))} attempts was answered as it may be."
        return Assertion(id=ID, state="met", text=text)
    told = "; ".join(f"{why} ({count(number)})" for why, number in sorted(found.items()))
    text = f"Of {count(len(tried))} attempts, {count(found.total())} went as none may: {told}."
    return Assertion(id=ID, state="broken", count=found.total(), text=text)


def _idle(case: Case, tried: Sequence[Misdeed]) -> Iterator[str]:
    """Say which probes show nothing: nobody made them, or never got to what they are about."""
    for probe, allowed in case.answers.items():
        statuses = {one.status for one in tried if one.probe == probe}
        if not statuses:
            yield f"nobody got so far as {probe}"
        elif statuses <= allowed.idle:
            told = ", ".join(sorted(map(str, statuses)))
            yield f"{probe} was only answered {told}, which shows nothing"
        elif missing := ", ".join(str(one) for one in allowed.least if one not in statuses):
            yield f"whoever made {probe} could not go on until {missing} came"


def _wrong(allowed: Answers | None, one: Misdeed) -> str:
    """Say what is wrong with how an attempt ended; nothing, where that is allowed."""
    if allowed is None:
        return "is no probe of this version"
    if one.gained:
        return one.gained
    if one.hung:
        return "no answer in time"
    if one.status is None:
        return "" if allowed.closed and one.why in CLOSED else f"no answer ({one.why})"
    return "" if one.status in allowed.statuses else f"answered {one.status}"


def _uncounted(
    case: Case, tried: Sequence[Misdeed], hindered: Collection[int]
) -> Iterator[tuple[str, int]]:
    """Find answers of which an abuser got more than it may, or fewer than it must."""
    for abuser, made in groupby(sorted(tried, key=lambda one: one.abuser), key=lambda one: one.abuser):
        got = Counter((one.probe, one.status) for one in made)
        for probe in sorted({probe for probe, _status in got}):
            if (allowed := case.answers.get(probe)) is None:
                continue
            for status, most in allowed.most.items():
                if got[probe, status] > most:
                    yield f"{probe}: {status} beyond the first {most}", got[probe, status] - most
            for status, least in allowed.least.items():
                if got[probe, status] < least and abuser not in hindered:
                    yield f"{probe}: never {status}", 1
