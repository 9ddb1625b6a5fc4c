"""Claims about the conductor that no run from outside shows: a generator that hangs is stopped."""

import os
from pathlib import Path

import pytest

from siaga.judge.verdict import Decision
from siaga.observe.progress import ProgressView
from siaga.record.run_record import RunRecord
from siaga.stage import conductor
from siaga.stage.request import Request

DAY = Path(__file__).parents[1] / "end_to_end" / "small-day.yaml"


class Unseen:
    """A display that nobody looks at."""

    def show(self, view: ProgressView) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Leave nothing."""


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
