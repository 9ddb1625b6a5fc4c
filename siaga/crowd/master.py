"""The Master: gives the workers their orders, waits for them and knows who was lost."""

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import gevent
import numpy as np

from siaga.crowd.lifeline import ELSEWHERE_S, HERE_S
from siaga.crowd.order import Order
from siaga.crowd.succession import Succession
from siaga.record.feed_source import FeedSource
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import AbortRecord, PlanRecord, RunRecord, stop_of
from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import Arrivals, plan
from siaga.scenario.load import load
from siaga.scenario.model import Scenario

logger = logging.getLogger(__name__)

LEAD_S = 2.0
"""Time between the orders and the first phase: workers plan their share in it."""

CLOSE_DEADLINE_S = 15.0
"""How long closing workers may be silent while they write and send what they have left."""

COLLECT_DEADLINE_S = 600.0
"""How long they may take in all, as long as something comes."""

LOST_AFTER_S = 2.0
"""How long nothing has come of a worker that Locust misses; one that Locust has stopped is missed for a
moment, while it sends what it has left."""

FEED_BYTES_PER_S = 50_000_000
"""How much of its feeds' files a worker reads in a second, at the least, before it can begin."""

ALONE_S = 1.0
"""How long before the first visitor a day begins to which only some come."""

LOOK_EVERY_S = 0.1

Send = Callable[[str, Order], None]


class Master:
    """Directs one run.

    Args:
        folder: the prepared run folder.
        clients: ids of the workers that take part, in order of rank.
        wall: wall clock in Unix seconds.

    Attributes:
        folder: the run folder.
        token: what the mark in it says, known to the workers of this run alone.
        succession: of the workers, once they have their orders; None where Locust shares visitors out.
    """

    def __init__(
        self, folder: RunFolder, clients: list[str], wall: Callable[[], float] = time.time
    ) -> None:
        self.folder = folder
        self.token = secrets.token_hex(16)
        self.record = RunRecord.read(folder.run)
        self._scenario: Scenario = load(folder.scenario)
        self._clients = clients
        self._wall = wall
        self._closed: set[str] = set()
        self._settled: set[str] = set()
        self._signs_s: dict[str, float] = {}
        self._cut = self._lost = False
        self.t0_s = 0.0
        self.succession: Succession | None = None
        self.interrupted = False
        self.problems: list[str] = []

    @property
    def clients(self) -> set[str]:
        """The workers that take part."""
        return set(self._clients)

    @property
    def unsettled(self) -> list[str]:
        """The workers from which something is still to come, in order of rank."""
        return [client for client in self._clients if client not in self._settled]

    def rank(self, client: str) -> int | None:
        """Give the rank of a worker; None for one that does not take part."""
        return self._clients.index(client) if client in self._clients else None

    def client(self, rank: int) -> str:
        """Give the id of a worker."""
        return self._clients[rank]

    def silent(self, missed: set[str]) -> list[int]:
        """Give the ranks of those that Locust misses, that are silent, and that have not closed."""
        gone = set(self.unsettled) - set(self._waiting(missed)) - self._closed
        return [rank for rank, client in enumerate(self._clients) if client in gone]

    def playing(self, missed: set[str]) -> list[int]:
        """Give the ranks of those that have not closed and that Locust does not miss."""
        there = set(self.unsettled) - missed - self._closed
        return [rank for rank, client in enumerate(self._clients) if client in there]

    def order(self, send: Send) -> None:
        """Fix the first phase, write the plan down and send every worker its order.

        Raises:
            OSError: the plan cannot be written.
            ValueError: the run names a visitor that is not in its plan.
        """
        arrivals = plan(self._scenario.traffic, self._scenario.seed).only(self.record.only)
        # Until shortly before the first of a chosen few nothing happens, so their day begins there.
        skipped_s = max(float(arrivals.at_s[0]) - ALONE_S, 0.0) if self.record.only else 0.0
        feeds = [self._feed(one) for one in self.record.feed_sources]
        reading_s = sum(Path(one.file).stat().st_size for one in feeds) / FEED_BYTES_PER_S
        self.t0_s = self._wall() + LEAD_S + reading_s - skipped_s
        self._plan(arrivals).write(self.folder.plan)
        order = self._leased(arrivals, self._order(feeds))
        for rank, client in enumerate(self._clients):
            send(client, replace(order, rank=rank))

    def stand_by(self) -> None:
        """Wait for the first phase where Locust begins the visitors, since it would do so at once."""
        if self._scenario.traffic.is_closed:
            gevent.sleep(max(self.t0_s - self._wall(), 0.0))

    def heard(self, client: str, why: str) -> None:
        """Note that a worker has closed its files, and why if it could not go on."""
        self.sign(client)
        self._closed.add(client)
        rank = self.rank(client)
        if rank is None or not why:
            return
        if self.succession is not None and self.succession.is_lost(rank):
            # Others send its visitors, so that the day goes on without it.
            logger.warning("worker %d, which was lost, came back and stopped: %s", rank, why)
            return
        self.fail(f"worker {rank} stopped: {why}")

    def sign(self, client: str) -> None:
        """Note that something has come of a worker."""
        self._signs_s[client] = self._wall()

    def settle(self, client: str) -> None:
        """Note that nothing more is to come of a worker."""
        self._settled.add(client)

    def fail(self, problem: str) -> None:
        """End the run for all: what cannot be written down proves nothing."""
        if problem not in self.problems:
            self.problems.append(problem)
            logger.error("%s; the run ends", problem)

    def cut(self) -> None:
        """End the run early, as somebody wants; without effect on one that is over."""
        self._cut = True

    def is_over(self, missed: set[str]) -> bool:
        """Tell whether nothing is to come of any worker; of one that Locust misses, not for long."""
        return not self._waiting(missed)

    def end(self) -> None:
        """Write down that the run has ended, whether it was cut short, and what went wrong."""
        at = datetime.fromtimestamp(self._wall(), UTC).isoformat(timespec="milliseconds")
        taken_over = [one.note for one in Takeover.all_of(self.folder.takeovers)]
        notes = (*self.record.notes, *taken_over, *self.problems)
        record = replace(self.record, ended_at=at, interrupted=self.interrupted, notes=notes)
        if self._lost:
            record = self._ended_early(record)
        record.write(self.folder.run)

    def _ended_early(self, record: RunRecord) -> RunRecord:
        """Say what has ended the run before its time: a guard, or an objective that is lost."""
        stop = stop_of(self.folder)
        if stop is not None:
            return record.stopped(stop).noted(stop.note)
        return record.aborted(AbortRecord.read(self.folder.abort))

    def wait(self, missed: Callable[[], set[str]], is_lost: Callable[[], bool] = lambda: False) -> None:
        """Wait until all have settled or are lost; one that could not go on ends it for all.

        Returns when patience is over and they are silent, and at once when the run is cut short.

        Args:
            missed: gives the workers that Locust misses.
            is_lost: tells whether a guard, or an objective that is lost, ends the run early.
        """
        traffic = self._scenario.traffic
        end_s = self.t0_s + traffic.curve.duration_s + traffic.patience_s
        while not self.is_over(missed()) and not self._cut and not self.problems:
            self._lost = is_lost()
            if self._lost or not self._patient(end_s, missed()):
                return
            gevent.sleep(LOOK_EVERY_S)
        self.interrupted = self._cut and not self._closed.issuperset(self._waiting(missed()))

    def wait_for_close(self, missed: Callable[[], set[str]]) -> None:
        """Wait for workers that were told to close."""
        told_s = self._wall()
        while not self.is_over(missed()) and self._patient(told_s, missed()):
            gevent.sleep(LOOK_EVERY_S)

    def _waiting(self, missed: set[str]) -> list[str]:
        """Give the workers from which something is still to come."""
        lately_s = self._wall() - LOST_AFTER_S
        return [
            client
            for client in self.unsettled
            if client not in missed or self._signs_s.get(client, lately_s) > lately_s
        ]

    def _patient(self, since_s: float, missed: set[str]) -> bool:
        """Tell whether to wait on: for one that has closed, as long as something comes of it."""
        waiting = self._waiting(missed)
        last_s = max([since_s, *(self._signs_s[one] for one in waiting if one in self._closed)])
        if self._wall() < min(last_s + CLOSE_DEADLINE_S, since_s + COLLECT_DEADLINE_S):
            return True
        logger.error("workers %s: did not close in time", ", ".join(sorted(waiting)))
        return False

    def _plan(self, arrivals: Arrivals) -> PlanRecord:
        traffic = self._scenario.traffic
        names = [one.name for one in traffic.populations]
        numbers = np.bincount(arrivals.population, minlength=len(names)).tolist()
        seconds = int(np.ceil(traffic.curve.duration_s))
        return PlanRecord(
            t0_s=self.t0_s,
            workers=len(self._clients),
            duration_s=traffic.curve.duration_s,
            planned=tuple(arrivals.per_second(seconds).tolist()),
            populations=dict(zip(names, numbers, strict=True)),
        )

    def _order(self, feeds: Sequence[FeedSource]) -> Order:
        """Give the order of the first worker, from which those of the others differ by their rank."""
        return Order(
            folder=str(self.folder.path),
            token=self.token,
            scenario=self.folder.scenario.read_text(encoding="utf-8"),
            host=self.record.host,
            via=self.record.via,
            rank=0,
            workers=len(self._clients),
            t0_s=self.t0_s,
            seed=self._scenario.seed,
            epoch=self.record.epoch,
            only=self.record.only,
            run_id=self.record.run_id,
            addresses=tuple(self.record.addresses),
            hosts=tuple(self.record.hosts),
            lifeline_s=ELSEWHERE_S if self.record.agreed else HERE_S,
            feeds=tuple(one.as_json() for one in feeds),
            locustfile_digest=self.record.locustfile_digest,
        )

    def _leased(self, arrivals: Arrivals, order: Order) -> Order:
        """Give an order with its first lease; none where Locust shares the visitors out."""
        if self._scenario.traffic.is_closed:
            return order
        began_s = time.monotonic() + self.t0_s - self._wall()
        succession = self.succession = Succession(
            arrivals, order.workers, order.lifeline_s, lambda: time.monotonic() - began_s
        )
        return replace(order, leased_until_s=succession.until_s(order.rank))

    def _feed(self, source: FeedSource) -> FeedSource:
        """Give a feed with the path that its file has on this machine."""
        return replace(source, file=str((self.folder.path / source.file).resolve()))


def run_folder_at(path: str) -> RunFolder:
    """Give the run folder that a path names."""
    return RunFolder(Path(path).resolve())
