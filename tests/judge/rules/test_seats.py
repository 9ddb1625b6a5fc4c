"""Claims about the rules of seats given, R6 and R7: histories in which they must and must not fire."""

from collections.abc import Iterable

import pytest

from siaga.judge.rules.seats import R6, R7
from siaga.ledger.outcome import Outcome
from siaga.record.fault_span import FaultSpan
from siaga.scenario.outcome_row import OutcomeRow
from siaga.scenario.site import Site
from tests.judge.asked import Make, changing, given, ruling, violations
from tests.judge.hand_made import T0_S, Entry, Run

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN


def kept(run: Run, after: Iterable[Entry], before: Iterable[Entry] = ()) -> Run:
    """Have the roll hold entries, all of them asked for."""
    there = list(after)
    run.operations((one[0], OK) for one in there if isinstance(one, tuple))
    run.roll(before=before, first=there, second=there)
    return run


@pytest.mark.parametrize(
    ("first", "then", "at_s", "beyond"),
    [
        (3, 5, (1, 2, 3, 9.0), []),
        (3, 5, (1, 2, 3, 8.999), [("p3", 4, 3)]),
        (3, 5, (1, 2, 3, 10, 11), []),
        (3, 5, (1, 2, 3, 10, 11, 12), [("p5", 6, 5)]),
        (3, 5, (8, 8, 8, 8), [("p3", 4, 3)]),
        (3, 5, (8, 8, 8, 8, 12, 13), [("p3", 4, 3), ("p5", 6, 5)]),
        (5, 3, (1, 2, 3, 4), []),
        (5, 3, (1, 2, 3, 4, 11.0), []),
        (5, 3, (1, 2, 3, 4, 11.001), [("p4", 5, 3)]),
        (5, 3, (1, 2, 11.5), []),
        (3, 5, (1, 2, 3, None, None), []),
        (3, 5, (1, 2, 3, None, None, None), [("p5", 6, 5)]),
        (5, 3, (1, 2, None, None, None), []),
    ],
)
def test_r6_each_prefix_is_held_against_the_quota_of_its_time(
    make: Make,
    first: int,
    then: int,
    at_s: tuple[float | None, ...],
    beyond: list[tuple[str, int, int]],
) -> None:
    """A change counts a second sooner or later; what was given stays; no time is any time."""
    run = kept(changing(make, first, then), given(*at_s))
    found = violations(run, R6)
    assert [(one["person"], one["nth_given"], one["quota"]) for one in found] == beyond
    assert ruling(run, R6).result.state == ("broken" if beyond else "met")


def test_r6_the_witness_tells_which_seat_of_how_many_it_was(make: Make) -> None:
    """With all that is known of the entry."""
    run = kept(changing(make, 1), given(1, 2))
    assert violations(run, R6) == [
        {
            "person": "p1", "operation": "k1", "seat": "1", "at_s": T0_S + 2, "severity": 2,
            "nth_given": 2, "quota": 1,
        }
    ]  # fmt: skip


def test_r6_of_several_readings_the_worst_counts(make: Make) -> None:
    """Whoever is the second on one and the third on another is the third."""
    run = changing(make, 1)
    run.operations((f"p{number}", OK) for number in range(3))
    first, between, last = given(1, 1.5, 2)
    run.roll(before=[], first=[first, last], second=[first, between, last], restarted=[first, last])
    assert [(one["person"], one["nth_given"], one["severity"]) for one in violations(run, R6)] == [
        ("p1", 2, 2), ("p2", 3, 3)
    ]  # fmt: skip


def test_r6_more_than_the_quota_before_the_run_is_nobodys_finding(make: Make) -> None:
    """Until one more is given: then that one is."""
    there = given(1, 2, 3)
    run = kept(changing(make, 2), there, before=there)
    assert violations(run, R6) == []
    # At the very time of one that was there.
    run.roll(before=there, first=[*there, ("new", "k", "9", T0_S + 2)], second=[])
    assert [(one["person"], one["nth_given"]) for one in violations(run, R6)] == [("new", 4)]


def test_r6_without_a_plan_a_quota_that_changes_is_unknown(make: Make) -> None:
    """Nobody knows when; one that does not change can be judged."""
    run = kept(changing(make, 1, 2), given(1, 2))
    run.folder.plan.unlink()
    said = ruling(run, R6).result
    assert (said.state, said.text) == (
        "unknown", "There is no plan of the run, so nobody knows when the quota changed."
    )  # fmt: skip
    run.judged_with(site=run.scenario.site.model_copy(update={"raises": ()}))
    assert ruling(run, R6).result.state == "broken"


SOLD_OUT = OutcomeRow(status=409, outcome="refused", why="Full.", means="sold-out")


def sent_away(make: Make, first: int, then: int | None = None, **said: object) -> Run:
    """Make a run of a site that says when it is sold out."""
    return changing(make, first, then, **said).judged_with(outcomes=(SOLD_OUT,))


def told(run: Run, person: str, began_s: float, *, means: str = "sold-out") -> None:
    """Have a person be refused, by an answer that takes a tenth of a second."""
    run.asks(person, REFUSED, began_s, began_s + 0.1, means=means)


def test_r7_people_who_could_have_had_a_free_seat_are_a_warning(make: Make) -> None:
    """As many as seats are free, those first who asked first; it breaks no promise."""
    run = sent_away(make, 4)
    run.asks("p0", OK, 1, 2)
    for person, at_s in (("eka", 5.0), ("dewi", 4.0), ("eka", 6.0), ("fajar", 7.0), ("gita", 8.0)):
        told(run, person, at_s)
    run.roll(before=[], first=given(1), second=given(1))
    assert violations(run, R7) == [
        {
            "person": person, "at_s": at_s, "op": op, "seat": None, "times_told": times,
            "seats_free": 3, "severity": times,
        }
        for person, at_s, op, times in (
            ("dewi", 4.0, "0-2", 1), ("eka", 5.0, "0-1", 2), ("fajar", 7.0, "0-4", 1)
        )
    ]  # fmt: skip
    said = ruling(run, R7)
    assert (said.result.state, said.count) == ("warned", 3)
    assert said.result.text == (
        "3 of 4 people who were told that no seat is left could have had one of those that are free."
    )


@pytest.mark.parametrize(
    ("first", "then", "seats", "at_s", "free"),
    [
        (2, None, 2, 5.0, 0),
        (2, None, 1, 5.0, 1),
        (2, None, 3, 5.0, 0),
        (1, 3, 1, 11.0, 0),
        (1, 3, 1, 11.001, 1),
        (1, 3, 1, 5.0, 0),
        (3, 1, 1, 5.0, 0),
        (3, 2, 1, 5.0, 1),
    ],
)
def test_r7_a_seat_has_to_have_been_free_when_the_person_was_sent_away(
    make: Make, first: int, then: int | None, seats: int, at_s: float, free: int
) -> None:
    """Before a raise, and a second after it, "sold out" was true; free is what is left at the end."""
    run = sent_away(make, first, then)
    told(run, "dewi", at_s)
    run.operations((f"p{number}", OK) for number in range(seats))
    run.roll(before=[], first=given(*range(seats)), second=given(*range(seats)))
    assert ruling(run, R7).count == free


def test_r7_of_people_sent_away_at_the_same_time_as_many_count_as_seats_are_free(make: Make) -> None:
    """By name, so that the same run gives the same witnesses."""
    run = sent_away(make, 2)
    for person in ("eka", "dewi", "fajar"):
        told(run, person, 5.0)
    run.promises(p0=OK)
    run.roll(before=[], first=given(1), second=given(1))
    assert [one["person"] for one in violations(run, R7)] == ["dewi"]


def test_r7_the_witness_is_the_first_time_that_it_was_not_true(make: Make) -> None:
    """Told so at 5 s, rightly, and again after more seats had come."""
    run = sent_away(make, 1, 3)
    told(run, "dewi", 5.0)
    told(run, "dewi", 12.0)
    run.promises(p0=OK)
    run.roll(before=[], first=given(1), second=given(1))
    (found,) = violations(run, R7)
    assert (found["op"], found["at_s"], found["times_told"]) == ("0-1", 12.0, 1)


def test_r7_the_witness_is_the_operation_that_was_told_so(make: Make) -> None:
    """The first of those, not one that was refused at the same time for another reason."""
    run = sent_away(make, 9)
    for means in ("", "sold-out", "sold-out"):
        told(run, "dewi", 5.0, means=means)
    run.roll(before=[], first=[], second=[])
    assert [(one["op"], one["times_told"]) for one in violations(run, R7)] == [("0-1", 2)]


def test_r7_seats_are_free_that_are_free_on_the_last_reading(make: Make) -> None:
    """One that a restart has forgotten is."""
    run = sent_away(make, 2)
    told(run, "dewi", 5.0)
    run.promises(p0=OK, p1=OK)
    run.roll(before=[], first=given(1, 2), second=given(1, 2), restarted=given(1))
    assert ruling(run, R7).count == 1


@pytest.mark.parametrize(("at_s", "free"), [(-1.2, 2), (-1.1, 0), (9.0, 0), (11.001, 2)])
def test_r7_a_quota_may_be_lowered_for_a_while(make: Make, at_s: float, free: int) -> None:
    """From 0 s to 10 s the one seat that is given is all there is, by clocks that differ by a second."""
    raises = ({"with": "doors-open", "quota": 1}, {"with": "evening", "quota": 3})
    run = sent_away(make, 3, raises=raises)
    told(run, "dewi", at_s)
    told(run, "eka", at_s)
    run.promises(p0=OK)
    run.roll(before=[], first=given(1), second=given(1))
    assert ruling(run, R7).count == free


@pytest.mark.parametrize("outcome", [OK, UNKNOWN, None])
def test_r7_who_ever_heard_anything_better_was_not_sent_away(
    make: Make, outcome: Outcome | None
) -> None:
    """A yes, or no answer at all."""
    run = sent_away(make, 9)
    told(run, "dewi", 1)
    run.asks("dewi", outcome, 2, 3)
    run.roll(before=[], first=[], second=[])
    assert ruling(run, R7).count == 0


def test_r7_who_holds_a_seat_all_the_same_was_not_left_without(make: Make) -> None:
    """That is a phantom, or was there before; other refusals than sold out are none of this rule."""
    run = sent_away(make, 9)
    told(run, "p0", 1)
    told(run, "p1", 1)
    told(run, "p2", 1, means="")
    run.roll(before=given(1)[:1], first=given(1, 2), second=given(1, 2))
    assert (ruling(run, R7).count, ruling(run, R7).result.state) == (0, "met")


def test_r7_a_refusal_of_another_kind_does_not_take_back_that_it_was_sold_out(make: Make) -> None:
    """Not open yet, then sold out: the person wanted a seat and got none."""
    run = sent_away(make, 9)
    told(run, "dewi", 1, means="")
    told(run, "dewi", 2)
    run.roll(before=[], first=[], second=[])
    assert [(one["person"], one["at_s"]) for one in violations(run, R7)] == [("dewi", 2.0)]


@pytest.mark.parametrize(
    ("from_s", "until_s", "closes", "state"),
    [
        (5.0, None, "evening", "unknown"),
        (5.0, 10.0, "evening", "unknown"),
        (5.0, 9.9, "evening", "warned"),
        (10.0, None, "evening", "unknown"),
        (10.1, None, "evening", "warned"),
        (1.0, 2.1, None, "unknown"),
        (2.2, None, None, "warned"),
    ],
)
def test_r7_a_fault_at_the_close_excuses(
    make: Make, from_s: float, until_s: float | None, closes: str | None, state: str
) -> None:
    """Where joining stays open, the close is when the last operation ended."""
    run = sent_away(make, 9, closes=closes)
    told(run, "dewi", 2)
    run.roll(before=[], first=[], second=[])
    FaultSpan(kind="kill", target="", from_s=0.0, until_s=0.5).write(run.folder.faults)
    FaultSpan(kind="slow", target="store", from_s=from_s, until_s=until_s).write(run.folder.faults)
    said = ruling(run, R7).result
    assert said.state == state
    assert said.text.endswith("A fault was active at the close: slow of store.") is (state == "unknown")


def test_r7_where_joining_stays_open_an_operation_that_never_ended_may_be_the_last(make: Make) -> None:
    """It had begun at least."""
    run = sent_away(make, 9, closes=None)
    told(run, "dewi", 2)
    run.asks("gita", None, 6.0, 6.0)
    run.roll(before=[], first=[], second=[])
    FaultSpan(kind="slow", target="store", from_s=5.5, until_s=6.5).write(run.folder.faults)
    assert ruling(run, R7).result.state == "unknown"


def test_r7_a_lost_ledger_may_explain_it(make: Make) -> None:
    """The person may have been told something better there."""
    run = sent_away(make, 9)
    told(run, "dewi", 2)
    run.roll(before=[], first=[], second=[])
    run.record(workers=2)
    assert ruling(run, R7).result.state == "unknown"


def test_r7_it_does_not_apply_where_nobody_says_what_sold_out_is(make: Make) -> None:
    """Or how many seats there are; each lack is told."""
    run = changing(make, 9)
    run.promises(dewi=REFUSED)
    run.roll(before=[], first=[], second=[])
    assert ruling(run, R7).result.text.startswith("No row of `outcomes` says")
    run.judged_with(site=Site(roll=run.scenario.site.roll), outcomes=(SOLD_OUT,))
    assert ruling(run, R7).result.text == "The scenario names no quota."
