"""Claims about the play of a level: a run of its own at the search's site, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from siaga.capacity import play as module
from siaga.capacity.ground import Ground
from siaga.capacity.level import Ask, Outcome, Purpose
from siaga.capacity.level_day import without_turns
from siaga.capacity.play import Play
from siaga.errors import SilenceError, UsageError
from siaga.judge.run import judge_run
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import load, loads
from siaga.stage.display import Display, NoDisplay
from siaga.stage.outcome import Outcome as Played
from siaga.stage.request import Request
from tests.capacity.turned_day import DAY
from tests.judge.hand_made import DURATION_S, PER_S, SCENARIO, Run

ASK = Ask(rate_per_s=12.5, hold_s=10.0, purpose=Purpose.STEP)
HELD = SCENARIO.replace("doors-open", "settle").replace("evening", "hold")
HELD = HELD.replace("{acknowledged: 3, seen: [refusal]}", "{acknowledged: 0}").replace(
    "  - {id: join-latency, expect: p99 of join <= 1.5 s, key: true}\n", ""
)


@dataclass(slots=True)
class Conductor:
    """Stands in for the conductor: gives runs that were made by hand.

    Attributes:
        error: raised in place of a run.
        interrupted: whether somebody stops it.
        asked: each request, and the scenario that it named.
        titles: shown.
    """

    error: Exception | None = None
    interrupted: bool = False
    asked: list[Request] = field(default_factory=list)
    rates: list[object] = field(default_factory=list)

    def __call__(self, request: Request, show: Callable[[str], Display]) -> Played:
        """Play."""
        show("hand-made")
        self.asked.append(request)
        self.rates.append(load(Path(request.scenario)).traffic.phases[1].rate)
        assert request.folder is not None
        folder = RunFolder(request.folder)
        folder.path.mkdir(parents=True)
        if self.error is not None:
            raise self.error
        folder.scenario.write_text(HELD, encoding="utf-8")
        run = Run(folder=folder, scenario=loads(HELD, "scenario.yaml"))
        run.promises()
        run.roll(before=[], first=[], second=[])
        run.day()
        run.latencies("join", {second: [0.1] * PER_S for second in range(DURATION_S)})
        run.scrapes([{"process_cpu_seconds_total": second * 0.5} for second in range(21)])
        run.record(cores=2)
        verdict = judge_run(folder, run.scenario, strict=False).verdict
        return Played(folder=folder, verdict=verdict, interrupted=self.interrupted)


def playing(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    conductor: Conductor,
    said: list[str],
    host: str = "",
) -> Play:
    """Give what plays levels with a conductor that stands in."""
    monkeypatch.setattr(module, "conduct", conductor)

    def show(title: str) -> Display:
        """Note a title."""
        said.append(title)
        return NoDisplay()

    times = iter([100.0, 142.0, 200.0])
    return Play(
        request=Request(
            scenario="day.yaml", host=host, environ={}, site_arguments=("--profile", "naive")
        ),
        day=without_turns(loads(DAY, "day.yaml"), owned=True),
        locustfile=Path("/journeys.py"),
        folder=place / "search",
        ground=Ground(url="http://127.0.0.1:1", environ={"SITE_ADMIN_TOKEN": "secret"}),
        settle_s=5.0,
        show=show,
        over=Event(),
        clock=lambda: next(times),
    )


def test_a_level_is_a_run_with_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the search's site, with its rate; what the site told of its hold is read."""
    said: list[str] = []
    conductor = Conductor()
    level = playing(tmp_path, monkeypatch, conductor, said)(ASK, 3)
    assert level is not None
    (request,) = conductor.asked
    assert (request.host, request.scale, request.site_arguments) == ("http://127.0.0.1:1", 1.0, ())
    assert request.folder == tmp_path / "search" / "03-12.5"
    assert request.environ == {"SITE_ADMIN_TOKEN": "secret"}
    assert conductor.rates == [12.5]
    assert said == ["level 3, step at 12.5/s: hand-made"]
    assert (level.by, level.text) == ((), "")
    assert (level.outcome, level.by, level.took_s, level.folder) == (Outcome.HELD, (), 42.0, "03-12.5")
    assert [(one.name, one.text) for one in level.readings] == [("CPU", "0.5 of 1 core")]
    assert level.headroom is not None


def test_how_many_cores_another_machine_has_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The processes of a scenario are of the built-in site, and the cores of a run are siaga's own."""
    play = playing(tmp_path, monkeypatch, Conductor(), [], host="https://staging.example.org")
    level = play(ASK, 1)
    assert level is not None
    (cpu,) = level.readings
    assert (cpu.text, cpu.limit) == ("0.5 cores; how many there are is not known", None)


def test_a_run_that_somebody_stops_is_no_level_and_ends_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it measured is of no whole hold."""
    play = playing(tmp_path, monkeypatch, Conductor(interrupted=True), [])
    assert play(ASK, 1) is None
    assert play.over.is_set()


def test_a_site_that_does_not_answer_any_more_was_broken_by_what_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that never did is told of as it is, and nothing is searched."""
    gone = Conductor(error=SilenceError("host http://127.0.0.1:1: does not answer"))
    level = playing(tmp_path, monkeypatch, gone, [])(ASK, 2)
    assert level is not None
    assert (level.outcome, level.by, level.took_s, level.folder) == (Outcome.BROKEN, ("site",), 42.0, "")
    assert level.text == "host http://127.0.0.1:1: does not answer"
    assert not (tmp_path / "search" / "02-12.5").exists()
    with pytest.raises(SilenceError, match="does not answer"):
        playing(tmp_path, monkeypatch, gone, [])(ASK, 1)


def test_what_is_wrong_for_another_reason_is_not_laid_to_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be written breaks no site: the search ends."""
    full = Conductor(error=UsageError("--out reports: cannot be written"))
    with pytest.raises(UsageError, match="cannot be written"):
        playing(tmp_path, monkeypatch, full, [])(ASK, 2)


def test_of_a_run_that_cannot_be_read_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its verdict stands all the same."""
    monkeypatch.setattr(module, "recorded", _damaged)
    level = playing(tmp_path, monkeypatch, Conductor(), [])(ASK, 1)
    assert level is not None
    assert (level.outcome, level.readings) == (Outcome.HELD, ())


def _damaged(*_given: object) -> None:
    raise ValueError("run.json: is damaged")
