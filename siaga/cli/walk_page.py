"""The walk of a dry run as a terminal shows it, line by line while it is taken."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from siaga.judge.amount import seconds, share
from siaga.record.walk_fact import Asked, Began, Ended, Fact, Paused, Reached, Saw, Took, Vowed
from siaga.stage.dry_run import WAYS_TO_END
from siaga.stage.walks import Broken, Said

STEP_WIDTH = 14
WIDE = 200
"""Columns of what is no terminal: whoever reads a file or a pipe wraps lines as it likes."""

LEAST_WIDTH = 20
"""However narrow a terminal is, lines are not."""

GOOD, BAD, SOFT = "green", "bold red", "dim"
OUTCOMES = {"ok": GOOD, "refused": "yellow", "unknown": BAD}
PAUSES = {
    "think": "thinks",
    "again": "waits before it asks again",
    "asked": "was asked to wait",
    "soon": "was too fast",
}

Line = tuple[int, Text]
"""By how many columns it stands further in, and what it says."""


def console() -> Console:
    """Give the console of a dry run: a pipe gets neither colours nor lines cut at 80."""
    made = Console(highlight=False, markup=False, emoji=False)
    return made if made.is_terminal else Console(highlight=False, markup=False, emoji=False, width=WIDE)


def put(to: Console, lines: Iterable[Line]) -> None:
    """Print lines; one that is too long goes on below, as far in as it began."""
    for indent, text in lines:
        for part in text.wrap(to, max(to.width - indent, LEAST_WIDTH), overflow="fold"):
            part.rstrip()
            to.print(Text(" " * indent).append_text(part), soft_wrap=True)


def told(fact: Fact | Said | Broken) -> Iterator[Line]:
    """Give what is shown of a fact."""
    match fact:
        case Began():
            yield 0, Text()
            head = f"population {fact.population}, journey {fact.journey}, visitor {fact.visitor:,}"
            yield 0, Text(head, style="bold")
        case Asked():
            yield from _asked(fact)
        case Vowed():
            yield from _vowed(fact)
        case Ended():
            yield from _ended(fact)
        case Paused() | Took() | Reached() | Saw():
            yield 4, Text(_aside(fact), style=SOFT)
        case Said():
            yield 4, Text(f"printed: {fact.text}", style=SOFT)
        case Broken():
            yield 2, Text(f"! {fact.why}", style=BAD)


def _asked(fact: Asked) -> Iterator[Line]:
    holds = not fact.reason
    line = Text("  · " if holds else "  ! ", style=GOOD if holds else BAD)
    line.append(f"{fact.step or '(no step)':<{STEP_WIDTH}} ", style="bold")
    line.append(f"{fact.method} {fact.path}  ")
    line.append(str(fact.status) if fact.status else fact.reason, style=GOOD if holds else BAD)
    line.append(f"  {seconds(fact.took_s)}  {fact.received_bytes:,} bytes")
    yield 0, line
    yield from ((8, Text(one)) for one in _more(fact))


def _more(fact: Asked) -> Iterator[str]:
    if fact.carried:
        yield f"sends {fact.carried}"
    if fact.ways:
        yield f"is redirected to {', then '.join(fact.ways)}"
    if fact.cookies:
        yield f"is given the cookies {', '.join(fact.cookies)}"
    if not fact.reason:
        return
    if fact.failure:
        yield fact.failure
    if fact.expect:
        yield f"the step expects {listed(fact.expect)}"
    if fact.body:
        yield f"the answer begins with {fact.body}"


def _vowed(fact: Vowed) -> Iterator[Line]:
    line = Text("  = ").append(f"promise of step {fact.step}: ")
    yield 0, line.append(fact.outcome, style=OUTCOMES[fact.outcome])
    yield 8, Text(f"ledger: person {fact.person}, key {fact.key}")
    yield from ((8, Text(one)) for one in _why(fact))


def _why(fact: Vowed) -> Iterator[str]:
    yield f"because {fact.why}"
    if fact.receipt:
        yield f"receipt {fact.receipt}, named by {fact.receipt_key!r} in the answer"
    elif fact.read:
        has = f"it has {', '.join(fact.names)}" if fact.names else "it reads as nothing with names in it"
        yield f"no receipt: the answer has nothing at {fact.receipt_key!r}; {has}"
    if fact.echo:
        yield f"the answer names the person {fact.echo}"
    if fact.outcome != "ok":
        yield from fact.rows
    if fact.body:
        yield f"the answer begins with {fact.body}"
    if fact.content:
        held = ", ".join(f"{name} {value!r}" for name, value in fact.content.items())
        yield f"the audit would look for {fact.person} on the roll, once, with {held}"
    else:
        yield f"the audit would look for {fact.person} on the roll, once"


def _ended(fact: Ended) -> Iterator[Line]:
    whole = fact.how == "whole"
    took = f"{seconds(fact.took_s)}, {seconds(fact.offset_s)} with every pause"
    said = f"came to its end: {took}" if whole else f"{WAYS_TO_END[fact.how]}: {fact.why} ({took})"
    yield 2, Text(("· " if whole else "! ") + said, style=GOOD if whole else BAD)
    if fact.place and not whole:
        yield 8, Text(fact.place)
        yield 10, Text(fact.line, style="bold")


def _aside(fact: Paused | Took | Reached | Saw) -> str:
    match fact:
        case Paused():
            if fact.why == "soon":
                return f"{PAUSES[fact.why]}: makes the pause that was left out, {seconds(fact.slept_s)}"
            made = "made" if fact.slept_s == fact.pause_s else f"{seconds(fact.slept_s)} of it made"
            return f"{PAUSES[fact.why]}: {seconds(fact.pause_s)}, {made if fact.slept_s else 'not made'}"
        case Took():
            said = "yes" if fact.yes else "no"
            return f"chance {fact.purpose!r}, {share(fact.ratio)} of visitors: {said} here"
        case Reached():
            goes = "reached here" if fact.yes else "nobody reaches it"
            return f"stage {fact.stage}, {share(fact.ratio)} go on to it: {goes}"
        case Saw():
            by = f", by {fact.person}" if fact.person else ""
            return f"ledger: saw {fact.what} {fact.shown or 'nothing'}{by}"


def listed(statuses: tuple[int, ...]) -> str:
    """Write statuses; many in a row as a span."""
    first, last = statuses[0], statuses[-1]
    if len(statuses) > 2 and last - first == len(statuses) - 1:  # noqa: PLR2004 - two are no span
        return f"{first} to {last}"
    return ", ".join(map(str, statuses))
