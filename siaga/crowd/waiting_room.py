"""The WaitingRoom: a page that says to whoever looks whether it is let in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from siaga.crowd.absence import Absence
from siaga.crowd.answer import Answer
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.turn import Turn

if TYPE_CHECKING:
    from siaga.crowd.visitor import Visitor

Then = Callable[["Visitor", Turn], Absence | None]
"""What a visitor does who was let in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRoom:
    """What all who wait there have in common.

    Attributes:
        path: of the page that says how one stands.
        step: name of each look.
        reads: makes a turn of that page.
        looks: how often anybody looks, at most.
        every_s: the pause before each look, in seconds of the unscaled day, where no Retry-After names
            another.
        options: of each look, as `Visitor.get` takes them.
    """

    path: str
    step: str
    reads: Callable[[Answer], Turn]
    looks: int = 600
    every_s: float = 5.0
    options: Mapping[str, Any] = field(default_factory=dict)

    def look(self, me: "Visitor") -> Answer:
        """Have a visitor look at the page.

        Raises:
            JourneyEndedError: it does not come.
        """
        return me.get(self.path, step=self.step, **self.options)

    def turn(self, me: "Visitor", page: Answer, person: str) -> Turn:
        """Read a page, and note what it says to a person, as the roll names people; empty: nothing."""
        turn = self.reads(page)
        if person and turn.admitted:
            me.saw.admitted(person, turn.token, turn.place)
        elif person and turn.wait_s is not None:
            me.saw.estimate(turn.wait_s, person=person)
        return turn


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLook:
    """The next look of a visitor who waits: called when it is time.

    There may be a million at once, so it keeps hardly more than what is the visitor's own.

    Attributes:
        room: where it waits.
        person: who it is, as the roll names people; empty: what is said is held against nothing.
        left: how often it looks after this time, at most.
        then: what it does when it is let in.
    """

    room: WaitingRoom
    person: str
    left: int
    then: Then

    def __call__(self, me: "Visitor") -> Absence | None:
        """Look, and go in, or away until it is time to look again.

        Raises:
            JourneyEndedError: the page does not come, or it was the last look and in vain.
        """
        return self.seen(me, self.room.look(me))

    def seen(self, me: "Visitor", page: Answer) -> Absence | None:
        """Go in, or away, as a page says that was seen instead; see `__call__`."""
        turn = self.room.turn(me, page, self.person)
        if turn.admitted:
            return self.then(me, turn)
        if not self.left:
            raise JourneyEndedError("never let in", page)
        following = NextLook(room=self.room, person=self.person, left=self.left - 1, then=self.then)
        return me.obeys(page, self.room.every_s, following)
