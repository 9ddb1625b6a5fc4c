"""Claims about the conductor: what is refused leaves nothing, a generator that hangs is stopped."""

import os
from pathlib import Path
from typing import ClassVar

import pytest

from siaga.errors import UsageError
from siaga.judge.verdict import Decision
from siaga.record.end_record import EndRecord
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.stage import conductor
from siaga.stage.glimpse import Glimpse
from siaga.stage.outcome import Outcome
from siaga.stage.request import Request

DAY = Path(__file__).parents[1] / "end_to_end" / "small-day.yaml"


class Unseen:
    """A display that nobody looks at."""

    def show(self, glimpse: Glimpse) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Leave nothing."""


def test_a_run_that_is_refused_before_anything_is_sent_leaves_no_folder(tmp_path: Path) -> None:
    """Of a site that does not answer there is nothing to report, and nothing to be taken for a run."""
    nowhere, environ = "http://127.0.0.1:1", {**os.environ, "SITE_ADMIN_TOKEN": "t"}
    request = Request(scenario=str(DAY), host=nowhere, scale=1.0, out=tmp_path, environ=environ)
    with pytest.raises(UsageError, match="does not answer"):
        conductor.conduct(request, lambda _title: Unseen())
    assert list(tmp_path.iterdir()) == []


def test_a_generator_that_goes_on_too_long_is_stopped_and_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no time at all left to it the generator is stopped, and the run decides nothing."""
    monkeypatch.setattr(conductor, "OVERTIME_S", -1_000.0)
    request = Request(scenario=str(DAY), out=tmp_path, exporter_port=0, environ=dict(os.environ))
    outcome = conductor.conduct(request, lambda _title: Unseen())
    notes = RunRecord.read(outcome.folder.run).notes
    assert "the generator did not end in time and was stopped" in notes
    assert (outcome.verdict.decision, outcome.interrupted) == (Decision.INCONCLUSIVE, False)
    assert "exporter: the run's metrics are at" in outcome.folder.log.read_text()


class Shown:
    """A generator that has ended its sending at once, and shows its web interface until it is stopped.

    Attributes:
        done: what happened, in order.
    """

    done: ClassVar[list[str]] = []

    def __init__(self, *, folder: RunFolder, ui: bool, **_rest: object) -> None:
        assert ui
        self._folder = folder

    def start(self) -> None:
        """Say that somebody has stopped it."""
        EndRecord(interrupted=True, problems=("the disk was full",)).write(self._folder.end)

    def ended(self) -> bool:
        """Tell whether it was looked at long enough."""
        return "told" in self.done

    def standstill(self) -> str:
        """Nobody stands still."""
        return ""

    def missing(self) -> str:
        """Miss no worker."""
        return ""

    def deaths(self) -> list[str]:
        """Nobody has died."""
        return []

    def stop(self) -> int:
        """Be stopped."""
        self.done.append("stopped")
        return 0


def test_a_web_interface_outlives_the_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stopped the run there is written down; the verdict is told while it is still shown."""
    monkeypatch.setattr(conductor, "Generator", Shown)
    request = Request(
        scenario=str(DAY), out=tmp_path, exporter_port=0, environ=dict(os.environ), ui=True
    )
    told: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        """Note what is told, and when."""
        Shown.done.append("told")
        told.append(outcome)

    outcome = conductor.conduct(request, lambda _title: Unseen(), tell)
    assert Shown.done == ["told", "stopped"]
    assert told == [outcome]
    assert (outcome.stays, outcome.interrupted) == (True, True)
    record = RunRecord.read(outcome.folder.run)
    missing = "workers: 0 of 2 came (none); 2 of this machine were awaited"
    assert (record.interrupted, record.notes) == (True, ("the disk was full", missing))
    assert 'data-stage="judged"' in outcome.folder.live_page.read_text(encoding="utf-8")
