"""Claims about the forecast: what the objectives say so far, and which is nearest its limit."""

from dataclasses import replace

import pytest

from siaga.judge.recorded import recorded
from siaga.judge.verdict import Decision, ObjectiveResult, State
from siaga.stage.forecast import Forecast, forecast, used_ratio
from tests.judge.hand_made import Run

MET = ObjectiveResult(
    id="errors",
    expression="error ratio <= 5 %",
    state=State.MET,
    value=0.01,
    bound=0.02,
    limit=0.05,
    unit="ratio",
    key=True,
    weight=1.0,
    text="told",
    sign="<=",
)
BROKEN = replace(MET, id="speed", state=State.BROKEN, value=0.5, bound=0.6)
OPEN = replace(MET, id="few", state=State.UNKNOWN, value=0.0, bound=0.9)
UNSEEN = replace(MET, id="unseen", state=State.UNKNOWN, value=None, bound=None)
SEATS = replace(
    BROKEN, id="seats", expression='last(site_seats{state="left"}) <= 0', limit=0.0, unit="count"
)


def test_before_anything_is_measured_nothing_is_forecast() -> None:
    """Neither by no objective, nor by one that only shows, nor by what is counted in the end."""
    for results in ([], [UNSEEN], [replace(BROKEN, dry_run=True)], [SEATS]):
        assert forecast(results, None) == Forecast()
    assert Forecast().text == "nothing was measured yet"


def test_what_is_met_goes_and_the_nearest_is_named() -> None:
    """Of two, the one of whose limit more is used up; who waits for a measurement is counted."""
    near = replace(MET, id="near", bound=0.04)
    found = forecast([MET, near, UNSEEN, SEATS], None)
    assert found == Forecast(
        decision=Decision.GO,
        why="2 of 2 objectives are met; 2 not measured yet",
        nearest="near",
        used_ratio=0.8,
    )
    assert found.text == (
        "GO so far: 2 of 2 objectives are met; 2 not measured yet;"
        " nearest its limit: near, 80% of it used"
    )


def test_a_broken_key_objective_speaks_before_one_of_which_too_little_is_known() -> None:
    """As in the verdict; without facts nobody says what could be mended."""
    found = forecast([MET, OPEN, BROKEN], None)
    assert (found.decision, found.why) == (Decision.NO_GO, "speed is broken as it stands")
    found = forecast([MET, OPEN], None)
    assert (found.decision, found.why) == (Decision.INCONCLUSIVE, "too little is known of few")


def test_objectives_that_are_no_key_are_scored() -> None:
    """One of two that is broken is half the score."""
    found = forecast([MET, replace(BROKEN, key=False)], None)
    assert found.decision is Decision.NO_GO
    assert found.why == "1 of 2 objectives are met; speed is broken as it stands"


def test_what_is_lost_beyond_repair_is_told_from_what_stands_broken(run: Run) -> None:
    """When the run is over, nothing of it can be mended; before, the rest of the plan may do that."""
    run.record()
    run.day()
    facts = recorded(run.folder, run.scenario)
    assert forecast([BROKEN], facts).why == "speed is lost beyond repair"
    assert forecast([BROKEN], replace(facts, cut_s=2)).why == "speed is broken as it stands"
    together = replace(BROKEN, expression="all of 2", parts=(MET, BROKEN))
    assert forecast([together], facts).why == "speed is lost beyond repair"


@pytest.mark.parametrize(
    ("changed", "used"),
    [
        ({}, 0.4),
        ({"bound": None}, 0.2),
        ({"bound": 0.07}, 1.0),
        ({"sign": ">=", "limit": 0.9, "value": 0.99, "bound": 0.98}, 0.2),
        ({"sign": ">", "unit": "per_s", "limit": 50.0, "value": 90.0, "bound": 80.0}, 0.625),
        ({"sign": "", "limit": 90.0}, None),
        ({"limit": 0.0, "bound": 0.0, "value": 0.0}, None),
        ({"sign": ">=", "unit": "count", "limit": 1.0, "value": 1.0, "bound": None}, None),
        ({"state": State.BROKEN}, None),
        ({"state": State.UNKNOWN, "value": None}, None),
    ],
)
def test_what_is_used_of_a_limit(changed: dict[str, object], used: float | None) -> None:
    """Of an upper limit what was reached, of a share that has to be high what is missing of all."""
    assert used_ratio(replace(MET, **changed)) == (used if used is None else pytest.approx(used))  # type: ignore[arg-type]


def test_of_several_expressions_the_nearest_counts() -> None:
    """Those without an answer say nothing."""
    parts = (MET, replace(MET, bound=0.03), UNSEEN)
    assert used_ratio(replace(MET, parts=parts)) == pytest.approx(0.6)
    assert used_ratio(replace(MET, parts=(UNSEEN,))) is None
    assert used_ratio(replace(MET, state=State.BROKEN, parts=(MET, BROKEN))) is None


def test_what_the_generator_dropped_is_forecast_as_the_verdict_has_it() -> None:
    """INCONCLUSIVE, although it stands broken."""
    found = forecast([MET, replace(BROKEN, unsent=True)], None)
    assert (found.decision, found.why) == (Decision.INCONCLUSIVE, "too little is known of speed")
