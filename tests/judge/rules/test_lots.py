"""Claims about the rule of lots, R18, and about the others where seats are drawn: histories by hand."""

import hashlib
from collections.abc import Mapping, Sequence

import pytest

from siaga.judge.rules.lots import R18
from siaga.judge.rules.people import R13
from siaga.judge.rules.promises import R1, R4
from siaga.judge.rules.roll import R2
from siaga.judge.rules.seats import R6, R7
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting, What
from siaga.roll.entry import Entry
from siaga.scenario.outcome_row import OutcomeRow
from siaga.scenario.roll_source import HttpSource
from tests.judge.asked import Make, changing, ruling, violations
from tests.judge.hand_made import T0_S, Run

OK, REFUSED = Outcome.OK, Outcome.REFUSED
SEED = "5eed" * 16
DIGEST = hashlib.sha256(SEED.encode()).hexdigest()
PEOPLE = [f"p{number}" for number in range(8)]
CLOSES_S = 10.0


def in_order(people: Sequence[str] = PEOPLE, seed: str = SEED) -> list[str]:
    """Give people by their lots, the lowest first; each lot is made of `r-PERSON`."""
    return sorted(people, key=lambda one: hashlib.sha256(f"{seed}:r-{one}".encode()).hexdigest())


def seated(*people: str) -> dict[str, str]:
    """Give seats to people, in their order."""
    return {person: str(seat) for seat, person in enumerate(people, start=1)}


def entries(seats: Mapping[str, str], people: Sequence[str] = PEOPLE) -> list[Entry]:
    """Give the roll of those who applied a second apart, some of whom have a seat."""
    return [
        Entry(
            person=person,
            operation=f"k-{person}",
            seat=seats.get(person),
            at_s=T0_S + place,
            lot=f"r-{person}",
        )
        for place, person in enumerate(people, start=1)
    ]


def look(what: What, text: str, at_s: float, person: str = "ana") -> Sighting:
    """Give what somebody saw at a run second."""
    return Sighting(what=what, person=person, text=text, began_s=at_s - 0.1, ended_s=at_s)


FIXED = (look("commitment", DIGEST, 2.0), look("commitment", DIGEST, 12.0), look("seed", SEED, 12.0))


def drawn(
    make: Make, seats: Mapping[str, str], *looks: Sighting, quota: int = 3, then: int | None = None
) -> Run:
    """Make a run of a site that closes at 10 s and draws, and whose quota may change then."""
    roll = HttpSource(lot="registration_id")
    run = changing(make, quota, then, closes="evening", roll=roll.model_dump(by_alias=True))
    run.operations((person, OK) for person in PEOPLE)
    run.roll(before=[], first=entries(seats), second=entries(seats))
    run.sees(*(looks or FIXED))
    return run


def wrong(run: Run) -> set[tuple[str, str]]:
    """Give whom the rule names, and with what."""
    return {(one["person"], one["wrong"]) for one in violations(run, R18)}


@pytest.mark.parametrize("numbers", [seated, lambda *people: seated(*reversed(people))])
def test_r18_the_lowest_lots_have_the_seats(make: Make, numbers: object) -> None:
    """Whatever the numbers of the seats are."""
    run = drawn(make, numbers(*in_order()[:3]))  # type: ignore[operator]
    assert violations(run, R18) == []
    assert ruling(run, R18).result.state == "met"
    said = "0 of 8 applications were not drawn, or not shown, as the seed has it."
    assert ruling(run, R18).result.text == said


def test_r18_whoever_has_a_seat_and_no_lot_for_it_is_found_with_whoever_lacks_it(make: Make) -> None:
    """Those who came last have the seats: each of them whose lot is high, and each whose lot is low."""
    run = drawn(make, seated(*PEOPLE[5:]))
    low = set(in_order()[:3])
    assert low != set(PEOPLE[5:])
    has = {(one, "has a seat") for one in set(PEOPLE[5:]) - low}
    assert wrong(run) == has | {(one, "has no seat") for one in low - set(PEOPLE[5:])}
    worst = max(violations(run, R18), key=lambda one: one["severity"])
    assert (worst["place"], worst["due"]) == (in_order().index(worst["person"]) + 1, 3)


@pytest.mark.parametrize(
    ("seats", "quota", "found"),
    [
        (5, 3, {3: "has a seat", 4: "has a seat"}),
        (1, 3, {1: "has no seat", 2: "has no seat"}),
        (8, 9, {}),
        (7, 9, {7: "has no seat"}),
    ],
)
def test_r18_too_many_and_too_few_are_found(
    make: Make, seats: int, quota: int, found: dict[int, str]
) -> None:
    """As many as the quota, or as there are applications."""
    order = in_order()
    run = drawn(make, seated(*order[:seats]), quota=quota)
    assert wrong(run) == {(order[place], what) for place, what in found.items()}


@pytest.mark.parametrize(("seats", "found"), [(2, 1), (3, 0), (4, 0), (5, 0), (6, 1)])
def test_r18_a_quota_that_changes_as_joining_closes_may_be_either(
    make: Make, seats: int, found: int
) -> None:
    """Nobody knows which of the two the site had first."""
    run = drawn(make, seated(*in_order()[:seats]), quota=3, then=5)
    assert len(violations(run, R18)) == found


def test_r18_a_seed_that_was_not_fixed_before_is_found(make: Make) -> None:
    """Drawn as it says: but it may have been chosen afterwards."""
    other = "0dd" * 16
    looks = (look("commitment", DIGEST, 2.0), look("seed", other, 12.0, "budi"))
    run = drawn(make, seated(*in_order(seed=other)[:3]), *looks)
    assert violations(run, R18) == [
        {
            "person": "budi", "operation": None, "seat": None, "at_s": T0_S + 12.0, "place": None,
            "due": None, "shown": other, "wrong": "saw a seed that was not fixed before", "severity": 8,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("further", "who"),
    [(look("commitment", "0" * 64, 3.0), "ana"), (look("seed", "6" * 64, 13.0, "eka"), "eka")],
)
def test_r18_two_digests_before_or_two_seeds_afterwards_are_found(
    make: Make, further: Sighting, who: str
) -> None:
    """One of them cannot be the one that was fixed."""
    run = drawn(make, seated(*in_order()[:3]), *FIXED, further)
    assert wrong(run) == {(who, "saw a seed that was not fixed before")}


@pytest.mark.parametrize(
    ("person", "shown", "found"),
    [(0, "1", False), (0, "2", True), (0, "", True), (7, "", False), (7, "1", True)],
)
def test_r18_what_people_were_shown_of_their_lots_is_what_the_roll_has(
    make: Make,
    person: int,
    shown: str,
    found: bool,  # noqa: FBT001
) -> None:
    """A result that changed afterwards, or was another one at another process."""
    who = in_order()[person]
    run = drawn(make, seated(*in_order()[:3]), *FIXED, look("drawn", shown, 14.0, who))
    assert wrong(run) == ({(who, "was shown something else")} if found else set())
    assert [one["shown"] for one in violations(run, R18)] == ([shown] if found else [])


@pytest.mark.parametrize(
    "looks",
    [
        (look("seed", SEED, 12.0),),
        (look("commitment", DIGEST, 2.0),),
        (look("commitment", DIGEST, 12.0), look("seed", SEED, 12.0)),
    ],
)
def test_r18_knows_nothing_where_nobody_saw_both(make: Make, looks: tuple[Sighting, ...]) -> None:
    """A digest that was shown after joining had closed fixes nothing."""
    said = ruling(drawn(make, seated(*PEOPLE[:3]), *looks), R18).result
    unseen = "Nobody saw the digest of a seed before joining closed and a seed afterwards"
    assert (said.state, said.text) == ("unknown", f"{unseen}, so nobody can draw the lots again.")


def test_r18_does_not_apply_where_seats_are_given_at_once(make: Make) -> None:
    """The roll then has no lots."""
    run = changing(make, 3, closes="evening")
    run.operations([("p0", OK)])
    run.roll(before=[], first=entries({}), second=entries({}))
    assert ruling(run, R18).result.state == "not_applicable"


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
    early = run.scenario.site.model_dump(by_alias=True)
    early["notices"] = {"path": "/admin/notices", "person": "person", "operation": None, "seat": None}
    run.judged_with(site=type(run.scenario.site).model_validate(early))
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
