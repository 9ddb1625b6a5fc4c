"""The CapWatch of a run: sees what its workers send, and says when that is more than may be."""

from collections import Counter
from collections.abc import Callable, Iterator

from siaga.observe.tail import TallyTail
from siaga.record.run_folder import RunFolder
from siaga.record.tally import Tally
from siaga.scenario.caps import Caps


class CapWatch:
    """Adds up what every worker tells, second by second.

    Args:
        folder: the run.
        caps: what may be sent.
        run_s: seconds since the first phase; below 0 before it.
    """

    name = "caps"

    def __init__(self, folder: RunFolder, caps: Caps, run_s: Callable[[], float]) -> None:
        self._caps, self._run_s = caps, run_s
        self._tail = TallyTail(folder)
        self._arrived: Counter[int] = Counter()
        self._requests: Counter[int] = Counter()
        self._connections: Counter[int] = Counter()
        self._traffic_bytes = 0

    def look(self) -> str:
        """Say what is above its cap; empty: nothing."""
        for _rank, tally in self._tail.new():
            self._add(tally)
        return next(self._above(), "")

    def _add(self, tally: Tally) -> None:
        self._arrived[tally.second] += tally.arrived
        self._requests[tally.second] += tally.wire_requests
        self._connections[tally.second] += tally.connections
        self._traffic_bytes += tally.wire_bytes

    def _above(self) -> Iterator[str]:
        caps = self._caps
        for what, counts, cap in (
            ("visitors came", self._arrived, caps.arrivals_per_s),
            ("requests went out", self._requests, caps.requests_per_s),
            ("connections were open", self._connections, caps.connections),
        ):
            second, most = max(counts.items(), key=lambda one: one[1], default=(0, 0))
            if cap is not None and most > cap:
                yield f"{most:,} {what} in second {second}; {cap:,g} are allowed"
        if caps.traffic_bytes is not None and self._traffic_bytes > caps.traffic_bytes:
            yield f"{self._traffic_bytes:,} bytes went over the wire; {caps.traffic_bytes:,} are allowed"
        if caps.run_time_s is not None and self._run_s() > caps.run_time_s:
            yield f"the run lasts longer than {caps.run_time_s:g} s"
