"""Claims about the other rules where seats are drawn: histories of draws by hand."""

import pytest

from siaga.judge.rules.lots import R18
from siaga.judge.rules.people import R13
from siaga.judge.rules.promises import R1, R4
from siaga.judge.rules.roll import R0, R2
from siaga.judge.rules.seats import R6, R7
from siaga.judge.rules.seats_shown import R11
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.scenario.outcome_row import OutcomeRow
from tests.judge.asked import Make, ruling, violations
from tests.judge.hand_drawn import FIXED, PEOPLE, drawn, entries, in_order, seated
from tests.judge.hand_made import T0_S, Run

REFUSED = Outcome.REFUSED
NOTICES = {"path": "/admin/notices", "person": "person", "operation": None, "seat": None}


def saying(run: Run, **said: object) -> Run:
    """Say more of the site of a run."""
    site = run.scenario.site.model_dump(by_alias=True) | said
    return run.judged_with(site=type(run.scenario.site).model_validate(site))


def test_an_application_is_no_seat_and_seats_are_given_as_joining_closes(make: Make) -> None:
    """R6 counts those that were drawn, at the quota of that time; R1 and R2 look at applications."""
    order = in_order()
    run = drawn(make, seated(*order[:3]), quota=1, then=3)
    assert [violations(run, rule) for rule in (R1, R2, R6)] == [[], [], []]
    many = entries(seated(*order[:5]))
    run.roll(before=[], first=many, second=many)
    found = violations(run, R6)
    assert {(one["nth_given"], one["quota"]) for one in found} == {(4, 3), (5, 3)}
    assert {one["person"] for one in found} <= set(order[:5])


def test_an_application_that_is_gone_is_lost_whether_it_was_drawn_or_not(make: Make) -> None:
    """R1 has it; the lots of the others are as low as they were."""
    order = in_order()
    run = drawn(make, seated(*order[:3]))
    left = [one for one in entries(seated(*order[:3])) if one.person != order[7]]
    run.roll(before=[], first=left, second=left)
    assert [one["person"] for one in violations(run, R1)] == [order[7]]
    assert violations(run, R18) == []


def test_whoever_applied_before_the_run_is_nobodys_finding(make: Make) -> None:
    """They take part, get a seat and are told of it while it lasts: nobody of this run asked for it."""
    order = in_order()
    run = drawn(make, seated(*order[:3]))
    saying(run, notices=NOTICES)
    before, after = entries({}, PEOPLE[:4]), entries(seated(*order[:3]), [*PEOPLE, "old"])
    before.append(after.pop())
    run.roll(before=before, first=entries(seated(*order[:3])), second=entries(seated(*order[:3])))
    told = [(person, None, None, T0_S + 11) for person in PEOPLE]
    run.also_read({"notices-before": [], "notices": told})
    assert [violations(run, rule) for rule in (R4, R13, R18)] == [[], [], []]
    assert ruling(run, R13).result.text.startswith("0 of 8 people")


def test_r7_a_seat_that_was_not_drawn_is_left(make: Make) -> None:
    """To whoever was told that there is none, though nobody could know that before."""
    run = drawn(make, seated(*in_order()[:2]), quota=3)
    run.judged_with(outcomes=(OutcomeRow(status=409, outcome="refused", why="F", means="sold-out"),))
    run.asks("zoe", REFUSED, 1, 1.1, means="sold-out")
    assert [one["person"] for one in violations(run, R7)] == ["zoe"]


@pytest.mark.parametrize("shown", [0, 2, 99])
def test_r11_says_nothing_of_seats_that_are_drawn(make: Make, shown: int) -> None:
    """Eight were told yes and three have a seat; the quota was raised to five at the closing."""
    left = Sighting(what="remaining", person="ana", number=shown, began_s=13.9, ended_s=14.0)
    run = saying(drawn(make, seated(*in_order()[:3]), *FIXED, left, then=5), remaining={"stale": "2 s"})
    said = ruling(run, R11).result
    yes = "Seats are drawn (`lot`): a yes is an application, and no seat the fewer is left."
    assert (said.state, said.text) == ("not_applicable", yes)


@pytest.mark.parametrize(("closes", "state"), [("evening", "broken"), (None, "not_applicable")])
def test_r13_nobody_is_due_to_be_told_of_a_draw_before_joining_closes(
    make: Make, closes: str | None, state: str
) -> None:
    """Where it does, whoever has heard nothing is a violation."""
    run = saying(drawn(make, {}), notices=NOTICES, closes=closes)
    run.also_read({"notices-before": [], "notices": []})
    said = ruling(run, R13).result
    assert said.state == state
    assert ("(`site.closes`): nobody is due to be told." in said.text) is (closes is None)


def test_r0_a_draw_between_two_readings_makes_them_differ(make: Make) -> None:
    """By those who have a seat in the second; the run has to last until lots are drawn."""
    run = drawn(make, {})
    run.roll(before=[], first=entries({}), second=entries(seated(*in_order()[:3])))
    assert {one["person"] for one in violations(run, R0)} == set(in_order()[:3])
