"""The Conductor of a run: site, observer, generator, quiet, roll, judge, report, in that order."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime

from siaga.errors import SiagaError
from siaga.judge.verdict import Verdict
from siaga.observe.progress import Progress
from siaga.stage.attendance import attended
from siaga.stage.child import Child
from siaga.stage.conclusion import RollReader, conclude, read_after, read_before
from siaga.stage.crew import Crew
from siaga.stage.display import Display
from siaga.stage.ending import Ended, Ending, refuse_killed
from siaga.stage.generator import Generator
from siaga.stage.glimpse import glimpse
from siaga.stage.harm import Harm
from siaga.stage.outcome import Outcome
from siaga.stage.preparation import link_latest, prepare
from siaga.stage.presence import QUIET_S
from siaga.stage.request import Request
from siaga.stage.run_log import RunLog
from siaga.stage.stay import Stay
from siaga.stage.timetable import Timetable
from siaga.stage.trouble import interruptible, told_of_the_disk, traceless
from siaga.stage.venue import venue

LOOK_EVERY_S = 0.25
OBSERVER_DEADLINE_S = 5.0
EXPORTER_DEADLINE_S = 40.0
"""The exporter waits for whoever reads it every half minute or more often to see the verdict."""

OVERTIME_S = 120.0
"""A generator that goes on this long after the last visitor's patience hangs, and is stopped."""

LIVE_PAGE = "http://127.0.0.1:8089/siaga/"


def conduct(
    request: Request,
    show: Callable[[str], Display],
    tell: Callable[[Outcome], object] = lambda _outcome: None,
) -> Outcome:
    """Play a run from start to verdict; whatever was started is stopped again.

    Args:
        request: what was asked for.
        show: makes the display of a title.
        tell: is given the outcome while the web interface, where there is one, still shows it.

    Raises:
        UsageError: what was asked for cannot be done.
        RefusedError: a guard rail forbids it.
        SiagaError: the site or the generator cannot be started, or the run folder cannot be written.
    """
    refuse_killed(request.kill_file)
    with ExitStack() as last:
        with ExitStack() as undo:
            run = _Run(request, undo, last)
            with told_of_the_disk(run.folder), interruptible(run.interrupt):
                run.play(show)
        with told_of_the_disk(run.folder):
            verdict = conclude(run.folder, strict=request.strict)
        outcome = run.outcome(verdict)
        tell(outcome)
        if outcome.stays:
            with interruptible(run.interrupt):
                run.stay()
    return outcome


class _Run:
    """One run while it lasts.

    Args:
        request: what was asked for.
        undo: is told how to stop each thing that is started.
        last: is told how to stop what outlives the verdict.
    """

    def __init__(self, request: Request, undo: ExitStack, last: ExitStack) -> None:
        prepared = prepare(request, now=datetime.now(UTC))
        self.folder = prepared.folder
        self.interrupted = False
        self._told_to_stop = False
        self._stay: Stay | None = None
        self._request, self._undo, self._last = request, undo, last
        self._scenario, self._locustfile = prepared.scenario, prepared.locustfile
        self._record = prepared.record
        self._log = RunLog(self.folder.log)
        undo.callback(self._log.close)
        self._environ = dict(request.environ)
        # The environment gets the site's token once that has started.
        self._crew = Crew(folder=self.folder, environ=self._environ, log=self._log)
        found = venue(prepared, request.site_arguments, self._environ, self._log, undo)
        self._site, self._ways, self._owned = found.site, found.ways, found.owned

    def interrupt(self) -> None:
        """Have the run end; what happened is still judged."""
        self._told_to_stop = True

    def outcome(self, verdict: Verdict) -> Outcome:
        """Give what came of it."""
        stays = self._stay is not None and not self._told_to_stop
        return Outcome(folder=self.folder, verdict=verdict, interrupted=self.interrupted, stays=stays)

    def stay(self) -> None:
        """Have the web interface show the verdict until somebody ends it."""
        if self._stay is not None:
            self._stay.wait(lambda: self._told_to_stop)

    def play(self, show: Callable[[str], Display]) -> None:
        """Play the run and read the roll."""
        with traceless(self.folder, kept=self._request.folder is not None):
            reader = self._begin()
        if self._request.folder is None:
            link_latest(self.folder)
        self._send(show)
        time.sleep(QUIET_S)
        self._revive_site()
        read_after(reader, self._restart if self._owned else None)

    def _begin(self) -> RollReader:
        """Start the site and read its roll: whoever cannot be audited is sent nobody."""
        self._start_site()
        self._record.write(self.folder.run)
        reader = RollReader(
            folder=self.folder,
            scenario=self._scenario,
            url=self._site.url,
            environ=self._environ,
            log=self._log,
        )
        read_before(reader)
        return reader

    def _start_site(self) -> None:
        self._undo.callback(self._site.stop)
        self._site.start()
        if self._site.token:
            self._environ["SITE_ADMIN_TOKEN"] = self._site.token
        via = self._ways.entrance("site") or ""
        self._record = replace(self._record, host=self._site.url, via=via)

    def _restart(self) -> None:
        """Restart the site on the same store: what was only in memory is gone then."""
        self._site.stop()
        try:
            self._site.start()
        except SiagaError as error:
            self._note(f"the site did not come back after the run: {error}")

    def _revive_site(self) -> None:
        """Start a site again that died in the run: what it acknowledged has to outlive that, too."""
        if self._site.code() is not None:
            self._restart()

    def _send(self, show: Callable[[str], Display]) -> None:
        """Send the day, watch it, and end it."""
        self._export()
        ending = self._ending()
        observer, generator = self._observer(), self._generator()
        # Its web interface outlives the verdict.
        (self._last if self._request.ui else self._undo).callback(generator.stop)
        self._stay = Stay(self.folder, generator) if self._request.ui else None
        harm = self._hurt()
        generator.start()
        ending.rest_on("master", generator.standstill)
        ending.rest_on("worker", generator.missing)
        ending.rest_on("proxy", self._ways.loss)
        live = f", live at {LIVE_PAGE}, Ctrl-C ends" if self._request.ui else ""
        where = live + self._request.muster.calling
        watch = show(f"{self._scenario.name} against {self._record.host}{where}")
        try:
            self._watch(generator, watch, harm, ending)
        finally:
            watch.close()
        code = self._finish(generator)
        self._end(harm)
        observer.stop(OBSERVER_DEADLINE_S)
        if code and not self.interrupted:
            own = ", which a Locust file may set" if self._scenario.traffic.is_closed else ""
            self._note(f"the generator's master ended with code {code}{own}")
        self._record = replace(
            attended(self._record, self.folder, self._request.muster),
            ended_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            interrupted=self.interrupted,
        )
        self._record.write(self.folder.run)

    def _watch(self, generator: Generator, watch: Display, harm: Harm, ending: Ending) -> None:
        progress = Progress(self.folder, time.time)
        timetable = self._timetable()
        site_dead = False
        deadline_s = time.monotonic() + self._longest_s()
        while not (self._sent(generator) or self._told_to_stop or self._ends(ending)):
            if time.monotonic() > deadline_s:
                self._note("the generator did not end in time and was stopped")
                break
            time.sleep(timetable.pause_s(LOOK_EVERY_S))
            for trouble in (*timetable.look(), *harm.look(), *generator.deaths(), *self._crew.losses()):
                self._note(trouble)
            site_dead = site_dead or self._note_dead_site()
            watch.show(glimpse(self.folder, self._scenario, progress.now()))
        # What was lost while the last visitors were served is not known of yet.
        self._ended(ending.at_end(self._record))
        self.interrupted = self._told_to_stop and len(progress.closed) < self._record.workers

    def _sent(self, generator: Generator) -> bool:
        """Tell whether the sending is over by itself."""
        return generator.ended() if self._stay is None else self._stay.over()

    def _finish(self, generator: Generator) -> int | None:
        """End the generator, or only the sending where its web interface stays; gives its exit code."""
        end = None if self._stay is None or self._told_to_stop else self._stay.end()
        if end is None:
            return generator.stop()
        self.interrupted = end.interrupted
        for problem in end.problems:
            self._note(problem)
        return 0

    def _ends(self, ending: Ending) -> bool:
        """Tell whether something ends the run before its time, and write down what."""
        return self._ended(ending.look(self._record))

    def _ended(self, ended: Ended | None) -> bool:
        if ended is None or self._record.stopped_by:
            return False
        self._record = ended.record
        self._note(ended.note)
        return True

    def _longest_s(self) -> float:
        """Give how long the generator may take; with the web interface somebody else ends it."""
        traffic = self._scenario.traffic
        played_s = self._request.muster.wait_s + traffic.curve.duration_s + traffic.patience_s
        return float("inf") if self._request.ui else played_s + OVERTIME_S

    def _timetable(self) -> Timetable:
        """Make the timetable of the site."""
        return Timetable(self._scenario, self.folder.plan, self._site.tell, time.time)

    def _note_dead_site(self) -> bool:
        code = self._site.code()
        if code is None:
            return False
        self._note(f"the site ended with code {code} during the run")
        return True

    def _note(self, note: str) -> None:
        self._log(f"siaga: {note}")
        self._record = self._record.noted(note)
        self._record.write(self.folder.run)

    def _observer(self) -> Child:
        child = self._crew.observer(self._site.url, self._scenario.site.metrics or "")
        self._undo.callback(child.stop, OBSERVER_DEADLINE_S)
        return child

    def _export(self) -> None:
        """Export the run's metrics until its verdict was seen."""
        child = self._crew.exporter(self._request.exporter_port, page=self._request.ui)
        self._last.callback(child.stop, EXPORTER_DEADLINE_S)

    def _ending(self) -> Ending:
        """Have somebody look for what ends the run before its time."""
        ending = Ending(self.folder, self._crew, self._request.kill_file)
        self._undo.callback(ending.stop)
        ending.begin(self._scenario, self._record)
        return ending

    def _hurt(self) -> Harm:
        """Have the scenario's faults injected; they are healed however the run ends."""
        harm = Harm(self._crew)
        self._undo.callback(self._end, harm)
        if self._scenario.faults:
            harm.begin(self._site.place())
        return harm

    def _end(self, harm: Harm) -> None:
        for trouble in harm.end():
            self._note(trouble)

    def _generator(self) -> Generator:
        closed, record = self._scenario.traffic.closed, self._record
        # The clients of a stock Locust file know no way by a proxy: it is their site.
        return Generator(
            folder=self.folder,
            locustfile=self._locustfile,
            closed=closed,
            host=record.host if closed is None else record.via or record.host,
            muster=self._request.muster,
            ui=self._request.ui,
            environ=self._environ,
            log=self._log,
        )
