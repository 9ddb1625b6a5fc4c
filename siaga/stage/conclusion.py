"""The Conclusion of a run: roll read, audited, judged, reported; and the look at the roll before it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from siaga.errors import SilenceError, UsageError
from siaga.judge.run import judge_run
from siaga.judge.settling import settling
from siaga.judge.verdict import Verdict
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.report.render import render
from siaga.roll.adapter import adapter
from siaga.roll.entry import Roll
from siaga.roll.reading import (
    BEFORE,
    FIRST,
    NOTICES,
    NOTICES_BEFORE,
    RESTARTED,
    SECOND,
    Reading,
    take,
)
from siaga.scenario.load import load
from siaga.scenario.model import Scenario
from siaga.sender import Sender
from siaga.stage.access import receiver_of
from siaga.stage.inquiry import access_of, inquire
from siaga.stage.presence import refuse_silence

Restart = Callable[[], None]

SETTLES_S = 30.0
"""For so long, or a step's deadline where that is less, a site may go on with what it has in hand."""
LOOK_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RollReader:
    """Reads the roll of a run's site, and its notices, into the run folder.

    Attributes:
        folder: the run folder.
        scenario: where roll and notices are and what their columns mean.
        url: base URL of the site.
        environ: where secrets are looked up.
        log: is told what was read.
    """

    folder: RunFolder
    scenario: Scenario
    url: str
    environ: Mapping[str, str]
    log: Callable[[str], None]

    def read(self, name: str) -> Reading | None:
        """Take one reading; a failure is written down and judged, not raised.

        None where the scenario does not say where that is read.
        """
        of_notices = name in {NOTICES_BEFORE, NOTICES}
        source = self.scenario.site.notices if of_notices else self.scenario.site.roll
        if source is None:
            return None
        since_s = None if name in {BEFORE, NOTICES_BEFORE} else self._ended_s()

        def rows() -> Roll:
            """Give the rows that the scenario names."""
            return adapter(
                source, url=self.url, environ=self.environ, since_s=since_s, sender=self.sender()
            )

        reading = take(rows, self.folder, name, time.time)
        self.log(f"roll {name}: {reading.error or f'{reading.entries:,} entries'}")
        return reading

    def sender(self) -> Sender:
        """Give who asks the site.

        Raises:
            UsageError: credentials of the site are not in the environment.
        """
        credentials = self.scenario.site.admitted(self.environ)
        return RunRecord.read(self.folder.run).sender(credentials)

    def _ended_s(self) -> float:
        """Give when sending ended, in Unix seconds; now, where nobody wrote it down."""
        ended_at = RunRecord.read(self.folder.run).ended_at
        return datetime.fromisoformat(ended_at).timestamp() if ended_at else time.time()


def read_before(reader: RollReader) -> None:
    """Read roll and notices before anything is sent: a run that could never be audited is not begun.

    Raises:
        SilenceError: the site does not answer, or its roll or its notices cannot be read.
        UsageError: a Prometheus could never be asked or told.
    """
    access_of(reader.scenario, reader.environ)
    receiver_of(reader.scenario, reader.environ)
    refuse_silence(reader.url, reader.sender())
    for name in (BEFORE, NOTICES_BEFORE):
        reading = reader.read(name)
        if reading is not None and reading.error:
            raise SilenceError(f"{reading.error}; nothing was sent, since no promise could be audited")


def read_after(
    reader: RollReader,
    restart: Restart | None,
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> None:
    """Read the roll twice, then the notices; the roll once more after a restart of siaga's own site.

    First of all the scenario's Prometheus is asked, while the run is the last that it saw. While the
    site is settling all is read again, and only the last time counts.

    Args:
        reader: of the run.
        restart: restarts the site; None where it is somebody else's.
        now: monotonic clock in seconds.
        sleep: waits so many seconds.
    """
    inquire(reader.folder, reader.scenario, reader.environ, reader.log)
    until_s = now() + min(reader.scenario.traffic.step_deadline_s, SETTLES_S)
    _read_all(reader)
    while settling(reader.folder, reader.scenario) and now() < until_s:
        reader.log("roll: the site still goes on with what it has in hand")
        sleep(LOOK_AGAIN_S)
        _read_all(reader)
    if restart is not None:
        restart()
        reader.read(RESTARTED)


def _read_all(reader: RollReader) -> None:
    for name in (FIRST, SECOND, NOTICES):
        reader.read(name)


def conclude(folder: RunFolder, *, strict: bool) -> Verdict:
    """Judge a run from its folder alone and write every report.

    Raises:
        UsageError: the folder holds no run.
    """
    scenario = load(folder.scenario)
    try:
        judgement = judge_run(folder, scenario, strict=strict)
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder.path}: holds no run that can be judged ({error})") from None
    render(folder, judgement)
    return judgement.verdict
