"""The Desk of a waiting room: what whoever runs the site sees of it, and sets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mock_site.protection.waiting_room import book, queue
from mock_site.protection.waiting_room.book import Field, Head, Standing
from mock_site.protection.waiting_room.pace import US_PER_S, Pace
from mock_site.protection.waiting_room.room import WaitingRoom, rate_per_ks
from mock_site.protection.waiting_room.shared_words import SharedWords

_PORTION = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Inlet:
    """Who is let in.

    Attributes:
        capacity: people who may be inside at once, 0 or more.
        admits_per_s: people let in per second, on average; None: as many as there is room for.
        opens_at_s: when the room opens, Unix seconds; None: it is open.
    """

    capacity: int
    admits_per_s: float | None = None
    opens_at_s: float | None = None

    def __post_init__(self) -> None:
        if self.capacity < 0:
            raise ValueError(f"capacity: is {self.capacity}; it must be 0 or more")
        if self.admits_per_s is not None and self.admits_per_s <= 0:
            raise ValueError(f"admits_per_s: is {self.admits_per_s}; it must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """The people of a waiting room, all of one moment.

    Attributes:
        pre_queue: who wait for the opening.
        waiting: who wait for their turn.
        called: whose turn it is and who have not come yet.
        inside: who hold a pass that is good.
        taken: tickets taken so far.
        admitted: passes given so far.
        lapsed: turns that were not taken so far, those that were given up before they came included.
        expired: passes that were not used for too long, so far.
        joined: passes whose person has joined, so far.
        left: passes whose person has left, so far.
    """

    pre_queue: int
    waiting: int
    called: int
    inside: int
    taken: int
    admitted: int
    lapsed: int
    expired: int
    joined: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One ticket.

    Attributes:
        number: of it, from 0 on, in the order in which they were taken.
        standing: what has become of it.
        place: in the queue, from 0 on; None: it was not admitted.
        taken_at_s: Unix seconds.
        admitted_at_s: Unix seconds; None: it was not admitted.
        ends_at_s: when the pass ends or would have ended, Unix seconds; None: there is none.
        is_owned: whether an account uses it.
    """

    number: int
    standing: Standing
    place: int | None
    taken_at_s: float
    admitted_at_s: float | None
    ends_at_s: float | None
    is_owned: bool


class Desk:
    """Counts, lists and sets.

    Every method raises `WordsBusyError` while another process holds the book.

    Args:
        room: that it is of.
        words: of its book.
        pace: of the room.
    """

    def __init__(self, room: WaitingRoom, words: SharedWords, pace: Pace) -> None:
        self._room = room
        self._words = words
        self._pace = pace

    def census(self) -> Census:
        """Count the people."""
        with self._words.change() as change:
            self._room.move(change)
            return Census(
                pre_queue=book.in_pre_queue(change),
                waiting=book.waiting(change),
                called=book.called(change),
                inside=book.inside(change),
                taken=change[Head.TAKEN],
                admitted=change[Head.ADMITTED],
                lapsed=change[Head.LAPSED] + book.given_up(change),
                expired=change[Head.EXPIRED],
                joined=change[Head.JOINED],
                left=change[Head.LEFT],
            )

    def inlet(self) -> Inlet:
        """Say who is let in."""
        words = self._words
        rate, opens_at_us = words[Head.ADMITS_PER_KS], words[Head.OPENS_AT_US]
        return Inlet(
            capacity=words[Head.CAPACITY],
            admits_per_s=rate / 1_000 if rate else None,
            opens_at_s=opens_at_us / US_PER_S if opens_at_us else None,
        )

    def set_inlet(self, inlet: Inlet) -> bool:
        """Set who is let in.

        Returns:
            False, and nothing changes, where a new lot is wanted while turns of the last one go on.
        """
        with self._words.change() as change:
            self._room.move(change)
            is_set = queue.set_inlet(
                change,
                self._pace,
                capacity=inlet.capacity,
                admits_per_ks=rate_per_ks(inlet.admits_per_s),
                opens_at_us=int((inlet.opens_at_s or 0) * US_PER_S),
            )
            self._room.move(change)
        return is_set

    def entries(self) -> Iterator[Sequence[Entry]]:
        """List the tickets taken by now in portions, each as of one moment."""
        taken = self._words[Head.TAKEN]
        for first in range(0, taken, _PORTION):
            numbers = range(first, min(first + _PORTION, taken))
            with self._words.change() as change:
                stored = [book.stored(change, number) for number in numbers]
            yield [self._entry(*one) for one in zip(numbers, stored, strict=True)]

    def _entry(self, number: int, stored: Sequence[int]) -> Entry:
        standing, until = book.unpacked(stored[Field.STANDING])
        admitted_at_us = stored[Field.ADMITTED_AT_US]
        return Entry(
            number=number,
            standing=standing,
            place=stored[Field.PLACE] - 1 if stored[Field.PLACE] else None,
            taken_at_s=stored[Field.TAKEN_AT_US] / US_PER_S,
            admitted_at_s=admitted_at_us / US_PER_S if admitted_at_us else None,
            ends_at_s=self._pace.ends_s(until) if until else None,
            is_owned=bool(stored[Field.OWNER]),
        )
