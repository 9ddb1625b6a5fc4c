"""Claims about the probe: a page that fails for too long ends a run, but not during a fault."""

from dataclasses import asdict, dataclass, field

import pytest

from siaga.record.fault_span import FaultSpan
from siaga.record.json_lines import JsonLines
from siaga.record.run_folder import RunFolder
from siaga.scenario.stops import Probe
from siaga.stage.calm import Calm
from siaga.stage.probe_watch import ProbeWatch
from siaga.web import WebError
from tests.judge.hand_made import Run


@dataclass
class Site:
    """A site that answers with a status, or not at all; and a clock."""

    status: int | None = 200
    now_s: float = 0.0
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> int:
        """Answer."""
        self.asked.append(path)
        if self.status is None:
            raise WebError("no answer")
        return self.status

    def watch(self, folder: RunFolder) -> ProbeWatch:
        """Probe it; it may fail for three seconds."""
        calm = Calm(folder, recovery_s=1.0)
        calm.look()
        return ProbeWatch(
            Probe.model_validate({"path": "/home", "failing": 3.0}),
            self.answer,
            lambda: self.now_s,
            calm,
        )


def until(site: Site, watching: ProbeWatch, end_s: int) -> str:
    """Look twice a second up to a moment; gives the first reason to end."""
    while site.now_s < end_s:
        site.now_s += 0.5
        if why := watching.look():
            return why
    return ""


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (None, "/home has failed for 3 s: no answer within 2 s"),
        (500, "/home has failed for 3 s: status 500"),
        (503, "/home has failed for 3 s: status 503"),
        (429, ""),
        (404, ""),
        (302, ""),
    ],
)
def test_a_page_that_fails_for_too_long_ends_the_run(run: Run, status: int | None, why: str) -> None:
    """A site that says no still answers."""
    site = Site(status=status)
    watching = site.watch(run.folder)
    assert until(site, watching, 3) == ""
    assert until(site, watching, 9) == why
    assert set(site.asked) == {"/home"}


def test_it_is_asked_for_once_a_second_and_not_before_the_first_phase(run: Run) -> None:
    """However often somebody looks."""
    site = Site(now_s=-1.0)
    watching = site.watch(run.folder)
    assert until(site, watching, 5) == ""
    assert 5 <= len(site.asked) <= 6


def test_one_good_answer_begins_anew(run: Run) -> None:
    """Only what fails without a break counts."""
    site = Site(status=500)
    watching = site.watch(run.folder)
    assert until(site, watching, 3) == ""
    site.status = 200
    assert until(site, watching, 4) == ""
    site.status = 500
    assert until(site, watching, 7) == ""
    assert until(site, watching, 9) != ""


def test_a_fault_excuses_it(run: Run) -> None:
    """And a while afterwards."""
    lines = JsonLines(run.folder.faults)
    lines.append(asdict(FaultSpan(kind="kill", target="worker", from_s=0.0, until_s=10.0)))
    lines.close()
    site = Site(status=None)
    watching = site.watch(run.folder)
    assert until(site, watching, 14) == ""
    assert until(site, watching, 17) != ""
