"""The facts of a walk: what one visitor of a dry run did and met, a line of JSON each.

Whoever walks writes them down with every secret left out, so whoever shows them need not know one.
"""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self

How = Literal["whole", "left", "broke", "late", "many"]
"""How a journey ended: at its end; where a step did not hold; by a mistake of its own; never by itself,
so that its time was over; with more requests than a walk may send."""

Why = Literal["think", "again", "asked", "soon"]
"""Of a pause: the journey thinks; it comes before a step that was just taken; the site has asked for it;
the site has turned away what came without the pause before it, and is asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """Any of the facts below: a value that JSON can write."""

    def as_line(self) -> str:
        """Write it as one line."""
        return json.dumps({"e": type(self).__name__.lower(), **asdict(self)}, separators=(",", ":"))

    @classmethod
    def of(cls, given: dict[str, Any]) -> Self:
        """Read it back; lists become tuples, and what it does not know is left out."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: _frozen(value) for name, value in given.items() if name in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class Began(_Fact):
    """A visitor begins to walk.

    Attributes:
        population: whose visitor it is.
        journey: that is walked.
        visitor: number of the visitor in the plan.
    """

    population: str
    journey: str
    visitor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(_Fact):
    """A request and how it ended.

    Attributes:
        step: that it belongs to; empty: the journey sent it outside of any.
        method: in capitals.
        path: path and query, or URL.
        carried: what it carried, in a line; empty if nothing.
        expect: statuses of a good answer, in order.
        reason: why the step does not hold; empty if it does.
        status: of the whole answer; None if there is none.
        failure: why there is none, in a sentence; empty if there is one.
        took_s: from beginning to end.
        sent_bytes: of the requests, with redirects.
        received_bytes: of the answers, with redirects.
        requests: how many were sent, with redirects.
        ways: paths that it was redirected to, in order.
        cookies: names of the cookies that the site set.
        body: how the answer begins, where the step does not hold.
        beside: whether it went to something beside the site.
        offset_s: when it began, in seconds after the arrival, as if every pause had been made.
    """

    step: str
    method: str
    path: str
    carried: str = ""
    expect: tuple[int, ...] = ()
    reason: str = ""
    status: int | None = None
    failure: str = ""
    took_s: float = 0.0
    sent_bytes: int = 0
    received_bytes: int = 0
    requests: int = 0
    ways: tuple[str, ...] = ()
    cookies: tuple[str, ...] = ()
    body: str = ""
    beside: bool = False
    offset_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(_Fact):
    """A pause before a step.

    Attributes:
        pause_s: how long it is in a run.
        slept_s: how long it was in the walk.
        why: as `Why` tells.
    """

    pause_s: float
    slept_s: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Took(_Fact):
    """A chance of the journey, and what the walk made of it.

    Attributes:
        purpose: as the journey names it.
        ratio: of visitors who say yes.
        yes: whether the walk did.
    """

    purpose: str
    ratio: float
    yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached(_Fact):
    """A stage of the funnel.

    Attributes:
        stage: its name.
        ratio: of visitors who go on to it.
        yes: whether the walk did.
    """

    stage: str
    ratio: float
    yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vowed(_Fact):
    """A promise that was asked for, as the ledger has it.

    Attributes:
        step: that asked.
        person: for whom.
        key: the idempotency key.
        outcome: `ok`, `refused` or `unknown`.
        why: what was seen, and the row of the table that decided.
        receipt_key: what the answer is to name the receipt under.
        receipt: what it named; empty if nothing.
        echo: what it named as the person; empty if nothing.
        names: what the answer had at all, where it was read; empty where it is nothing with names.
        read: whether an answer was read.
        content: what the roll is to hold, by the names of its columns, as text.
        digest: of the content; empty where none is named.
        rows: what each row of the scenario that could be about it says, in a sentence each.
        body: how the answer begins, where the outcome is unknown.
    """

    step: str
    person: str
    key: str
    outcome: str
    why: str
    receipt_key: str
    receipt: str = ""
    echo: str = ""
    names: tuple[str, ...] = ()
    read: bool = False
    content: dict[str, str]
    digest: str = ""
    rows: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saw(_Fact):
    """What the journey wrote into the ledger of a page.

    Attributes:
        what: `remaining`, `holding` or another of the ledger's, or of which feed it took its row.
        shown: what the page showed.
        person: who looked; empty where the journey does not say.
    """

    what: str
    shown: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(_Fact):
    """A journey has ended.

    Attributes:
        how: as `How` tells.
        why: in a sentence; empty where it came to its end.
        place: file, line and function where it was; empty where it came to its end.
        line: what stands there.
        took_s: how long the walk was.
        offset_s: how long it would have been with every pause.
        person: whether it asked who the visitor is.
    """

    how: How
    why: str = ""
    place: str = ""
    line: str = ""
    took_s: float = 0.0
    offset_s: float = 0.0
    person: bool = False


Fact = Began | Asked | Paused | Took | Reached | Vowed | Saw | Ended

_KINDS: dict[str, type[Fact]] = {
    one.__name__.lower(): one for one in (Began, Asked, Paused, Took, Reached, Vowed, Saw, Ended)
}


def fact_of(line: str) -> Fact | None:
    """Read a line back; None if it is no fact, but something that somebody printed."""
    try:
        given = json.loads(line)
        return _KINDS[given.pop("e")].of(given)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
