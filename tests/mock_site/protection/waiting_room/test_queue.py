"""Under any order of taking, looking, using, ending and waiting the queue keeps its promises."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room.book import Standing
from mock_site.protection.waiting_room.desk import Inlet
from mock_site.protection.waiting_room.room import Use
from mock_site.protection.waiting_room.status import State
from mock_site.testing import SetClock
from tests.mock_site.protection.waiting_room.rooms import PACE, opened_room

CAPACITY = 3
NUMBERS = st.integers(min_value=0, max_value=40)


class QueueMachine(RuleBasedStateMachine):
    """Two processes, one room, and a record of what people were told."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        path = Path(self.stack.enter_context(tempfile.TemporaryDirectory())) / "room"
        self.clock = SetClock()
        terms = Terms(room_capacity=CAPACITY, room_tickets=2000)
        self.rooms = [self.stack.enter_context(opened_room(path, self.clock, terms)) for _ in range(2)]
        self.taken = 0
        self.last_seen: dict[int, float] = {}
        self.places: dict[int, int] = {}
        self.gone: set[int] = set()
        self.opening_drawn_for: int | None = None

    @rule(process=st.integers(0, 1))
    def take(self, process: int) -> None:
        """Somebody takes a ticket."""
        number = self.rooms[process][0].take()
        assert number == self.taken
        self.taken += 1
        self.look(process=process, number=number)

    @precondition(lambda self: self.taken > 0)
    @rule(process=st.integers(0, 1), number=NUMBERS)
    def look(self, process: int, number: int) -> None:
        """Somebody looks at his ticket."""
        number %= self.taken
        status = self.rooms[process][0].look(number)
        if status.place is not None:
            assert self.places.setdefault(number, status.place) == status.place
        if status.state is State.ADMITTED:
            assert number not in self.gone
            self.last_seen.setdefault(number, self.clock.now_s)

    @precondition(lambda self: self.last_seen)
    @rule(process=st.integers(0, 1), pick=NUMBERS, owner=st.integers(0, 1))
    def use(self, process: int, pick: int, owner: int) -> None:
        """Somebody inside does something: his pass is good for as long as was promised."""
        number = list(self.last_seen)[pick % len(self.last_seen)]
        worth = self.rooms[process][0].use(number, owner)
        if number in self.gone:
            assert worth is not Use.GOOD
        elif self.clock.now_s - self.last_seen[number] <= PACE.pass_ticks * 7 / 8 - 1:
            assert worth is Use.GOOD
        if worth is Use.GOOD:
            self.last_seen[number] = max(self.last_seen[number], self.clock.now_s - 3)
        else:
            self.gone.add(number)

    @precondition(lambda self: self.taken > 0)
    @rule(process=st.integers(0, 1), number=NUMBERS, joins=st.booleans())
    def end(self, process: int, number: int, *, joins: bool) -> None:
        """Somebody joins or leaves."""
        number %= self.taken
        room = self.rooms[process][0]
        if joins:
            room.joined(number)
            self.gone |= {number} & self.last_seen.keys()
        else:
            room.leave(number)
            self.gone.add(number)

    @rule(s=st.sampled_from((0.05, 0.4, 1.0, 3.0, 6.0, 21.0, 700.0)))
    def wait(self, s: float) -> None:
        """Time goes by."""
        self.clock.now_s += s

    @rule(in_s=st.sampled_from((0.0, 2.0)))
    def close_until(self, in_s: float) -> None:
        """The room is to open by lot; places that were not drawn yet may change."""
        if self.rooms[0][1].set_inlet(Inlet(capacity=CAPACITY, opens_at_s=self.clock.now_s + in_s)):
            self.places = {}

    @invariant()
    def nobody_is_too_many(self) -> None:
        """Inside and called are never more than the capacity, and everybody is somewhere once."""
        census: Any = self.rooms[0][1].census()
        assert 0 <= census.inside + census.called <= CAPACITY
        assert min(census.inside, census.called, census.waiting, census.pre_queue) >= 0
        assert census.taken == self.taken
        came = census.admitted + census.lapsed + census.called + census.waiting + census.pre_queue
        assert came == self.taken
        assert census == self.rooms[1][1].census()

    @invariant()
    def nobody_is_waited_for_who_has_left(self) -> None:
        """Who is called or waits still wants to come in, and while somebody waits no chair is empty."""
        census = self.rooms[0][1].census()
        entries = [entry for portion in self.rooms[0][1].entries() for entry in portion]
        want = sum(entry.standing is Standing.WAITING for entry in entries)
        assert census.called + census.waiting + census.pre_queue <= want
        assert not census.waiting or census.inside + census.called == CAPACITY

    @invariant()
    def the_book_agrees_with_its_tickets(self) -> None:
        """The counts are those that one gets from the tickets, one by one."""
        census = self.rooms[0][1].census()
        entries = [entry for portion in self.rooms[0][1].entries() for entry in portion]
        admitted = [entry.place for entry in entries if entry.admitted_at_s is not None]
        assert len(admitted) == census.admitted
        assert len(set(admitted)) == len(admitted)

    def teardown(self) -> None:
        """Close the rooms."""
        self.stack.close()


TestQueue = QueueMachine.TestCase
TestQueue.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
