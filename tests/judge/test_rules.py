"""Claims about the rules: for each, histories in which it must and must not fire."""

from collections.abc import Callable

import pytest

from siaga.judge.audit import audit
from siaga.ledger.outcome import Outcome
from tests.judge.hand_made import T0_S, Run, entry

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN


def fired(run: Run) -> dict[str, int]:
    """Give the rules that were broken, with their counts."""
    return {one.rule: one.count for one in audit(run.folder, run.scenario).findings}


def test_r1_an_acknowledged_person_who_is_not_on_the_roll_is_lost(make: Callable[..., Run]) -> None:
    """The witness tells who it was, what was said and where the person is missing."""
    run = make()
    run.promises(ana=OK, budi=OK)
    run.roll(before=[], first=[entry("ana", 1)], second=[entry("ana", 1)])
    result = audit(run.folder, run.scenario)
    assert result.lost == 1
    (found,) = result.findings
    assert (found.rule, found.count, found.of) == ("R1", 1, 2)
    assert found.text == "1 of 2 acknowledged people are lost."
    (witness,) = found.witnesses
    assert {key: told for key, told in witness.items() if key != "timeline"} == {
        "person": "budi",
        "op": "0-1",
        "key": "key-budi",
        "receipt": "receipt-budi",
        "acknowledged_at_s": 1.5,
        "missing_in": "first, second",
        "at_s": 1.0,
        "seat": None,
    }


def test_r1_what_a_restart_forgets_is_lost(make: Callable[..., Run]) -> None:
    """State that was only in memory is on the first readings, and gone after the restart."""
    run = make()
    run.promises(ana=OK, budi=OK)
    both = [entry("ana", 1), entry("budi", 2)]
    run.roll(before=[], first=both, second=both, restarted=both[:1])
    result = audit(run.folder, run.scenario)
    assert fired(run) == {"R0": 1, "R1": 1}
    assert result.findings[1].witnesses[0]["missing_in"] == "restarted"


def test_r1_one_acknowledgement_among_other_outcomes_counts(make: Callable[..., Run]) -> None:
    """Somebody who was refused, then heard nothing, then was told yes, was told yes."""
    run = make()
    run.operations([("ana", REFUSED), ("ana", UNKNOWN), ("ana", OK)])
    run.roll(before=[], first=[], second=[])
    assert fired(run) == {"R1": 1}


@pytest.mark.parametrize(
    ("second", "what"),
    [
        (("ana", "key-other", "2", T0_S + 2), "person"),
        (("budi", "key-ana", "2", T0_S + 2), "operation"),
        (("budi", "key-budi", "1", T0_S + 2), "seat"),
        (("ana", "key-ana", "1", T0_S + 1), "person"),
    ],
)
def test_r2_what_stands_twice_is_a_duplicate(
    make: Callable[..., Run], second: tuple[str, str, str, float], what: str
) -> None:
    """A person, an operation or a seat that is repeated, and a row that stands there twice."""
    run = make()
    run.promises(ana=OK, budi=OK)
    twice = [entry("ana", 1), second, *([] if second[0] == "budi" else [entry("budi", 3)])]
    run.roll(before=[], first=twice, second=twice)
    result = audit(run.folder, run.scenario)
    assert fired(run) == {"R2": 1}
    assert result.duplicated == 1
    assert result.findings[0].witnesses[0]["stands_twice"] == what


def test_r2_what_stood_there_before_is_the_first_whatever_its_time(make: Callable[..., Run]) -> None:
    """The clock of an earlier run may have been ahead: the new entry is the one too many."""
    run = make()
    run.promises(ana=OK)
    there = [("ana", "k0", "1", T0_S + 50)]
    after = [*there, entry("ana", 2)]
    run.roll(before=there, first=after, second=after)
    assert fired(run) == {"R2": 1}


def test_r2_a_roll_without_operations_and_seats_is_judged_by_people(make: Callable[..., Run]) -> None:
    """Columns that the site does not have cannot repeat."""
    run = make()
    run.promises(ana=OK, budi=OK)
    plain = [("ana", None, None, None), ("budi", None, None, None)]
    run.roll(before=[], first=plain, second=plain)
    assert fired(run) == {}


def test_r3_a_refused_person_on_the_roll_is_a_phantom(make: Callable[..., Run]) -> None:
    """The site said no, and did it all the same."""
    run = make()
    run.promises(ana=OK, budi=REFUSED)
    both = [entry("ana", 1), entry("budi", 2)]
    run.roll(before=[], first=both, second=both)
    result = audit(run.folder, run.scenario)
    assert fired(run) == {"R3": 1}
    assert (result.phantom, result.findings[0].of, result.recovered) == (1, 1, 0)
    assert result.findings[0].witnesses[0]["why"] == "told"


def test_r4_a_person_who_never_asked_is_unexpected(make: Callable[..., Run]) -> None:
    """Nobody asked, and there is a seat."""
    run = make()
    run.promises(ana=OK)
    both = [entry("ana", 1), entry("nobody", 2)]
    run.roll(before=[], first=both, second=both)
    assert fired(run) == {"R4": 1}
    assert audit(run.folder, run.scenario).unexpected == 1


def test_r5_an_unknown_outcome_may_be_on_the_roll_or_not(make: Callable[..., Run]) -> None:
    """Both are right; those on the roll are counted as recovered and break nothing."""
    run = make()
    run.promises(ana=OK, budi=UNKNOWN, citra=None)
    both = [entry("ana", 1), entry("citra", 2)]
    run.roll(before=[], first=both, second=both)
    result = audit(run.folder, run.scenario)
    assert result.findings == ()
    assert (result.unknown, result.recovered) == (2, 1)
    told = next(one for one in result.rules if one.rule == "R5").text
    assert told == "1 of 2 people without an answer are on the roll."


def test_r6_more_seats_than_the_quota_are_over_it(make: Callable[..., Run]) -> None:
    """Ten seats, twelve given: two too many, the last of them named."""
    run = make()
    people = [f"p{number}" for number in range(1, 13)]
    run.promises(**dict.fromkeys(people, OK))
    all_of_them = [entry(person, seat) for seat, person in enumerate(people, start=1)]
    run.roll(before=[], first=all_of_them, second=all_of_them)
    result = audit(run.folder, run.scenario)
    assert fired(run) == {"R6": 2}
    assert result.over_quota == 2
    assert [one["nth_given"] for one in result.findings[0].witnesses] == [11, 12]
    assert result.findings[0].text == "2 of 10 seats were given beyond the quota."


def test_r6_seats_given_before_the_run_count_against_the_quota(make: Callable[..., Run]) -> None:
    """Nine were there; two more are one too many."""
    run = make()
    there = [entry(f"old{number}", number) for number in range(1, 10)]
    run.promises(ana=OK, budi=OK)
    after = [*there, entry("ana", 10), entry("budi", 11)]
    run.roll(before=there, first=after, second=after)
    assert fired(run) == {"R6": 1}


def test_r6_does_not_apply_without_a_quota(good: Run) -> None:
    """Where the scenario names no quota nothing can be over it."""
    site = good.scenario.site.model_copy(update={"quota": None})
    result = audit(good.folder, good.scenario.model_copy(update={"site": site}))
    assert next(one for one in result.rules if one.rule == "R6").state == "not_applicable"


def test_r0_readings_that_differ_are_a_finding(make: Callable[..., Run]) -> None:
    """A roll that is not the same twice cannot be believed."""
    run = make()
    run.promises(ana=UNKNOWN, budi=UNKNOWN)
    run.roll(before=[], first=[entry("ana", 1), entry("budi", 2)], second=[entry("ana", 1)])
    assert fired(run) == {"R0": 1}


def test_what_was_there_before_is_nobodys_finding(make: Callable[..., Run]) -> None:
    """Rows of an earlier run, duplicates among them, are left aside."""
    run = make()
    run.promises(ana=OK)
    there = [("old", "k1", "4", 1.0), ("old", "k1", "4", 1.0), ("older", "k2", "5", None)]
    after = [*there, entry("ana", 6)]
    run.roll(before=there, first=after, second=after)
    result = audit(run.folder, run.scenario)
    assert result.findings == ()
    assert result.on_roll == 1


def test_a_lost_row_does_not_cancel_a_duplicate(make: Callable[..., Run]) -> None:
    """Two promises, two rows, and yet both rules are broken: people are compared, not sums."""
    run = make()
    run.promises(ana=OK, budi=OK)
    twice = [entry("ana", 1), ("ana", "key-ana", "2", T0_S + 2)]
    run.roll(before=[], first=twice, second=twice)
    assert fired(run) == {"R1": 1, "R2": 1}


@pytest.mark.parametrize(
    ("told", "witness"),
    [
        ([("ana", "k1", "seat-1"), ("ana", "k1", "seat-2")], ("ana", "k1", "seat-1, seat-2")),
        ([("ana", "k1", "seat-1"), ("budi", "k2", "seat-1")], ("ana, budi", "k1", "seat-1")),
    ],
    ids=["one-operation-two-receipts", "one-receipt-two-people"],
)
def test_r8_receipts_that_contradict_each_other_are_a_finding(
    make: Callable[..., Run], told: list[tuple[str, str, str]], witness: tuple[str, str, str]
) -> None:
    """A replay that is answered otherwise, and an id that two people hold."""
    run = make()
    run.receipts(told)
    kept = [entry(person, seat) for seat, person in enumerate(dict.fromkeys(one[0] for one in told))]
    run.roll(before=[], first=kept, second=kept)
    (found,) = audit(run.folder, run.scenario).findings
    assert (found.rule, found.count, found.of) == ("R8", 1, 2)
    (seen,) = found.witnesses
    assert (seen["person"], seen["key"], seen["receipt"]) == witness


@pytest.mark.parametrize(
    "told",
    [
        [("ana", "k1", "seat-1"), ("ana", "k1", "seat-1"), ("ana", "k2", "seat-1")],
        [("ana", "k1", ""), ("budi", "k2", "")],
    ],
    ids=["replays", "no-receipts"],
)
def test_r8_a_receipt_that_is_repeated_to_its_owner_is_none(
    make: Callable[..., Run], told: list[tuple[str, str, str]]
) -> None:
    """The same answer again, also to another key; and a site that gives no receipts."""
    run = make()
    run.receipts(told)
    kept = [entry(person, seat) for seat, person in enumerate(dict.fromkeys(one[0] for one in told))]
    run.roll(before=[], first=kept, second=kept)
    assert fired(run) == {}
