"""Claims about the watch on errors: too many of 500 and above end a run, but not during a fault."""

from dataclasses import asdict
from typing import Any

import pytest

from siaga.record.fault_span import FaultSpan
from siaga.record.json_lines import JsonLines
from siaga.record.tally import StepCount
from siaga.scenario.stops import Stops
from siaga.stage.calm import Calm
from siaga.stage.error_watch import ErrorWatch
from tests.judge.hand_made import Run, whole_second

BAD: dict[str, Any] = {"steps": {"join": StepCount(good=4, failed=6)}, "errors": {"join status 503": 6}}


def looked(run: Run, seconds: int, spans: tuple[FaultSpan, ...] = (), **changed: object) -> str:
    """Look at a run of so many bad seconds."""
    bad: dict[str, Any] = {**BAD, **changed}
    run.tallies([whole_second(second, **bad) for second in range(seconds)])
    if spans:
        lines = JsonLines(run.folder.faults)
        for span in spans:
            lines.append(asdict(span))
        lines.close()
    calm = Calm(run.folder, recovery_s=3.0)
    calm.look()
    return ErrorWatch(run.folder, Stops.model_validate({"errors": 0.5, "over": 5.0}), calm).look()


def test_too_many_server_errors_end_a_run(run: Run) -> None:
    """As soon as the whole time was seen."""
    assert looked(run, 4) == ""
    assert looked(run, 5) == (
        "30 of 50 steps ended with 500 and above in the 5 s up to second 4, with no fault at work;"
        " 50.00% are allowed"
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"errors": {"join status 503": 5}},
        {"errors": {"join status 409": 6}},
        {"errors": {"join timeout": 6}},
        {"steps": {"join": StepCount(failed=3)}, "errors": {"join status 500": 3}},
    ],
    ids=["as many as may be", "the site says no", "no answer", "too few to say"],
)
def test_anything_else_ends_none(run: Run, changed: dict[str, object]) -> None:
    """What is no answer is the probe's."""
    assert looked(run, 5, (), **changed) == ""


@pytest.mark.parametrize(
    ("span", "ends"),
    [
        (FaultSpan(kind="kill", target="worker", from_s=3.0), False),
        (FaultSpan(kind="kill", target="worker", from_s=1.0, until_s=2.0), False),
        (FaultSpan(kind="kill", target="worker", from_s=0.0, until_s=1.0), False),
        (FaultSpan(kind="kill", target="worker", from_s=20.0), True),
    ],
)
def test_a_fault_and_the_time_after_it_excuse_the_site(run: Run, span: FaultSpan, *, ends: bool) -> None:
    """Three seconds here; a fault that is yet to come excuses nothing."""
    assert bool(looked(run, 6, spans=(span,))) is ends


def test_a_watch_that_is_told_never_to_ends_nothing(run: Run) -> None:
    """Nor does one that has seen nothing."""
    run.tallies([whole_second(second, **BAD) for second in range(30)])
    calm = Calm(run.folder, 0.0)
    assert ErrorWatch(run.folder, Stops(errors=1.0), calm).look() == ""
    run.tallies([])
    assert ErrorWatch(run.folder, Stops(), calm).look() == ""


def test_errors_that_last_longer_than_recovery_may_end_a_run(run: Run) -> None:
    """Five seconds after the three that a fault until 4 s is given here, and not one earlier."""
    over = FaultSpan(kind="kill", target="worker", from_s=1.0, until_s=4.0)
    assert looked(run, 12, spans=(over,)) == ""
    assert looked(run, 13) != ""
