"""Rooms for tests: on a file of their own, with a clock to set and short turns."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room import book
from mock_site.protection.waiting_room.desk import Desk
from mock_site.protection.waiting_room.pace import US_PER_S, Pace
from mock_site.protection.waiting_room.room import WaitingRoom
from mock_site.protection.waiting_room.shared_words import SharedWords
from mock_site.testing import SetClock

PACE = Pace(tick_us=US_PER_S, turn_ticks=5, pass_ticks=20)


@contextmanager
def opened_room(path: Path, clock: SetClock, terms: Terms) -> Iterator[tuple[WaitingRoom, Desk]]:
    """Open the room at a path, as one process does."""
    with SharedWords(path, book.words_for(terms.room_tickets)) as words:
        room = WaitingRoom(words, terms, PACE, clock, count(1).__next__)
        yield room, Desk(room, words, PACE)
