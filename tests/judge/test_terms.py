"""Claims about the terms: what a scenario says and leaves unsaid, and the numbers that rules ask for."""

from dataclasses import replace

import pytest

from siaga.judge.terms import NEEDS, UNSAID, WRITTEN, Terms
from siaga.record.clock_reading import ClockReading
from siaga.record.fault_span import FaultSpan
from siaga.record.run_record import PlanRecord
from siaga.record.tally import Tally
from siaga.scenario.model import Scenario
from siaga.scenario.outcome_row import OutcomeRow
from siaga.scenario.raised_quota import with_seats
from siaga.scenario.roll_source import HttpSource
from siaga.scenario.site import Site
from tests.judge.asked import set_clock
from tests.judge.hand_made import T0_S, Run

SAID = Site.model_validate(
    {
        "quota": 10,
        "raises": [{"with": "evening", "quota": 15}],
        "closes": "evening",
        "clock-skew": "3 s",
        "remaining": {"stale": "4 s"},
        "waiting-room": {
            "admits": "5/s", "over": "6 s", "tolerance": 0.7, "order": "fifo", "within": "8 s"
        },
        "seats": {"issued": 'site_seats{state="quota"}', "parts": ['site_seats{state="left"}']},
        "notices": {"path": "/admin/notices"},
        "roll": {"path": "/r", "content": ["name"], "unique": {"phone": "phone"}, "steps": ["paid"],
                 "lot": "id"},
    }
)  # fmt: skip
FULL = Terms(site=SAID, t0_s=T0_S, closes_s=10.0, raises_s=((10.0, 15),), sold_out=True)


def test_terms_are_those_of_the_scenario_and_of_its_plan(good: Run) -> None:
    """Times in run seconds; when the run began is in the plan alone."""
    full = OutcomeRow(status=409, outcome="refused", why="Full.", means="sold-out")
    other = OutcomeRow(status=403, outcome="refused", why="Closed.")
    good.judged_with(site=SAID, outcomes=(other, full))
    assert Terms.of(good.scenario, PlanRecord.read(good.folder.plan)) == FULL
    good.judged_with(site=UNSAID, outcomes=(other,))
    assert Terms.of(good.scenario, None) == Terms()


def test_nothing_is_lacking_where_everything_is_said() -> None:
    """Neither of the scenario nor of what was written down; but where there are lots, there are lots."""
    assert {need for need in NEEDS if FULL.lack(need)} == {"no-lot"}
    assert {need: FULL.missing(need) for need in WRITTEN} == dict.fromkeys(WRITTEN, "")


@pytest.mark.parametrize("terms", [Terms(), Terms(site=Site(roll=HttpSource()))])
def test_what_is_not_said_is_lacking(terms: Terms) -> None:
    """Each with its sentence, also of a roll without any such column; seats are given at once then."""
    lacking = {
        need: "" if need in {"no-lot", "draw"} else text for need, (_there, text) in NEEDS.items()
    }
    assert {need: terms.lack(need) for need in NEEDS} == lacking


def test_seats_that_are_drawn_need_a_closing() -> None:
    """Without it nothing is ever drawn."""
    site = Site(roll=HttpSource(lot="registration_id"))
    assert Terms(site=site).lack("draw") == NEEDS["draw"][1]
    assert Terms(site=site, closes_s=10.0).lack("draw") == ""


def test_without_a_plan_times_are_missing() -> None:
    """The clock always, the times of the quota where it changes."""
    assert Terms().missing("clock").startswith("There is no plan of the run")
    assert Terms().missing("quota-times") == ""
    for changed in (Terms(raises_s=((1.0, 2),)), Terms(raised_s=((1.0, 1.0, 2),))):
        assert changed.missing("quota-times").endswith("when the quota changed.")


def test_nobody_can_need_what_nobody_knows() -> None:
    """A mistyped need is an error, and not one that is never lacking."""
    with pytest.raises(KeyError, match="qouta"):
        FULL.lack("qouta")
    with pytest.raises(KeyError, match="clcok"):
        FULL.missing("clcok")


def test_quotas_hold_from_their_moment_on() -> None:
    """The first holds from ever; without a plan the others are told from 0."""
    ever = float("inf")
    turn_s = T0_S + 10.0
    assert FULL.quotas() == [(-ever, turn_s, 10), (turn_s, ever, 15)]
    assert Terms(site=SAID, raises_s=((10.0, 15),)).quotas() == [(-ever, 10.0, 10), (10.0, ever, 15)]
    assert Terms(raises_s=((10.0, 15),)).quotas() == []


def test_of_a_quota_that_a_fault_raised_both_may_hold_until_it_was_seen() -> None:
    """Nobody knows when in between the site took it; one never seen may have come at any time."""
    ever = float("inf")
    seen = Terms(site=SAID, raises_s=((10.0, 15),), raised_s=((4.0, 5.5, 12),))
    assert seen.quotas() == [(-ever, 5.5, 10), (4.0, 10.0, 12), (10.0, ever, 15)]
    unseen = Terms(site=SAID, raised_s=((4.0, ever, 12),))
    assert unseen.quotas() == [(-ever, ever, 10), (4.0, ever, 12)]


def test_rules_ask_for_numbers_by_name() -> None:
    """None where it is not said; in any order there is no time within which turns are kept."""
    assert FULL.variables() == {
        "t0_s": T0_S,
        "closes_s": 10.0,
        "skew_s": 3.0,
        "jumped_s": 0.0,
        "apart_s": 0.0,
        "stale_s": 4.0,
        "admits_per_s": 5.0,
        "over_s": 6.0,
        "tolerance": 0.7,
        "fifo_within_s": 8.0,
    }
    unsaid = {"skew_s": 1.0, "jumped_s": 0.0, "apart_s": 0.0}
    assert Terms().variables() == dict.fromkeys(FULL.variables()) | unsaid
    room = SAID.waiting_room
    assert room is not None
    loose = SAID.model_copy(update={"waiting_room": room.model_copy(update={"order": "any"})})
    assert Terms(site=loose).variables()["fifo_within_s"] is None


def test_the_terms_of_a_run_are_those_of_its_scenario_and_its_plan(good: Run) -> None:
    """One that never got as far as a plan has none of the times."""
    assert Terms.of_run(good.folder, good.scenario) == Terms(site=good.scenario.site, t0_s=T0_S)
    good.folder.plan.unlink()
    assert Terms.of_run(good.folder, good.scenario) == Terms(site=good.scenario.site)


def test_a_clock_that_was_set_blurs_every_time_of_the_run(good: Run) -> None:
    """By all of its settings together, whichever way, beside the skew that the scenario allows."""
    set_clock(good, -20.0, 5.0)
    told = Terms.of_run(good.folder, good.scenario).variables()
    assert (told["jumped_s"], told["skew_s"]) == (25.0, 26.0)


def test_clocks_that_disagree_blur_times_as_far_as_they_do(good: Run) -> None:
    """That of one worker every time that is held against the site's, those of two each other's."""
    reading = ClockReading(worker=0, at_s=1.0, offset_s=-0.25, error_s=0.125)
    good.clocks(reading, replace(reading, worker=1))
    set_clock(good, 2.0)
    told = Terms.of_run(good.folder, good.scenario).variables()
    assert (told["skew_s"], told["apart_s"]) == (3.375, 0.75)


def test_the_terms_of_a_run_know_when_workers_were_late(good: Run) -> None:
    """Later than the evidence allows, from what was slept through on to the next second; if asked."""
    good.tallies(Tally(second=second, lateness_s=late_s) for second, late_s in ((1, 0.1), (4, 0.2)))
    assert Terms.of_run(good.folder, good.scenario).lates == ()
    good.judged_with(site=good.scenario.site.model_copy(update={"waiting_room": SAID.waiting_room}))
    assert Terms.of_run(good.folder, good.scenario).lates == ((2.0, 6.0, 0.2),)


def test_the_terms_of_a_run_know_what_its_faults_made_of_the_quota(good: Run) -> None:
    """What was planned and never begun has raised nothing."""
    faults = [
        {"kind": "quota", "at": "6 s"},
        {"kind": "quota", "at": "2 s"},
        {"kind": "quota", "at": "9 s"},
    ]
    content = good.scenario.model_dump(by_alias=True) | {"faults": faults}
    scenario = with_seats(Scenario.model_validate(content))
    FaultSpan(kind="quota", target="site", from_s=6.5).write(good.folder.faults)
    shown = FaultSpan(kind="quota", target="site", from_s=2.5, proof="12 seats", proven_s=3.0)
    shown.write(good.folder.faults)
    FaultSpan(kind="kill", target="worker", from_s=1.0).write(good.folder.faults)
    raised = ((2.5, 3.0, 12), (6.5, float("inf"), 15))
    assert Terms.of_run(good.folder, scenario).raised_s == raised
