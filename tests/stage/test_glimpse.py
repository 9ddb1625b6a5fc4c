"""Claims about a glimpse at a run: every number under its name, and what nobody knows is a dash."""

import math
from dataclasses import replace

import pytest

from siaga.record.fault_span import FaultSpan
from siaga.scenario.model import Evidence
from siaga.stage.glimpse import Glimpse, glimpse, rows
from tests.judge.hand_made import Run
from tests.stage.views import VIEW

SLOW = FaultSpan(kind="slow", target="registry", from_s=65.5)
GLIMPSE = Glimpse(view=VIEW, limits=Evidence(), faults=(SLOW,), forecast="GO so far: all is well")


def test_every_number_stands_under_its_name() -> None:
    """In the units that people read: minutes, milliseconds, percent, thousands apart."""
    assert rows(GLIMPSE) == [
        ("phase", "doors-open"),
        ("time", "1:15, 1:44 to go"),
        ("arrivals", "1,333 of 1,340 due, 10,000 planned, 2 dropped"),
        ("inside", "1,200"),
        ("requests/s", "4,321"),
        ("p99", "1,234 ms"),
        ("failed", "12 (0.34%)"),
        ("seats left", "1,648"),
        ("faults", "slow of registry for 10 s (not proven yet)"),
        ("generator", "well: 2 of 3 workers, 31% of a core, 12 ms late"),
        ("forecast", "GO so far: all is well"),
    ]


def test_what_nobody_knows_is_a_dash() -> None:
    """No sample and no scrape are not nought."""
    unknown = replace(VIEW, phase="", p99_s=None, seats_left=None)
    shown = dict(rows(Glimpse(view=unknown, limits=Evidence())))
    assert (shown["phase"], shown["p99"], shown["seats left"]) == ("starting", "-", "-")
    assert (shown["faults"], shown["forecast"]) == ("none at work", "-")


@pytest.mark.parametrize(
    ("elapsed_s", "remaining_s", "text"),
    [
        (0.0, 0.0, "0:00, 0:00 to go"),
        (59.99, 0.01, "0:59, 0:00 to go"),
        (3_661.0, 0.0, "61:01, 0:00 to go"),
    ],
)
def test_time_is_minutes_and_seconds(elapsed_s: float, remaining_s: float, text: str) -> None:
    """A second counts when it is over."""
    view = replace(VIEW, elapsed_s=elapsed_s, remaining_s=remaining_s)
    assert dict(rows(replace(GLIMPSE, view=view)))["time"] == text


@pytest.mark.parametrize(
    ("loop_lag_s", "cpu_ratio", "saturated"),
    [(0.1, 0.8, False), (0.101, 0.1, True), (0.0, 0.801, True)],
)
def test_a_generator_over_its_limits_is_saturated(
    loop_lag_s: float, cpu_ratio: float, *, saturated: bool
) -> None:
    """By the limits of the scenario's evidence, of which each is still allowed."""
    busy = replace(GLIMPSE, view=replace(VIEW, loop_lag_s=loop_lag_s, cpu_ratio=cpu_ratio))
    assert busy.saturated is saturated
    assert dict(rows(busy))["generator"].startswith("saturated: " if saturated else "well: ")


def test_faults_and_forecast_come_from_the_run_folder(run: Run) -> None:
    """Those that are healed are left out; the forecast is the one on the board."""
    for span in (SLOW, replace(SLOW, kind="hanging"), replace(SLOW, kind="hanging", until_s=70.0)):
        span.write(run.folder.faults)
    run.folder.board.parent.mkdir(exist_ok=True)
    run.folder.board.write_text('{"forecast": {"text": "NO_GO so far"}}', encoding="utf-8")
    seen = glimpse(run.folder, run.scenario, VIEW)
    assert seen == Glimpse(
        view=VIEW, limits=run.scenario.evidence, faults=(SLOW,), forecast="NO_GO so far"
    )


@pytest.mark.parametrize("text", ['{"forec', "[]", "{}"])
def test_what_is_torn_is_not_there(run: Run, text: str) -> None:
    """A glimpse never ends a run."""
    run.folder.faults.parent.mkdir()
    run.folder.faults.write_text("no fault\n", encoding="utf-8")
    run.folder.board.parent.mkdir(exist_ok=True)
    run.folder.board.write_text(text, encoding="utf-8")
    assert glimpse(run.folder, run.scenario, VIEW) == Glimpse(view=VIEW, limits=run.scenario.evidence)


def test_of_a_closed_model_no_arrivals_are_due() -> None:
    """Nobody planned them; the display says why."""
    shown = dict(rows(replace(GLIMPSE, view=replace(VIEW, closed=True))))
    assert shown["arrivals"] == "1,333; a closed model, they wait for the site"


def test_a_latency_of_who_was_never_served_is_never() -> None:
    """It is no number of milliseconds."""
    assert dict(rows(replace(GLIMPSE, view=replace(VIEW, p99_s=math.inf))))["p99"] == "never"
