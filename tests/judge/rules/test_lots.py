"""Claims about the rule of lots, R18: histories of draws by hand in which it must and must not fire."""

import pytest

from siaga.judge.rules.lots import R18
from siaga.judge.rules.promises import R1
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from tests.judge.asked import Make, changing, ruling, violations
from tests.judge.hand_drawn import (
    CLOSES_S,
    DIGEST,
    FIXED,
    PEOPLE,
    SEED,
    drawn,
    entries,
    in_order,
    look,
    seated,
)
from tests.judge.hand_made import T0_S, Run


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


def test_r18_a_seed_that_is_shown_while_joining_is_open_is_found(make: Make) -> None:
    """Whoever knows it knows every lot, and may choose which application to make; drawn as it says."""
    early = (look("commitment", DIGEST, 2.0), look("seed", SEED, 3.0, "budi"), *FIXED)
    run = drawn(make, seated(*in_order()[:3]), *early)
    assert violations(run, R18) == [
        {
            "person": "budi", "operation": None, "seat": None, "at_s": T0_S + 3.0, "place": None,
            "due": None, "shown": SEED, "wrong": "was shown the seed while joining was open",
            "severity": 8,
        }
    ]  # fmt: skip


def test_r18_a_result_that_is_shown_while_joining_is_open_is_found(make: Make) -> None:
    """Lots were drawn before everybody could apply; once a person, from the first look."""
    first, second, *_ = in_order()
    early = (look("drawn", "1", 8.0, first), look("drawn", "1", 8.5, first))
    run = drawn(make, seated(first, second), *FIXED, *early, look("drawn", "2", 9.5, second), quota=2)
    said = "was shown a result while joining was open"
    assert [
        (one["person"], one["shown"], one["at_s"], one["wrong"]) for one in violations(run, R18)
    ] == [(first, "1", T0_S + 8.0, said)]


def test_r18_clocks_may_differ_at_the_closing(make: Make) -> None:
    """A seed that was seen less than that sooner may have been shown after it."""
    run = drawn(make, seated(*in_order()[:3]), FIXED[0], look("seed", SEED, CLOSES_S - 0.9))
    assert violations(run, R18) == []


@pytest.mark.parametrize("digest", [DIGEST, DIGEST.upper()])
def test_r18_lots_are_ranked_by_the_seed_that_was_fixed(make: Make, digest: str) -> None:
    """One other that was shown to somebody is one violation, whatever its name; a digest has no case."""
    odd = (look("seed", "0" * 64, 13.0, "eka"), look("seed", "f" * 64, 13.0, "gita"))
    fixed = (look("commitment", digest, 2.0), look("seed", SEED, 12.0))
    run = drawn(make, seated(*in_order()[:3]), *fixed, *odd)
    assert wrong(run) == {(who, "saw a seed that was not fixed before") for who in ("eka", "gita")}


@pytest.mark.parametrize("is_read", [True, False])
def test_r18_a_seat_whose_holder_is_gone_is_nobodys(make: Make, is_read: bool) -> None:  # noqa: FBT001
    """Removed after the first reading, or before it: not the next in line's, nor does it hide more."""
    order = in_order()
    left = [one for one in entries(seated(*order[:3])) if one.person != order[0]]
    run = drawn(make, {})
    run.roll(before=[], first=entries(seated(*order[:3])) if is_read else left, second=left)
    assert violations(run, R18) == []
    assert [one["person"] for one in violations(run, R1)] == [order[0]]
    fewer = [one for one in entries(seated(*order[:2])) if one.person != order[0]]
    run.roll(before=[], first=fewer, second=fewer)
    assert wrong(run) == {(order[2], "has no seat")}


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
    run.operations([("p0", Outcome.OK)])
    run.roll(before=[], first=entries({}), second=entries({}))
    assert ruling(run, R18).result.state == "not_applicable"
