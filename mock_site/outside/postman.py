"""The postman: takes durable messages to the post office, now or, from the outbox, later.

What a message tells of is durable with it, so nothing is lost whatever happens here: a message that
was not taken, or whose being taken could not be noted, is found in the outbox again. The post office
knows each message by its key and delivers it once.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from mock_site.outside.letter import Letter
from mock_site.outside.line import Line
from mock_site.outside.metrics import CallResult, OutsideMetrics
from mock_site.outside.wire import CallError, Reply
from mock_site.store.message import Message
from mock_site.store.role import Outbox, StoreError

_TAKEN = 202
_NOT_NOW = frozenset({CallResult.LIMITED, CallResult.HELD_OFF})
"""Results that say nothing against what was brought."""
PutIntoWords = Callable[[Message], Letter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How a postman works.

    Attributes:
        hands: sacks on their way at a time, at least 1.
        sack: messages that a hand brings at once, if so many wait, at least 1.
        queue: messages that may wait, at least 1; the outbox keeps the others.
        note_s: how long what was taken may go without being noted, above 0.
        sweep_s: about how often the outbox is looked at, above 0.
        age_s: how old a message in it must be to be somebody's business, 0 or more.
        most: messages taken from it at a time, at least 1.
        pause_s: how long a hand rests after a failure, 0 or more.
    """

    hands: int = 16
    sack: int = 32
    queue: int = 5_000
    note_s: float = 0.25
    sweep_s: float = 3.0
    age_s: float = 3.0
    most: int = 500
    pause_s: float = 0.5

    def __post_init__(self) -> None:
        if min(self.hands, self.sack, self.queue, self.most) < 1:
            raise ValueError(f"round: is {self}; hands, sack, queue and most must be 1 or more")
        if min(self.note_s, self.sweep_s) <= 0:
            raise ValueError(f"round: is {self}; note_s and sweep_s must be above 0")
        if min(self.age_s, self.pause_s) < 0:
            raise ValueError(f"round: is {self}; age_s and pause_s must be 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What became of a sack.

    Attributes:
        taken: messages that the post office has now.
        early: those that it takes later, the first that was not taken first.
        failed: those that it may not want.
        wait_s: in how long it wants to be asked again, 0 for any time.
    """

    taken: Sequence[Message] = ()
    early: Sequence[Message] = ()
    failed: Sequence[Message] = ()
    wait_s: float = 0.0


class Postman:
    """The postman of one process.

    Args:
        line: to the post office.
        metrics: that it counts in.
        clock: Unix seconds.
        dice: spreads the sweeps of several processes.
        round_: how it works.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        line: Line,
        metrics: OutsideMetrics,
        clock: Callable[[], float],
        dice: random.Random,
        round_: Round,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._line = line
        self._metrics = metrics
        self._clock = clock
        self._dice = dice
        self._round = round_
        self._sleep = sleep
        self._queue: asyncio.Queue[Message] = asyncio.Queue(round_.queue)
        self._early: deque[Message] = deque()
        """What is brought before anything in the queue."""
        self._size = round_.sack
        """Of a sack, as experience has it."""
        self._in_hand: set[int] = set()
        self._taken: list[int] = []
        self._counted_at_s = 0.0
        self._log = logging.getLogger(__name__)

    def written(self, messages: Sequence[Message]) -> None:
        """Take messages that the store has just written; never raises, never waits."""
        for message in messages:
            if message.message_id in self._in_hand:
                continue
            if self._queue.full():
                self._metrics.passed_over.inc()
                continue
            self._in_hand.add(message.message_id)
            self._queue.put_nowait(message)

    async def work(self, outbox: Outbox, letter: PutIntoWords, name: str) -> None:
        """Bring messages until cancelled; then note at least what the post office has taken.

        Args:
            outbox: of the store.
            letter: puts a message into words.
            name: of the store; keys begin with it, so that two stores' messages are never one.
        """
        hands = (self._bring(letter, name) for _ in range(self._round.hands))
        try:
            async with asyncio.TaskGroup() as group:
                for one in (*hands, self._noting(outbox), self._sweeping(outbox)):
                    group.create_task(one)
        finally:
            await self.note(outbox)

    async def note(self, outbox: Outbox) -> None:
        """Note in the outbox what the post office has taken; what cannot be is noted later."""
        if not self._taken:
            return
        taken, self._taken = self._taken, []
        try:
            await outbox.mark_sent(taken)
        except StoreError as error:
            self._log.warning("outbox: %d messages could not be noted (%s)", len(taken), error)
            self._taken += taken
        else:
            self._in_hand.difference_update(taken)

    async def sweep(self, outbox: Outbox) -> int:
        """Look into the outbox once, and give the number of messages found there."""
        now_s = self._clock()
        try:
            left = await outbox.unsent(now_s - self._round.age_s, self._round.most)
            # Counting costs by the length of the outbox, looking into it does not.
            if now_s - self._counted_at_s >= self._round.sweep_s / 2:
                self._metrics.outbox.set(await outbox.depth())
                self._counted_at_s = now_s
        except StoreError as error:
            self._log.warning("outbox: could not be read (%s)", error)
            return 0
        self.written(left)
        return len(left)

    async def bring(self, messages: Sequence[Message], letter: PutIntoWords, name: str) -> Brought:
        """Take messages to the post office, and give what became of them."""
        content = {"messages": [_parcel(one, letter(one), name) for one in messages]}
        try:
            reply = await self._line.ask("POST", "/sacks", content)
        except CallError as error:
            if error.result not in _NOT_NOW:
                return Brought(failed=messages)
            is_held_off = error.result is CallResult.HELD_OFF
            return Brought(early=messages, wait_s=(error.retry_after_s or 0.0) if is_held_off else 0.0)
        if reply.status == _TAKEN:
            number = _number_of(reply)
            rest = messages[number:]
            return Brought(taken=messages[:number], early=rest) if number else Brought(failed=rest)
        if len(messages) == 1:
            return Brought(failed=messages)
        # One that the post office makes nothing of keeps back no other.
        half = len(messages) // 2
        first = await self.bring(messages[:half], letter, name)
        second = await self.bring(messages[half:], letter, name)
        return Brought(
            taken=[*first.taken, *second.taken],
            early=[*first.early, *second.early],
            failed=[*first.failed, *second.failed],
            wait_s=max(first.wait_s, second.wait_s),
        )

    async def _bring(self, letter: PutIntoWords, name: str) -> None:
        while True:
            messages = await self._next()
            brought = await self.bring(messages, letter, name)
            for message in brought.taken:
                self._metrics.sent(message.kind)
            self._taken += [one.message_id for one in brought.taken]
            self._learn(len(messages), brought)
            if left := (*brought.failed, *brought.early):
                self._metrics.failed[left[0].kind].inc()
                self._in_hand.difference_update(one.message_id for one in brought.failed)
                self._early.extendleft(reversed(brought.early))
                await self._sleep(max(self._round.pause_s, brought.wait_s))

    async def _next(self) -> Sequence[Message]:
        """Give what is brought next, once there is something."""
        messages = [self._early.popleft() if self._early else await self._queue.get()]
        while len(messages) < self._size and self._early:
            messages.append(self._early.popleft())
        while len(messages) < self._size and not self._queue.empty():
            messages.append(self._queue.get_nowait())
        return messages

    def _learn(self, size: int, brought: Brought) -> None:
        """Bring as many as were taken, and twice as many where that were all."""
        if brought.taken and brought.early:
            self._size = len(brought.taken)
        elif len(brought.taken) == size == self._size:
            self._size = min(2 * size, self._round.sack)

    async def _noting(self, outbox: Outbox) -> None:
        while True:
            await self._sleep(self._round.note_s)
            await self.note(outbox)

    async def _sweeping(self, outbox: Outbox) -> None:
        """Sweep at irregular times, so that several processes seldom find the same messages."""
        found = 0
        while True:
            # A portion that was full is hardly the last one.
            pause_s = self._round.note_s if found >= self._round.most else self._round.sweep_s
            await self._sleep(pause_s * (0.5 + self._dice.random()))
            found = await self.sweep(outbox) if self._queue.empty() else 0


def _number_of(reply: Reply) -> int:
    """Give how many messages a reply says were taken, from the first."""
    taken = reply.content.get("taken")
    return max(0, taken) if isinstance(taken, int) else 0


def _parcel(message: Message, letter: Letter, name: str) -> Mapping[str, str]:
    return {
        "kind": letter.channel,
        "to": message.to,
        # A store that has lost its last rows gives their numbers again, but not their time.
        "key": f"{name}-{message.message_id}-{message.at_s:.6f}",
        "subject": letter.subject,
        "text": letter.text,
    }
