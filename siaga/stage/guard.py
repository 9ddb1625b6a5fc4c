"""The Guard of a run: ends it where it does more than it may: `python -m siaga.stage.guard FOLDER`."""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from siaga.errors import ExitCode, SiagaError
from siaga.observe.lifetime import live
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord, StopRecord
from siaga.scenario.caps import Caps
from siaga.scenario.load import load
from siaga.scenario.model import Scenario
from siaga.scenario.stops import Stops
from siaga.sender import Sender
from siaga.stage.agreement_watch import AgreementWatch
from siaga.stage.calm import Calm
from siaga.stage.cap_watch import CapWatch
from siaga.stage.error_watch import ErrorWatch
from siaga.stage.probe_watch import ProbeWatch
from siaga.stage.target import place

EVERY_S = 0.5


class Watch(Protocol):
    """Looks at one thing.

    Attributes:
        name: what reports call it.
    """

    name: str

    def look(self) -> str:
        """Say why the run has to end; empty: it may go on."""


def watches(folder: RunFolder, environ: Mapping[str, str]) -> Sequence[Watch]:
    """Give whatever looks after a run.

    Args:
        folder: the run.
        environ: where the key is that the target signs with.

    Raises:
        UsageError: the folder holds no run.
        ValueError: its record is damaged.
    """
    scenario, record = load(folder.scenario), RunRecord.read(folder.run)
    return list(_watches(folder, scenario, record, environ))


def _watches(
    folder: RunFolder, scenario: Scenario, record: RunRecord, environ: Mapping[str, str]
) -> Iterator[Watch]:
    stops = scenario.stops or (Stops() if record.asks_leave else None)
    sender = record.sender(scenario.site.admitted(environ))
    if scenario.caps != Caps():
        yield CapWatch(folder, scenario.caps, partial(run_s, folder))
    if record.agreed:
        yield _agreement(record.host, record.addresses, environ, sender)
    for one in record.site_hosts:
        if one.agreed:
            yield _agreement(one.url, one.addresses, environ, sender)
    if stops is None:
        return
    calm = Calm(folder, stops.recovery_s)
    yield _Refreshed(calm)
    yield ErrorWatch(folder, stops, calm)
    if stops.probe is not None:
        within_s = stops.probe.within_s

        def status(path: str) -> int:
            """Ask for a page for no longer than that: the other watches wait for it."""
            from siaga.stage.glance import glance  # noqa: PLC0415 - few runs have a probe

            return glance(record.host + path, sender, within_s)

        yield ProbeWatch(stops.probe, status, partial(run_s, folder), calm)


def _agreement(
    url: str, addresses: Sequence[str], environ: Mapping[str, str], sender: Sender
) -> AgreementWatch:
    where = place(url, lambda host, _port: addresses or (host,))
    examination = where.examination(environ, sender.credentials, sender.run_id)
    return AgreementWatch(examination, time.monotonic)


class _Refreshed:
    """Has the calm look first; it ends no run."""

    name = "faults"

    def __init__(self, calm: Calm) -> None:
        self._calm = calm

    def look(self) -> str:
        self._calm.look()
        return ""


def first_stop(watching: Sequence[Watch]) -> StopRecord | None:
    """Have each look once; gives why the run has to end, None where it may go on."""
    for one in watching:
        if why := one.look():
            return StopRecord(guard=one.name, why=why)
    return None


async def keep(folder: RunFolder, watching: Sequence[Watch], say: Callable[[str], object]) -> None:
    """Look until the run has to end, and write that down; for ever, where it need not.

    Raises:
        OSError: it cannot be written.
    """
    while True:
        found = await asyncio.to_thread(first_stop, watching)
        if found is not None:
            found.write(folder.stop)
            say(f"{found.guard} ends the run: {found.why}")
            return
        await asyncio.sleep(EVERY_S)


def main(arguments: Sequence[str]) -> int:
    """Guard the run in a folder until it has to end or is over; gives the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m siaga.stage.guard RUN_FOLDER\n")
        return ExitCode.USAGE
    folder = RunFolder(Path(arguments[0]))
    try:
        asyncio.run(live(keep(folder, watches(folder, os.environ), _say)))
    except SiagaError as error:
        sys.stderr.write(f"siaga.stage.guard: {error}\n")
        return error.exit_code
    return ExitCode.GO


def run_s(folder: RunFolder, wall: Callable[[], float] = time.time) -> float:
    """Give the seconds since the first phase; -1 while nobody knows when that is."""
    return wall() - PlanRecord.read(folder.plan).t0_s if folder.plan.exists() else -1.0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
