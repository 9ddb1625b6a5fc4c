"""The sorting room: messages on their way, and the inboxes that they come to.

Nothing runs in the background: whoever asks has what was due by then delivered first.
"""

import bisect
import heapq
import operator
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mock_site.compact_json import compact
from mock_site.neighbours.post_office.conditions import Channel, Kind, PostConditions
from mock_site.neighbours.post_office.metrics import Event, PostMetrics
from mock_site.neighbours.post_office.parcel import Parcel

PAGE = 200
"""Messages of an inbox that are shown at a time."""


@dataclass(frozen=True, slots=True, order=True)
class _Due:
    """A message on its way, by the time at which it is due."""

    due_s: float
    number: int
    taken_s: float = field(compare=False)
    parcel: Parcel = field(compare=False)


class SortingRoom:
    """Takes messages and delivers them.

    Args:
        timer: monotonic seconds.
        clock: Unix seconds; inboxes show them.
        time_scale: by which every delay is multiplied.
        dice: draws delays, losses and the rest.
        metrics: that it counts in.
    """

    def __init__(
        self,
        timer: Callable[[], float],
        clock: Callable[[], float],
        time_scale: float,
        dice: random.Random,
        metrics: PostMetrics,
    ) -> None:
        self._timer = timer
        self._clock = clock
        self._scale = time_scale
        self._dice = dice
        self._metrics = metrics
        self._way: list[_Due] = []
        self._last_due_s: dict[str, float] = {}
        self._keys: dict[str, None] = {}
        self._inboxes: dict[str, list[tuple[int, bytes]]] = {}
        self._order: deque[tuple[str, Kind]] = deque()
        self._taken = 0
        self._delivered = 0

    def has_room(self, conditions: PostConditions) -> bool:
        """Tell whether one more can be taken."""
        self.settle(conditions)
        return len(self._way) < conditions.most

    def take(self, parcel: Parcel, conditions: PostConditions) -> None:
        """Take a message; the same key again changes nothing."""
        if parcel.key in self._keys:
            self._count(parcel.kind, Event.REPEATED)
            return
        self._keys[parcel.key] = None
        while len(self._keys) > conditions.most:
            del self._keys[next(iter(self._keys))]
        channel = conditions.channel(parcel.kind)
        self._count(parcel.kind, Event.TAKEN)
        self._metrics.spend[parcel.kind].inc(channel.price_rupiah)
        if self._dice.random() < channel.loss_share:
            self._count(parcel.kind, Event.LOST)
        else:
            self._send(parcel, channel)
        if self._dice.random() < channel.duplicate_share:
            self._count(parcel.kind, Event.DUPLICATED)
            self._send(parcel, channel)
        self.settle(conditions)

    def settle(self, conditions: PostConditions) -> None:
        """Deliver what is due, and forget the oldest that there is no room for."""
        now_s = self._timer()
        while self._way and self._way[0].due_s <= now_s:
            self._deliver(heapq.heappop(self._way), now_s)
        while self._order and len(self._order) + len(self._way) > conditions.most:
            self._forget()
        self._metrics.on_their_way.set(len(self._way))
        self._metrics.kept.set(len(self._order))

    def after(self, to: str, number: int) -> Sequence[bytes]:
        """Give the first messages of an inbox after a number, each a JSON object, oldest first."""
        self._metrics.reads.inc()
        inbox = self._inboxes.get(to.lower(), [])
        first = bisect.bisect_right(inbox, number, key=operator.itemgetter(0))
        return [text for _, text in inbox[first : first + PAGE]]

    def newest(self, to: str) -> Sequence[bytes]:
        """Give the last messages of an inbox, each a JSON object, newest first."""
        self._metrics.reads.inc()
        return [text for _, text in reversed(self._inboxes.get(to.lower(), [])[-PAGE:])]

    def _send(self, parcel: Parcel, channel: Channel) -> None:
        taken_s = self._timer()
        due_s = taken_s + channel.delay.draw(self._dice) * self._scale
        if self._dice.random() < channel.reorder_share:
            self._count(parcel.kind, Event.REORDERED)
            due_s += channel.delay.draw(self._dice) * self._scale
        else:
            due_s = max(due_s, self._last_due_s.get(parcel.to, due_s))
            self._last_due_s[parcel.to] = due_s
        self._taken += 1
        heapq.heappush(self._way, _Due(due_s, self._taken, taken_s, parcel))

    def _deliver(self, due: _Due, now_s: float) -> None:
        parcel = due.parcel
        self._delivered += 1
        content = {
            "number": self._delivered,
            "kind": parcel.kind.value,
            "subject": parcel.subject,
            "text": parcel.text,
            "delivered_at": round(self._clock() - (now_s - due.due_s), 3),
        }
        text = compact(content).encode("utf-8")
        self._inboxes.setdefault(parcel.to, []).append((self._delivered, text))
        self._order.append((parcel.to, parcel.kind))
        if self._last_due_s.get(parcel.to) == due.due_s:
            del self._last_due_s[parcel.to]
        self._count(parcel.kind, Event.DELIVERED)
        self._metrics.delivery[parcel.kind].observe(due.due_s - due.taken_s)

    def _forget(self) -> None:
        to, kind = self._order.popleft()
        inbox = self._inboxes[to]
        del inbox[0]
        if not inbox:
            del self._inboxes[to]
        self._count(kind, Event.FORGOTTEN)

    def _count(self, kind: Kind, event: Event) -> None:
        self._metrics.messages[kind, event].inc()
