"""The Case of abuse: what somebody who means harm tries, and what a good site answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

_NAME = re.compile(r"[a-z][a-z0-9-]{0,33}")
IDLE = frozenset({429, 503})
"""Of a site that had no time for it: nothing was tried."""
TAKEN = IDLE | {403, 409}
"""Of a site that had no seat to give, or not any more, too: there was nothing to be had."""

_LOWEST, _LOWEST_ERROR, _BUSY = 100, 500, 503


class Tag(Enum):
    """How much harm a case does to a site that is not good."""

    PASSIVE = "passive"
    """It reads what is not its own, and changes nothing."""
    INTRUSIVE = "intrusive"
    """It leaves accounts, seats or messages behind."""
    DESTRUCTIVE = "destructive"
    """It may leave a site that serves nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How one kind of attempt may end.

    Attributes:
        statuses: that may be answered: no server error but 503, by which a site says that it is busy.
        closed: whether the connection may be closed without an answer.
        most: how many answers of a status one abuser may get; of others any number.
        least: how many answers of a status each abuser has to get.
        idle: statuses that show nothing: where nobody got another answer, the case was not really tried.
    """

    statuses: frozenset[int]
    closed: bool = False
    most: Mapping[int, int] = field(default_factory=dict)
    least: Mapping[int, int] = field(default_factory=dict)
    idle: frozenset[int] = IDLE

    def __post_init__(self) -> None:
        """Refuse what no site can answer, and counts of what none may."""
        wrong = sorted(one for one in self.statuses if not _is_allowed(one))
        if wrong:
            raise ValueError(f"statuses: {wrong[0]}; {_LOWEST} to {_LOWEST_ERROR - 1} and {_BUSY} are")
        if not self.statuses and not self.closed:
            raise ValueError("statuses: are none, and no connection may be closed; something has to be")
        if self.statuses <= self.idle and not self.closed:
            raise ValueError(f"idle: is {sorted(self.idle)}; some answer has to show something")
        for status, number in (*self.most.items(), *self.least.items()):
            if status not in self.statuses or number < 1:
                raise ValueError(
                    f"most, least: {number} of status {status}; 1 or more of an allowed one is"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case.

    Attributes:
        name: by which scenarios name it; in small letters, 34 at most.
        title: what is tried, in a few words.
        good: what a good site does, in one sentence.
        item: of OWASP's lists, such as "OAT-021 Denial of Inventory".
        requirement: that a good site meets, such as "ASVS 2.3.4"; empty for none.
        tag: how much harm it does.
        answers: how attempts may end, by the name of the probe that makes them.
        seats_each: seats that the people of one abuser may hold in the end; 0: none.
        needs: what a Locust file has to say of its site, of `siaga.crowd.surface.Surface`.
        needs_close: whether it needs a phase with which joining closes.
    """

    name: str
    title: str
    good: str
    item: str
    requirement: str = ""
    tag: Tag
    answers: Mapping[str, Answers]
    seats_each: int = 0
    needs: tuple[str, ...] = ()
    needs_close: bool = False

    def __post_init__(self) -> None:
        """Refuse a case that nobody could name, and one that asserts nothing."""
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"name: {self.name!r} is none; small letters, digits and - are, 34 at most")
        if not self.answers or "" in self.answers:
            raise ValueError(f"answers: of {sorted(self.answers)}; some probes with names are needed")
        if self.seats_each < 0:
            raise ValueError(f"seats_each: is {self.seats_each}; 0 or more is allowed")
        if not (self.title and self.good and self.item):
            raise ValueError(f"case {self.name}: needs a title, what is good, and an item")

    @property
    def objective(self) -> str:
        """The id under which the case is judged among the objectives."""
        return f"abuse-{self.name}"


def _is_allowed(status: int) -> bool:
    return _LOWEST <= status < _LOWEST_ERROR or status == _BUSY
