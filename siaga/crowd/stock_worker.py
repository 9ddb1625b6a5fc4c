"""The StockWorker: one process's part of a closed run, in which Locust sends and siaga writes down."""

from collections.abc import Callable
from typing import Any

import gevent
from gevent.event import Event

from siaga.crowd.meter import Metered
from siaga.crowd.order import Order
from siaga.crowd.overheard import overheard
from siaga.crowd.recorder import Recorder
from siaga.crowd.run_clock import RunClock
from siaga.crowd.vitals import Vitals
from siaga.ledger.journal import Journal
from siaga.record.json_lines import JsonLines
from siaga.record.latency import LatencyLog
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import loads

FOLD_LOOK_S = 0.1
"""How late a second may be folded."""


Visitors = Callable[[], tuple[int, int]]
"""Gives how many visitors Locust has in this process, and how many it should have."""


class StockWorker:
    """Takes in what the visitors of a stock Locust file do, until their time is over.

    Args:
        order: what to do.
        folder: where to write: the run folder, or a spool that is laid out like it.
        visitors: how many there are, and how many there should be.
        end_visitors: has Locust stop them; nothing is told of them afterwards.

    Attributes:
        now_s: gives the run seconds.

    Raises:
        LedgerError: the ledger, which stays empty, cannot be made, or is there already.
        OSError: neither can the other files.
    """

    def __init__(
        self,
        order: Order,
        folder: RunFolder,
        visitors: Visitors,
        end_visitors: Callable[[], object],
    ) -> None:
        self._visitors, self._end_visitors = visitors, end_visitors
        self._end_s = loads(order.scenario, "scenario.yaml").traffic.curve.duration_s
        self.now_s = RunClock(order.t0_s).now_s
        self._vitals, self._stopped = Vitals(), Event()
        self._second = self._requests = 0
        self._seen = (0, 0)
        self._failed: OSError | None = None
        Journal(folder.ledger(order.rank), order.rank).close()
        tallies = JsonLines(folder.tallies(order.rank))
        latencies = LatencyLog(folder.latency(order.rank), order.t0_s)
        self._recorder = Recorder(tallies, latencies, echo=lambda _samples: None, closed=True)

    @property
    def active(self) -> int:
        """Visitors there are now."""
        return self._visitors()[0]

    def hear(self, told: dict[str, Any]) -> None:
        """Take in a request that Locust tells of."""
        one, recorder = overheard(told, self.now_s), self._recorder
        self._requests += 1
        recorder.sent(1)
        if one.status:
            recorder.tried(one.sample.step, one.sample.population, answered=True, rejected=one.rejected)
        recorder.sample(one.sample, told=one.told)

    def play(self) -> None:
        """Write down what happens until the last phase is over, or until told to stop.

        Raises:
            OSError: it cannot be written down.
        """
        books, pulse = gevent.spawn(self._keep_books), gevent.spawn(self._vitals.watch)
        try:
            self._stopped.wait(max(self._end_s - self.now_s(), 0.0))
            if self.now_s() >= self._second + 1:
                self._fold(closed=False)  # the last whole second still had its visitors
            self._end_visitors()
        finally:
            gevent.killall([books, pulse])
            try:
                self._fold(closed=self._failed is None)
            finally:
                self._recorder.close()
        if self._failed is not None:
            raise self._failed

    def stop(self) -> None:
        """Have `play` close now."""
        self._stopped.set()

    def _keep_books(self) -> None:
        while self._failed is None:
            gevent.sleep(FOLD_LOOK_S)
            self._seen = self._visitors()
            if self.now_s() >= self._second + 1:
                try:
                    self._fold(closed=False)
                except OSError as error:
                    self._failed = error
                    self.stop()

    def _fold(self, *, closed: bool) -> None:
        """Fold up to now; a second the loop slept through is part of the next one."""
        loop_lag_s, cpu_ratio = self._vitals.take()
        second = max(self._second, int(self.now_s()) - (0 if closed else 1), 0)
        self._second = second + 1
        # When it is over nobody is there, and nobody should be.
        inside, wanted = (0, 0) if closed else self._seen
        self._recorder.crowd(inside, wanted=wanted)
        wire, self._requests = Metered(requests=self._requests), 0
        self._recorder.fold(second, loop_lag_s=loop_lag_s, cpu_ratio=cpu_ratio, wire=wire, closed=closed)
