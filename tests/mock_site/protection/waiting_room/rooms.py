"""Rooms for tests: on a file of their own, with a clock to set and short turns."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room import book
from mock_site.protection.waiting_room.desk import Desk
from mock_site.protection.waiting_room.governor import Governor
from mock_site.protection.waiting_room.pace import US_PER_S, Pace
from mock_site.protection.waiting_room.room import WaitingRoom
from mock_site.protection.waiting_room.shared_words import SharedWords
from mock_site.protection.waiting_room.status import State
from mock_site.testing import SetClock

PACE = Pace(tick_us=US_PER_S, turn_ticks=5, pass_ticks=20)


@contextmanager
def governed_room(
    path: Path, clock: SetClock, terms: Terms
) -> Iterator[tuple[WaitingRoom, SharedWords, Governor]]:
    """Open the room at a path with its governor, as one process does where the rate is to be found."""
    with SharedWords(path, book.words_for(terms.room_tickets)) as words:
        room = WaitingRoom(words, terms, PACE, clock, count(1).__next__)
        yield room, words, Governor(room, words, terms.least_admits_per_s)


@contextmanager
def opened_room(path: Path, clock: SetClock, terms: Terms) -> Iterator[tuple[WaitingRoom, Desk]]:
    """Open the room at a path, as one process does."""
    with SharedWords(path, book.words_for(terms.room_tickets)) as words:
        room = WaitingRoom(words, terms, PACE, clock, count(1).__next__)
        yield room, Desk(room, words, PACE)


class Rooms:
    """Opens rooms that end with the test, all on one file.

    Args:
        path: of the file.
        stack: that closes them.
    """

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._path = path
        self._stack = stack
        self.clock = SetClock()

    def __call__(
        self,
        capacity: int = 2,
        admits_per_s: float | None = None,
        opens_at_s: float | None = None,
        tickets: int = 2000,
    ) -> tuple[WaitingRoom, Desk]:
        """Open one."""
        terms = Terms(
            room_capacity=capacity,
            room_admits_per_s=admits_per_s,
            room_opens_at_s=opens_at_s,
            room_tickets=tickets,
        )
        return self._stack.enter_context(opened_room(self._path, self.clock, terms))


def admitted(room: WaitingRoom, numbers: range) -> set[int]:
    """Give which of some tickets are let in, once they have looked."""
    return {number for number in numbers if room.look(number).state is State.ADMITTED}
