"""The Worker: one process's part of a run, from its order to its last written line."""

import logging
import os
import resource
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import gevent
from gevent.event import Event

from siaga.crowd.absence import Journey
from siaga.crowd.alarm import Alarm
from siaga.crowd.attacks.catalogue import ATTACKS
from siaga.crowd.browsers import Browsers
from siaga.crowd.disk_sync import DiskSync
from siaga.crowd.duty import Duty
from siaga.crowd.feeds import Feeds
from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.lease import Lease
from siaga.crowd.mob import Mob
from siaga.crowd.off_loop import off_loop
from siaga.crowd.order import Order
from siaga.crowd.populace import populace
from siaga.crowd.pump import Share, pump
from siaga.crowd.recorder import Recorder
from siaga.crowd.run_clock import RunClock
from siaga.crowd.sample import Sample
from siaga.crowd.sources import Sources
from siaga.crowd.surface import Surface
from siaga.crowd.throng import Throng
from siaga.crowd.vitals import Vitals
from siaga.crowd.world import World
from siaga.ledger.journal import Journal, LedgerError
from siaga.ledger.outcome import rows_of
from siaga.record.json_lines import JsonLines
from siaga.record.latency import LatencyLog
from siaga.record.run_folder import RunFolder
from siaga.scenario.abuse import intrusions
from siaga.scenario.arrivals import Arrivals, plan
from siaga.scenario.load import loads
from siaga.scenario.shares import Shares

logger = logging.getLogger(__name__)

FOLD_LOOK_S = 0.1
"""How late a second may be folded."""

LEAD_S = 0.002
"""A visitor and a browser are made in less, also by a worker that has not made any for a while."""

TOGETHER_S = 0.001
"""Visitors who come within so much of each other are made together."""

SPARE_DESCRIPTORS = 200
"""Descriptors kept for everything that is no visitor's connection."""


class Worker:
    """Plays one share of the plan, and what others leave that are lost.

    Args:
        order: what to do.
        folder: where to write: the run folder, or a spool that is laid out like it.
        journeys: journey by name.
        echo: is told the samples of each second, for Locust's own statistics.
        surface: what those know of the site who mean harm.
        feeds: the files of the scenario's feeds, which the worker closes.
        beside: folder of the Locust file.
        lease: says whom it may send.
        fdatasync: has the disk hold what was written to a descriptor.

    Attributes:
        now_s: gives the run seconds: negative before the first phase.

    Raises:
        LedgerError: the ledger cannot be made, or is there already.
        OSError: neither can the other files.
        PopulaceError: the id rule of its people is not here.
        UsageError: the scenario has problems, or walks a journey that is not there.
    """

    def __init__(  # noqa: PLR0913 - two of them are for those who have feeds or an id rule
        self,
        order: Order,
        folder: RunFolder,
        journeys: Mapping[str, Journey],
        echo: Callable[[Sequence[Sample]], None],
        *,
        surface: Surface | None = None,
        feeds: Feeds | None = None,
        beside: Path | None = None,
        lease: Lease | None = None,
        fdatasync: Callable[[int], None] = os.fdatasync,
    ) -> None:
        self._order = order
        self._scenario = loads(order.scenario, "scenario.yaml")
        places = [Path(order.folder), beside or Path(order.folder)]
        self._people = populace(self._scenario, order.epoch, places)
        self.now_s = RunClock(order.t0_s).now_s
        self._vitals = Vitals()
        self._second = 0
        self._stopped = Event()
        self._lease = lease or Lease()
        self._alarm = Alarm()
        # First the ledger: it refuses a folder that was played before, when nothing is written over yet.
        self._journal = Journal(folder.ledger(order.rank), order.rank, fdatasync=fdatasync)
        self._disk = DiskSync(self._journal.sync, lambda: self._journal.waits)
        self._recorder = Recorder(
            JsonLines(folder.tallies(order.rank)),
            LatencyLog(folder.latency(order.rank), order.t0_s),
            echo,
        )
        self._feeds = feeds or Feeds({})
        world = self._world()
        has_room = world.browsers.descriptors.has_room
        self._throng = Throng(world, self._scenario.traffic.populations, journeys, has_room)
        self._meter = world.browsers.meter
        self._mob = self._ill_willed(world, surface or Surface())

    @property
    def active(self) -> int:
        """Visitors inside now."""
        return self._recorder.active

    def play(self) -> None:
        """Play the whole share, and what it takes over, and close.

        Closes early when told to stop, and when a promise or a fact cannot be written down any more.

        Raises:
            LedgerError: the ledger cannot be written; everything was stopped.
            OSError: the tallies cannot be written; everything was stopped.
        """
        sending, books = gevent.spawn(self._send), gevent.spawn(self._keep_books)
        harming = gevent.spawn(self._mob.send)
        pulse, syncing = gevent.spawn(self._vitals.watch), gevent.spawn(self._keep_synced)
        try:
            gevent.wait([sending, books, syncing, self._stopped], count=1)
        finally:
            gevent.killall([sending, harming, books, pulse])
            self._close(syncing)
        endings = [one.exception for one in (sending, harming, books, syncing)]
        failed = next(filter(None, (self._throng.broken, *endings)), None)
        if failed is not None:
            raise failed

    def stop(self) -> None:
        """Have `play` close now: who is inside is cut off, what is known is written."""
        self._stopped.set()

    def _close(self, syncing: gevent.Greenlet) -> None:
        """Cut off who is inside, write what is left and close every file."""
        self._throng.clear()
        self._mob.clear()
        self._alarm.close()
        self._feeds.close()
        self._disk.end()
        syncing.join()
        self._synced(self._disk.now)
        try:
            with ExitStack() as last:
                last.callback(off_loop, self._journal.close)
                last.callback(self._recorder.close)
                self._fold(closed=self._throng.broken is None)
        except (LedgerError, OSError) as error:
            self._break(error)

    def _send(self) -> None:
        order, traffic = self._order, self._scenario.traffic
        everybody = plan(traffic, self._scenario.seed)
        shares = Shares(everybody.only(order.only), order.workers)

        def send(some: Arrivals) -> None:
            self._feeds.allot(self._scenario, everybody, shares.of(order.rank))
            self._pump(some)

        Duty(shares, order.rank, self._lease, send, self.now_s).do()
        end_s = traffic.curve.duration_s + traffic.patience_s
        self._throng.wait(end_s)
        self._mob.wait(end_s)

    def _pump(self, some: Arrivals) -> None:
        share = Share(
            index=some.index.tolist(), at_s=some.at_s.tolist(), population=some.population.tolist()
        )
        sleep, allow = self._alarm.sleep, self._lease.wait
        try:
            pump(share, self._throng, self.now_s, sleep, LEAD_S, TOGETHER_S, allow)
        except (LedgerError, OSError):
            return  # the throng keeps it, and `play` raises it when everything is closed

    def _keep_books(self) -> None:
        """Fold once a second, until killed or the books break."""
        while self._throng.broken is None:
            gevent.sleep(FOLD_LOOK_S)
            if self.now_s() >= self._second + 1:
                self._fold(closed=False)

    def _keep_synced(self) -> None:
        """Have the disk hold the ledger, until told to end or the disk refuses."""
        self._synced(self._disk.keep)

    def _synced(self, sync: Callable[[], None]) -> None:
        try:
            sync()
        except LedgerError as error:
            self._break(error)

    def _fold(self, *, closed: bool) -> None:
        """Fold up to now; a second the loop slept through is part of the next one."""
        loop_lag_s, cpu_ratio = self._vitals.take()
        second = max(self._second, int(self.now_s()) - (0 if closed else 1), 0)
        self._second = second + 1
        try:
            self._recorder.fold(
                second,
                loop_lag_s=loop_lag_s,
                cpu_ratio=cpu_ratio,
                unsynced_s=self._disk.take(),
                wire=self._meter.take(),
                closed=closed,
            )
        except OSError as error:
            self._break(error)

    def _break(self, error: LedgerError | OSError) -> None:
        """Send nobody any more: what cannot be written down proves nothing."""
        self._throng.broken = self._throng.broken or error

    def _ill_willed(self, world: World, surface: Surface) -> Mob:
        """Make the share of those who mean harm; where only some visitors come again, nobody does."""
        order, scenario = self._order, self._scenario
        everybody = () if order.only else intrusions(scenario.abuse, scenario.traffic)
        mine = everybody[order.rank :: order.workers]
        return Mob(world, mine, ATTACKS, surface, scenario.closes_s, self._break)

    def _world(self) -> World:
        order = self._order
        return World(
            seed=self._scenario.seed,
            epoch=order.epoch,
            time_scale=self._scenario.applied.time_scale,
            now_s=self.now_s,
            browsers=Browsers(
                order.host,
                self._scenario.traffic.step_deadline_s,
                order.via,
                run_id=order.run_id,
                addresses=order.addresses,
                others=order.site_hosts,
                room=room_for_visitors(),
                credentials=self._scenario.site.admitted(os.environ),
                http2=self._scenario.traffic.http2,
                connecting_s=self._scenario.traffic.connect_deadline_s,
                first_byte_s=self._scenario.traffic.first_byte_deadline_s,
                sources=Sources.of(os.environ),
                proxy=ForwardProxy.of(self._scenario.traffic.proxy, os.environ),
            ),
            people=self._people,
            recorder=self._recorder,
            journal=self._journal,
            outcomes=rows_of(self._scenario.outcomes),
            feeds=self._feeds,
            sleep=self._alarm.sleep,
            later=self._alarm.call,
        )


def room_for_visitors() -> int:
    """Say how many connections visitors may have: descriptors of the process less a reserve.

    The soft limit is raised to the hard one first, where the system lets it.
    """
    limit, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        limit = hard
    except (OSError, ValueError):
        logger.warning("descriptors: stay limited to %d; the system refuses %d", limit, hard)
    if limit == resource.RLIM_INFINITY:
        return sys.maxsize
    return max(limit - SPARE_DESCRIPTORS, 1)
