"""The Worker: one process's part of a run, from its order to its last written line."""

import logging
import resource
import ssl
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import gevent

from siaga.crowd.browser import Browser
from siaga.crowd.order import Order
from siaga.crowd.pump import Share, pump
from siaga.crowd.recorder import Recorder, Sample
from siaga.crowd.resolver import Resolver
from siaga.crowd.throng import Journey, Throng
from siaga.crowd.vitals import Vitals
from siaga.crowd.world import World
from siaga.ledger.journal import Journal, LedgerError
from siaga.people.people import People
from siaga.record.json_lines import JsonLines
from siaga.record.latency import LatencyLog
from siaga.record.run_folder import RunFolder
from siaga.scenario.arrivals import plan
from siaga.scenario.load import loads

logger = logging.getLogger(__name__)

SYNC_S = 0.1
"""The ledger is on the disk this long after it is with the kernel."""

SPARE_DESCRIPTORS = 200
"""Descriptors kept for everything that is no visitor's connection."""


class Worker:
    """Plays one share of the plan.

    Args:
        order: what to do.
        journeys: journey by name.
        echo: is told every sample, for Locust's own statistics.
    """

    def __init__(
        self, order: Order, journeys: Mapping[str, Journey], echo: Callable[[Sample], None]
    ) -> None:
        self._order = order
        self._scenario = loads(order.scenario, "scenario.yaml")
        self._folder = RunFolder(Path(order.folder))
        self._began_s = time.perf_counter() + (order.t0_s - time.time())
        self._vitals = Vitals()
        self._second = 0
        self._closed = False
        self._recorder = Recorder(
            JsonLines(self._folder.tallies(order.rank)),
            LatencyLog(self._folder.latency(order.rank), order.t0_s),
            echo,
        )
        self._journal = Journal(self._folder.ledger(order.rank), order.rank)
        self._throng = Throng(
            self._world(), self._scenario.traffic.populations, journeys, room_for_visitors()
        )

    @property
    def active(self) -> int:
        """Visitors inside now."""
        return self._recorder.active

    def now_s(self) -> float:
        """Give the run seconds: negative before the first phase."""
        return time.perf_counter() - self._began_s

    def play(self) -> None:
        """Play the whole share and close; a killed one still closes.

        Raises:
            LedgerError: the ledger cannot be written; everything was stopped.
        """
        beside = [gevent.spawn(self._vitals.watch), gevent.spawn(self._keep_books)]
        try:
            self._send()
        finally:
            gevent.killall(beside)
            self.close()
        if self._throng.broken is not None:
            raise self._throng.broken

    def close(self) -> None:
        """Cut off who is inside, write what is left and close every file; twice is harmless."""
        if self._closed:
            return
        self._closed = True
        self._throng.clear()
        self._fold(closed=self._throng.broken is None)
        self._recorder.close()
        self._journal.close()

    def _send(self) -> None:
        order, traffic = self._order, self._scenario.traffic
        mine = plan(traffic, self._scenario.seed).share(order.rank, order.workers)
        share = Share(
            index=mine.index.tolist(), at_s=mine.at_s.tolist(), population=mine.population.tolist()
        )
        pump(share, self._throng, self.now_s, gevent.sleep)
        self._throng.wait(traffic.curve.duration_s + traffic.patience_s)

    def _keep_books(self) -> None:
        """Fold once a second and sync the ledger in between, until killed or the ledger breaks."""
        while self._throng.broken is None:
            gevent.sleep(SYNC_S)
            try:
                self._journal.sync()
            except LedgerError as error:
                self._throng.broken = error
            if self.now_s() >= self._second + 1:
                self._fold(closed=False)

    def _fold(self, *, closed: bool) -> None:
        """Fold up to now; a second the loop slept through is part of the next one."""
        loop_lag_s, cpu_ratio = self._vitals.take()
        second = max(self._second, int(self.now_s()) - (0 if closed else 1), 0)
        self._recorder.fold(second, loop_lag_s=loop_lag_s, cpu_ratio=cpu_ratio, closed=closed)
        self._second = second + 1

    def _browsers(self) -> Callable[[], Browser]:
        """Give what makes a visitor's browser; what costs to make is shared by all of them."""
        host, deadline_s = self._order.host, self._scenario.traffic.step_deadline_s
        resolver = Resolver()
        tls = ssl.create_default_context() if host.startswith("https:") else None
        return lambda: Browser(host, deadline_s=deadline_s, resolver=resolver, tls=tls)

    def _world(self) -> World:
        order = self._order
        return World(
            seed=self._scenario.seed,
            epoch=order.epoch,
            time_scale=self._scenario.applied.time_scale,
            now_s=self.now_s,
            open_browser=self._browsers(),
            people=People(seed=self._scenario.seed, epoch=order.epoch),
            recorder=self._recorder,
            journal=self._journal,
        )


def room_for_visitors() -> int:
    """Say how many visitors may hold a connection: descriptors of the process less a reserve.

    The soft limit is raised to the hard one first.
    """
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return max(hard - SPARE_DESCRIPTORS, 1)
