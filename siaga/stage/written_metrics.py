"""The WrittenMetrics of a run: what is exported is also written to where a scenario says."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from prometheus_client.registry import Collector

from siaga.observe.remote_write import RemoteWrite
from siaga.observe.write_request import write_request
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.scenario import prometheus
from siaga.scenario.model import Scenario
from siaga.stage.access import receiver_of

JOB = "siaga"
LAST_S = 10.0


def written_metrics(
    scenario: Scenario,
    environ: Mapping[str, str],
    folder: RunFolder,
    metrics: Sequence[Collector],
    say: Callable[[str], object],
) -> "WrittenMetrics | None":
    """Make what writes a run's metrics; None where a scenario does not ask for it.

    Raises:
        UsageError: a reference leads nowhere, or to no address, or a token would be sent in the open.
    """
    asked, access = scenario.remote_write, receiver_of(scenario, environ)
    if asked is None or access is None:
        return None
    remote = RemoteWrite(access.url, access.token, access.deadline_s)
    return WrittenMetrics(remote, asked, RunRecord.read(folder.run).run_id, metrics, say)


class WrittenMetrics:
    """Writes metrics on a beat, and tells when that begins to fail and when it goes well again.

    Args:
        remote: who sends them.
        asked: how often, and with which labels.
        run: name of the run, a label of every series.
        metrics: what is written.
        say: is given each line that people should see.
        wall: wall clock in Unix seconds.

    Attributes:
        remote: who sends them.
    """

    def __init__(
        self,
        remote: RemoteWrite,
        asked: prometheus.RemoteWrite,
        run: str,
        metrics: Sequence[Collector],
        say: Callable[[str], object],
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.remote, self._every_s = remote, asked.every_s
        self._labels = {**asked.labels, "job": JOB, "run": run}
        self._metrics, self._say, self._wall = metrics, say, wall
        self._told = ""

    async def follow(self) -> None:
        """Write until cancelled."""
        while True:
            await self.write()
            await asyncio.sleep(self._every_s)

    async def last(self) -> None:
        """Write once more, so that the verdict is there; a receiver that is slow is not waited for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_S):
                await self.write()

    async def write(self) -> None:
        """Write everything as it is now, after what could not be written so far."""
        await asyncio.to_thread(self._take)
        await self.remote.send()
        error = self.remote.error
        if bool(error) != bool(self._told):
            self._say(f"remote-write: {error or 'is taken again'}")
        self._told = error

    def _take(self) -> None:
        families = [family for one in self._metrics for family in one.collect()]
        self.remote.add(write_request(families, self._labels, self._wall()))
