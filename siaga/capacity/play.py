"""The Play of a level: a run like any other, at one load, with a run folder of its own."""

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from siaga.capacity.glass import Glass
from siaga.capacity.ground import Ground
from siaga.capacity.level import Ask, Level, Outcome
from siaga.capacity.level_day import level_day
from siaga.capacity.level_objectives import HOLD
from siaga.capacity.reading import Reading
from siaga.capacity.resources import readings
from siaga.capacity.showing import showing
from siaga.errors import SilenceError
from siaga.judge.recorded import DAMAGE, Recorded, recorded
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import dump, load
from siaga.scenario.model import Scenario, Site
from siaga.stage.conductor import conduct
from siaga.stage.display import Display
from siaga.stage.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What plays levels.

    Attributes:
        request: what was asked for.
        day: without turns, its files named by absolute paths.
        locustfile: absolute path of the journeys.
        folder: of the search.
        ground: where it takes place.
        settle_s: before each hold.
        show: makes the display of a title.
        over: is set when somebody stops a run: the search ends with it.
        clock: gives seconds; only differences count.
    """

    request: Request
    day: Scenario
    locustfile: Path
    folder: Path
    ground: Ground
    settle_s: float
    show: Callable[[str], Display]
    over: Event
    clock: Callable[[], float] = time.monotonic

    def __call__(self, ask: Ask, number: int) -> Level | None:
        """Play a level; None where somebody has stopped it.

        Raises:
            SiagaError: the generator cannot be started, the first level is refused, or a later one
                for another reason than the site.
        """
        began_s = self.clock()
        place = self.folder / f"{number:02}-{ask.rate_per_s:.4g}"
        with TemporaryDirectory(prefix="siaga-level-") as scratch:
            path = Path(scratch) / "level.yaml"
            path.write_text(dump(level_day(self.day, ask, self.settle_s, number)), encoding="utf-8")
            try:
                outcome = conduct(self._request(path, place), self._titled(ask, number))
            except SilenceError as error:
                if number == 1:
                    raise
                # A site that was there before and cannot even be asked is broken by what was sent.
                shutil.rmtree(place, ignore_errors=True)
                took_s = self.clock() - began_s
                text = str(error)
                return Level(ask=ask, outcome=Outcome.BROKEN, by=("site",), text=text, took_s=took_s)
        if outcome.interrupted:
            self.over.set()
            return None
        shown = showing(outcome.verdict)
        return Level(
            ask=ask,
            outcome=shown.outcome,
            by=shown.by,
            text=shown.text,
            longer_s=shown.longer_s,
            took_s=self.clock() - began_s,
            folder=outcome.folder.path.name,
            readings=self._readings(outcome.folder),
            headroom=shown.headroom,
        )

    def _request(self, path: Path, place: Path) -> Request:
        """Ask for a run at the search's own site; scale and overrides are in the day already."""
        return replace(
            self.request,
            scenario=str(path),
            host=self.ground.url,
            environ=self.ground.environ,
            locustfile=str(self.locustfile),
            folder=place,
            scale=1.0,
            time_scale=1.0,
            seed=None,
            overrides=(),
            site_arguments=(),
        )

    def _titled(self, ask: Ask, number: int) -> Callable[[str], Display]:
        why = ask.purpose.value
        return lambda title: self.show(f"level {number}, {why} at {ask.rate_per_s:.4g}/s: {title}")

    def _readings(self, folder: RunFolder) -> tuple[Reading, ...]:
        """Read what the site told of itself; of what nobody can read nothing is known."""
        try:
            facts = recorded(folder, load(folder.scenario))
        except DAMAGE:
            return ()
        return readings(self._glass(facts, facts.scenario.site))

    def _glass(self, facts: Recorded, site: Site) -> Glass:
        """Look at the hold; a scenario's processes and this machine's cores are the built-in site's."""
        room, many = site.waiting_room, site.connections
        own = not self.request.host
        machine = facts.run.cores or os.cpu_count() or 1
        return Glass(
            series=facts.series,
            during=facts.seconds(HOLD),
            cores=min(site.processes, machine) if own else None,
            processes=site.processes if own else None,
            most_admitted_per_s=None if room is None else room.admits_per_s,
            connections=many * site.processes if own and many is not None else None,
        )
