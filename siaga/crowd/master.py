"""The Master: gives the workers their orders, waits for them and knows who was lost."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import gevent
import numpy as np

from siaga.crowd.order import Order
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.scenario.arrivals import plan
from siaga.scenario.load import load
from siaga.scenario.model import Scenario

logger = logging.getLogger(__name__)

LEAD_S = 2.0
"""Time between the orders and the first phase: workers plan their share in it."""

CLOSE_DEADLINE_S = 15.0
"""How long closing workers may take to write what they have left."""

LOOK_EVERY_S = 0.1

Send = Callable[[str, Order], None]


class Master:
    """Directs one run.

    Args:
        folder: the prepared run folder.
        clients: ids of the workers that take part, in order of rank.
        wall: wall clock in Unix seconds.
    """

    def __init__(
        self, folder: RunFolder, clients: list[str], wall: Callable[[], float] = time.time
    ) -> None:
        self.folder = folder
        self.record = RunRecord.read(folder.run)
        self._scenario: Scenario = load(folder.scenario)
        self._clients = clients
        self._wall = wall
        self._closed: set[str] = set()
        self._cut = False
        self.t0_s = 0.0
        self.interrupted = False
        self.problems: list[str] = []

    @property
    def clients(self) -> set[str]:
        """The workers that take part."""
        return set(self._clients)

    def order(self, send: Send) -> None:
        """Fix the first phase, write the plan down and send every worker its order.

        Raises:
            OSError: the plan cannot be written.
        """
        self.t0_s = self._wall() + LEAD_S
        self._plan().write(self.folder.plan)
        for rank, client in enumerate(self._clients):
            send(client, self._order(rank))

    def heard(self, client: str, why: str) -> None:
        """Note that a worker has closed everything, and why if it could not go on."""
        self._closed.add(client)
        if why and client in self._clients:
            self.problems.append(f"worker {self._clients.index(client)} stopped: {why}")
            logger.error("%s; the run ends", self.problems[-1])

    def cut(self) -> None:
        """End the run early, as somebody wants; without effect on one that is over."""
        self._cut = True

    def is_over(self, lost: set[str]) -> bool:
        """Tell whether no worker is left that has to close."""
        return self.clients <= self._closed | lost

    def end(self) -> None:
        """Write down that the run has ended, whether it was cut short, and what went wrong."""
        at = datetime.fromtimestamp(self._wall(), UTC).isoformat(timespec="milliseconds")
        notes = (*self.record.notes, *self.problems)
        record = replace(self.record, ended_at=at, interrupted=self.interrupted, notes=notes)
        record.write(self.folder.run)

    def wait(self, lost: Callable[[], set[str]]) -> None:
        """Wait until every worker has closed or is lost; one that could not go on ends it for all.

        Returns at the latest when patience is over, and at once when the run is cut short.
        """
        traffic = self._scenario.traffic
        length_s = traffic.curve.duration_s + traffic.patience_s + CLOSE_DEADLINE_S
        deadline_s = self.t0_s + length_s
        while not self.is_over(lost()) and not self._cut and not self.problems:
            if self._wall() >= deadline_s:
                self._miss(lost())
                return
            gevent.sleep(LOOK_EVERY_S)
        self.interrupted = self._cut and not self.is_over(lost())

    def wait_for_close(self, lost: Callable[[], set[str]]) -> None:
        """Wait for workers that were told to close."""
        deadline_s = self._wall() + CLOSE_DEADLINE_S
        while not self.is_over(lost()):
            if self._wall() >= deadline_s:
                self._miss(lost())
                return
            gevent.sleep(LOOK_EVERY_S)

    def _miss(self, lost: set[str]) -> None:
        waiting = sorted(self.clients - self._closed - lost)
        logger.error("workers %s: did not close in time", ", ".join(waiting))

    def _plan(self) -> PlanRecord:
        traffic = self._scenario.traffic
        arrivals = plan(traffic, self._scenario.seed)
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

    def _order(self, rank: int) -> Order:
        return Order(
            folder=str(self.folder.path),
            scenario=self.folder.scenario.read_text(encoding="utf-8"),
            host=self.record.host,
            rank=rank,
            workers=len(self._clients),
            t0_s=self.t0_s,
            seed=self._scenario.seed,
            epoch=self.record.epoch,
        )


def run_folder_at(path: str) -> RunFolder:
    """Give the run folder that a path names."""
    return RunFolder(Path(path).resolve())
