"""The Cleaning of a site: one run's rows are removed from it, and the roll proves that only they are."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from siaga.errors import UsageError
from siaga.record.clean_record import MOST_SHOWN, CleanRecord
from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.roll.adapter import adapter
from siaga.roll.entry import Roll
from siaga.roll.reading import FIRST, SECOND, readings, take
from siaga.scenario.model import Scenario
from siaga.scenario.reference import resolved
from siaga.scenario.removal import ENTRY, Removal
from siaga.scenario.roll_source import RollSource
from siaga.sender import Sender
from siaga.stage.belongings import Belongings, Key, Row, key_of, ledger_doubt
from siaga.stage.remover import Progress, Remover, path_of
from siaga.stage.target import Target
from siaga.web import Web

BEGAN, NOW = "began", "now"
"""Readings of a cleaning: when it was begun for the first time, and before each later go at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """What time it is, and how to let some pass.

    Attributes:
        wall: Unix seconds.
        now_s: monotonic seconds.
        sleep: waits so many seconds.
    """

    wall: Callable[[], float] = time.time
    now_s: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep


class Cleaning:
    """Removes what a run has left on the roll of a site.

    Args:
        folder: the run.
        scenario: of the run, which says how rows are removed.
        target: the site, which the guard rail has let through.
        environ: where secrets are looked up.
        clocks: by which it goes.

    Raises:
        UsageError: the scenario does not say how, or nobody knows what the run has made.

    Attributes:
        rows: what is to be removed; known once the roll was read.
        others: how many rows are not of the run.
    """

    def __init__(
        self,
        folder: RunFolder,
        scenario: Scenario,
        target: Target,
        environ: Mapping[str, str],
        clocks: Clocks | None = None,
    ) -> None:
        self._folder, self._target, self._environ = folder, target, environ
        self._clocks = clocks or Clocks()
        self._run = RunRecord.read(folder.run)
        self._removal, self._source = _how(scenario)
        self._belongings = Belongings.of(folder)
        credentials = scenario.site.admitted(environ)
        self._sender = Sender.to(target.url, target.addresses, self._run.run_id, credentials)
        self.rows: list[Row] = []
        self._others: Counter[Key] = Counter()

    @property
    def others(self) -> int:
        """How many rows are not of the run."""
        return self._others.total()

    def calls(self, most: int) -> list[str]:
        """Give the first calls that would be sent, or why there is none for a row."""
        return [self._call(row) for row in self.rows[:most]]

    def look(self) -> None:
        """Read the roll, and find what is to be removed.

        A cleaning that did not come to its proof is gone on with: what was there when it began has to be
        there in the end.

        Raises:
            UsageError: the roll cannot be read.
        """
        latest = NOW if self._goes_on() else BEGAN
        if latest == BEGAN:
            self._folder.cleaning.roll_reads.unlink(missing_ok=True)
        self._read_or_refuse(latest, self._folder.cleaning)
        self.rows, _ = self._split(latest, self._folder.cleaning)
        _, self._others = self._split(BEGAN, self._folder.cleaning)

    def glance(self, scratch: RunFolder) -> None:
        """Read the roll for a look alone: what the run folder has of earlier cleanings stays.

        Args:
            scratch: a folder for the reading, which nobody needs afterwards.

        Raises:
            UsageError: the roll cannot be read.
        """
        self._read_or_refuse(NOW, scratch)
        self.rows, self._others = self._split(NOW, scratch)

    def clean(self, told: Callable[[Progress], None]) -> CleanRecord:
        """Remove the rows, prove it from the roll, and write down what came of it.

        Raises:
            KeyboardInterrupt: somebody stopped it; what was done until then is written down.
            OSError: it cannot be written down.
        """
        record = self._begun()
        progress = Progress()
        web = Web(
            self._target.url,
            resolved(self._removal.token, self._environ),
            self._removal.deadline_s,
            self._sender,
        )
        clocks = self._clocks
        remover = Remover(web, self._removal, now_s=clocks.now_s, sleep=clocks.sleep, told=told)
        # Whatever ends it, the next go has to know that this one was begun.
        record.write(self._folder.clean)
        try:
            remover.remove(self.rows, progress)
        except KeyboardInterrupt:
            progress.stopped = "somebody stopped it"
            self._done(record, progress).write(self._folder.clean)
            raise
        proven = self._proven(self._done(record, progress))
        proven.write(self._folder.clean)
        return proven

    def _call(self, row: Row) -> str:
        try:
            return f"{self._removal.method} {path_of(self._removal, row)}"
        except ValueError as error:
            return str(error)

    def _goes_on(self) -> bool:
        """Tell whether an earlier cleaning was begun and came to no proof."""
        if not self._folder.clean.exists():
            return False
        taken = readings(self._folder.cleaning)
        began = BEGAN in taken and taken[BEGAN].whole
        earlier = CleanRecord.read(self._folder.clean)
        return began and not earlier.proven and earlier.host == self._target.url

    def _begun(self) -> CleanRecord:
        return CleanRecord(
            run_id=self._run.run_id,
            host=self._target.url,
            call=f"{self._removal.method} {self._removal.path}",
            started_at=self._at(),
            found=len(self.rows),
            others=self.others,
            unsent=len(self.rows),
            shown={},
            stopped="it was begun and not ended",
            doubt=ledger_doubt(self._folder, self._run.workers),
        )

    def _done(self, record: CleanRecord, progress: Progress) -> CleanRecord:
        refused: list[Row] = [
            {**_shown(row), "said": said} for row, said in progress.refused[:MOST_SHOWN]
        ]
        return replace(
            record,
            ended_at=self._at(),
            removed=progress.removed,
            gone=progress.gone,
            refused=len(progress.refused),
            unsent=progress.unsent,
            stopped=progress.stopped,
            shown={"refused": refused},
        )

    def _proven(self, record: CleanRecord) -> CleanRecord:
        """Hold two readings against what was there: no row of the run, and every other."""
        left: list[Row] = []
        vanished: Counter[Key] = Counter()
        for name in (FIRST, SECOND):
            if error := self._read(name, self._folder.cleaning):
                doubt = f"{record.doubt}; {error}" if record.doubt else error
                return replace(record, ended_at=self._at(), doubt=doubt)
            mine, others = self._split(name, self._folder.cleaning)
            left = mine if len(mine) > len(left) else left
            vanished |= self._others - others
        shown: dict[str, list[Row]] = {
            **record.shown,
            "left": [_shown(row) for row in left[:MOST_SHOWN]],
            "vanished": [_of_key(key) for key in list(vanished.elements())[:MOST_SHOWN]],
        }
        return replace(
            record,
            ended_at=self._at(),
            left=len(left),
            vanished=vanished.total(),
            shown=shown,
            proven=not (left or vanished or record.doubt),
        )

    def _split(self, name: str, place: RunFolder) -> tuple[list[Row], Counter[Key]]:
        return self._belongings.split(whole_lines(place.roll_reading(name)))

    def _read_or_refuse(self, name: str, place: RunFolder) -> None:
        if error := self._read(name, place):
            raise UsageError(f"{error}; nothing was removed")

    def _read(self, name: str, place: RunFolder) -> str:
        """Read the roll into a folder, and give why it cannot be; empty: it could."""
        since_s = None if name in {BEGAN, NOW} else self._clocks.wall()

        def rows() -> Roll:
            """Give the rows with the columns that stand in the path of a call."""
            return adapter(
                self._source,
                url=self._target.url,
                environ=self._environ,
                since_s=since_s,
                sender=self._sender,
            )

        return take(rows, place, name, self._clocks.wall).error

    def _at(self) -> str:
        return datetime.fromtimestamp(self._clocks.wall(), UTC).isoformat(timespec="milliseconds")


def _how(scenario: Scenario) -> tuple[Removal, RollSource]:
    """Give how rows are removed, and the roll with the columns that the call needs."""
    site = scenario.site
    if site.clean is None or site.roll is None:
        raise UsageError(
            "site.clean: is not in the scenario of the run, so nobody knows how a row is removed;"
            " add it with --set site.clean.path=…"
        )
    columns = dict.fromkeys((name for name in site.clean.places if name not in ENTRY), "text")
    unique = {
        **columns,
        **{name: form for name, form in site.roll.unique.items() if name not in columns},
    }
    # What is read here is removed, not audited: nothing else of a row is of use.
    plain = {"content": (), "steps": (), "unique": unique}
    return site.clean, site.roll.model_copy(update=plain)


def _shown(row: Row) -> dict[str, Any]:
    return _of_key(key_of(row))


def _of_key(key: Key) -> dict[str, Any]:
    return dict(zip(("person", "operation", "seat"), key, strict=True))
