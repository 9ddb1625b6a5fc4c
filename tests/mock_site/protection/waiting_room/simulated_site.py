"""A simulated site of a known capacity: its people, who ask more than once, and what it is told of."""

import random
from collections import Counter
from collections.abc import Sequence

from mock_site.protection.waiting_room.burden import Burden
from mock_site.protection.waiting_room.governor import Governor
from mock_site.protection.waiting_room.room import WaitingRoom
from mock_site.protection.waiting_room.status import State
from mock_site.testing import SetClock

ASKS = 10
"""Requests of each person, three of which come at once."""
AT_ONCE = 3
STEPS_PER_S = 8
"""So often people come in; a room saves up no more than one person where it lets in fewer a second."""
PATIENCE_S, SLOW_S = 0.5, 0.25
RETRY_RATIO = 0.8
WAITING = 60
"""So many wait at least."""


class SimulatedSite:
    """Answers so many requests a second, keeps some in a queue and turns away what would wait longer.

    Args:
        room: through which its people come; more of them always wait than are let in.
        governors: of its processes, which share its work evenly; none: nobody measures.
        clock: which each second moves on.
        people_per_s: whom it can bear.
        dice: draw how long people stay, when they ask, and what is shed by chance.
        stay_s: people's mean stay.
        by_chance: share of requests that are shed however few there are.
    """

    def __init__(
        self,
        room: WaitingRoom,
        governors: Sequence[Governor],
        clock: SetClock,
        people_per_s: float,
        *,
        dice: random.Random,
        stay_s: float = 30.0,
        by_chance: float = 0.0,
    ) -> None:
        self._room, self._clock = room, clock
        self._processes = [(governor, Burden()) for governor in governors]
        self.people_per_s = people_per_s
        self._dice = dice
        self._stay_s = stay_s
        self._by_chance = by_chance
        self._due: Counter[int] = Counter()
        self._leaves: dict[int, list[int]] = {}
        self._taken = self._admitted = self._now = self._queue = 0
        self.asked = self.shed = 0

    @property
    def admitted(self) -> int:
        """People let in so far."""
        return self._admitted

    def live(self, seconds: int) -> None:
        """Let so many seconds pass."""
        for _ in range(seconds):
            self._now += 1
            for _ in range(STEPS_PER_S):
                self._clock.now_s += 1 / STEPS_PER_S
                self._let_in()
            self._answer()
            for number in self._leaves.pop(self._now, ()):
                self._room.joined(number)
            for governor, burden in self._processes:
                governor.hear(burden.load())
                burden.clear()

    def _let_in(self) -> None:
        while self._taken < self._admitted + WAITING:
            self._room.take()
            self._taken += 1
        while self._room.look(self._admitted).state is State.ADMITTED:
            self._come(self._admitted)
            self._admitted += 1

    def _come(self, number: int) -> None:
        stay_s = min(self._dice.expovariate(1 / self._stay_s), 5 * self._stay_s)
        for turn in range(ASKS):
            within_s = AT_ONCE if turn < AT_ONCE else stay_s
            self._due[self._now + int(self._dice.random() * within_s)] += 1
        self._leaves.setdefault(self._now + 1 + int(stay_s), []).append(number)

    def _answer(self) -> None:
        per_s = self.people_per_s * ASKS
        asked = self._due.pop(self._now, 0)
        self._queue += asked
        answered = min(self._queue, int(per_s))
        self._queue -= answered
        shed = max(0, self._queue - int(per_s * PATIENCE_S))
        self._queue -= shed
        if self._by_chance:
            unlucky = sum(self._dice.random() < self._by_chance for _ in range(answered))
            answered, shed = answered - unlucky, shed + unlucky
        self.asked, self.shed = self.asked + asked, self.shed + shed
        for _ in range(shed):
            if self._dice.random() < RETRY_RATIO:
                self._due[self._now + self._dice.randint(2, 7)] += 1
        self._tell(answered, shed, is_slow=self._queue > per_s * SLOW_S)

    def _tell(self, answered: int, shed: int, *, is_slow: bool) -> None:
        if not self._processes:
            return
        for number in range(answered + shed):
            _, burden = self._processes[number % len(self._processes)]
            if number < answered:
                burden.answered(is_slow=is_slow)
            else:
                burden.shed()
