"""Claims about the rules of seats shown, R10 and R11: histories in which they must and must not fire."""

import pytest

from siaga.judge.rules.seats import R6
from siaga.judge.rules.seats_shown import R10, R11
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.scenario.site import Bank
from tests.judge.asked import Make, changing, given, ruling, violations
from tests.judge.hand_made import T0_S, Entry, Run

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN

BANK = Bank(issued='seats{state="all"}', parts=('seats{state="given"}', 'seats{state="left"}'))


def seats(everything: float, given_away: float, left: float, **more: float) -> dict[str, float]:
    """Give what a page shows of the seats."""
    shown = {"all": everything, "given": given_away, "left": left}
    return {f"seats{{state={name}}}": value for name, value in shown.items()} | more


def counted(make: Make, *scrapes: dict[str, float] | None) -> Run:
    """Make a run in which the site showed this of its seats."""
    run = make().judged_with()
    run.judged_with(site=run.scenario.site.model_copy(update={"seats": BANK}))
    run.record()
    run.promises(p0=OK)
    run.roll(before=[], first=given(1), second=given(1))
    run.scrapes(scrapes)
    return run


def test_r10_a_seat_that_comes_from_nowhere_is_a_violation(make: Make) -> None:
    """At each look at which the parts are not the whole, more or less."""
    run = counted(make, seats(10, 0, 10), seats(10, 1, 10), seats(10, 1, 9), seats(10, 3, 5))
    assert violations(run, R10) == [
        {
            "person": None, "at_s": 1.0, "seat": None, "issued": 10.0, "accounted": 11.0,
            "severity": 1.0,
        },
        {
            "person": None, "at_s": 3.0, "seat": None, "issued": 10.0, "accounted": 8.0,
            "severity": 2.0,
        },
    ]  # fmt: skip
    said = ruling(run, R10).result
    assert (said.state, said.text) == (
        "broken", "2 of 4 looks at the site's own series do not account for every seat.",
    )  # fmt: skip


def test_r10_a_raise_is_no_violation(make: Make) -> None:
    """The whole grows with its parts; several series of one name are added up."""
    two = {"seats{state=given,wave=2}": 3.0, "seats{state=all,wave=2}": 3.0}
    run = counted(make, seats(10, 1, 9), seats(15, 1, 14), seats(15, 1, 14, **two))
    assert violations(run, R10) == []
    assert ruling(run, R10).result.text.startswith("0 of 3 looks")


def test_r10_a_scrape_that_lacks_a_series_proves_nothing(make: Make) -> None:
    """Neither one that failed, nor one of before a series was born, nor one after it was gone."""
    young = {name: value for name, value in seats(10, 0, 9).items() if "given" not in name}
    more = {"seats{state=given,wave=2}": 1.0}
    run = counted(make, None, young, seats(10, 0, 9, **more), seats(10, 0, 9), seats(10, 1, 9))
    assert ruling(run, R10).result.text.startswith("0 of 1 looks")


def test_r10_no_scrape_at_all_is_unknown(make: Make) -> None:
    """As is a log of scrapes that cannot be read: nothing was seen, so nothing is met."""
    said = ruling(counted(make, None, {"other": 1.0}), R10).result
    assert (said.state, said.text) == (
        "unknown", "No scrape of the site showed every series of `site.seats`.",
    )  # fmt: skip


def test_r10_a_damaged_log_of_scrapes_is_unknown(make: Make) -> None:
    """The other rules are judged all the same."""
    run = counted(make, seats(10, 3, 5))
    run.folder.scrapes.write_text("{}\n{}\n", encoding="utf-8")
    assert ruling(run, R10).result.state == "unknown"
    assert ruling(run, R6).result.state == "met"


def test_r10_it_does_not_apply_without_series(make: Make) -> None:
    """The scenario has to name them."""
    run = changing(make, 9)
    run.promises(p0=OK)
    run.roll(before=[], first=given(1), second=given(1))
    assert ruling(run, R10).result.state == "not_applicable"


def shown(number: int, began_s: float, ended_s: float) -> Sighting:
    """Give a look at the seats left."""
    return Sighting(
        what="remaining", person="zoe", visitor=7, number=number, began_s=began_s, ended_s=ended_s
    )


def watched(make: Make, first: int = 10, then: int | None = None) -> Run:
    """Make a run of a site that shows the seats left."""
    return changing(make, first, then, remaining={"stale": "2 s"})


@pytest.mark.parametrize(
    ("began_s", "ended_s", "possible"),
    [
        (0.0, 0.5, range(10, 11)),
        (0.5, 1.0, range(9, 11)),
        (3.9, 3.95, range(9, 11)),
        (4.0, 4.0, range(9, 10)),
        (5.0, 6.0, range(8, 10)),
        (99.0, 99.0, range(8, 10)),
    ],
)
def test_r11_a_number_has_to_have_been_true_at_some_moment(
    make: Make, began_s: float, ended_s: float, possible: range
) -> None:
    """Given from when it is asked for; certain when it was acknowledged and pages are as new."""
    run = watched(make)
    run.asks("p0", OK, 1.0, 2.0)
    run.asks("p1", UNKNOWN, 6.0, 7.0)
    run.asks("dewi", REFUSED, 0.0, 0.1)
    run.sees(*(shown(number, began_s, ended_s) for number in range(12)))
    run.roll(before=[], first=given(1), second=given(1))
    found = violations(run, R11)
    assert {one["shown"] for one in found} == set(range(12)) - set(possible)
    assert {(one["at_least"], one["at_most"]) for one in found} == {(possible[0], possible[-1])}


def test_r11_the_witness_tells_what_was_shown_and_what_could_have_been(make: Make) -> None:
    """Who looked, when, and how far off it was."""
    run = watched(make)
    run.asks("p0", OK, 1.0, 2.0)
    run.sees(shown(5, 3.0, 4.0), shown(9, 3.0, 4.0))
    run.roll(before=[], first=given(1), second=given(1))
    assert violations(run, R11) == [
        {
            "person": "zoe", "visitor": 7, "shown": 5, "at_least": 9, "at_most": 10,
            "began_s": 3.0, "at_s": 4.0, "seat": None, "severity": 4,
        }
    ]  # fmt: skip
    said = ruling(run, R11).result
    assert (said.state, said.text) == (
        "broken", "1 of 2 looks at the seats left were shown a number that cannot have been true.",
    )  # fmt: skip


def test_r11_the_first_yes_gives_the_seat_and_the_first_request_may(make: Make) -> None:
    """What is repeated later takes nothing back."""
    run = watched(make)
    for at_s in (1.0, 12.0):
        run.asks("p0", OK, at_s, at_s + 1.0)
        run.asks("p1", UNKNOWN, at_s, at_s + 1.0)
    run.sees(*(shown(number, 5.0, 6.0) for number in range(12)))
    run.roll(before=[], first=given(1), second=given(1))
    assert {one["shown"] for one in violations(run, R11)} == set(range(12)) - {8, 9}


def test_r11_who_is_acknowledged_often_holds_one_seat(make: Make) -> None:
    """And who held one before the run holds no second one, although told so again."""
    run = watched(make)
    for person in ("p0", "p0", "p1"):
        run.asks(person, OK, 1.0, 2.0)
    there = given(1, 2)
    run.sees(*(shown(number, 9.0, 9.0) for number in range(11)))
    run.roll(before=there[1:], first=there, second=there)
    # p1 stood there and p0 was told so: two for certain; p1 may have got another.
    assert {one["shown"] for one in violations(run, R11)} == {*range(7), 9, 10}


@pytest.mark.parametrize(
    ("entries", "least"),
    [
        (given(1), 9),
        ([*given(1), ("nobody", "k", "5", T0_S)], 8),
        ([*given(1), ("dewi", "k", "5", T0_S)], 8),
        ([*given(1), ("p0", "k", "5", T0_S)], 8),
    ],
    ids=["as-asked", "stranger", "phantom", "duplicate"],
)
def test_r11_an_entry_that_nobody_was_promised_may_have_been_given_at_any_time(
    make: Make, entries: list[Entry], least: int
) -> None:
    """A page that counts what the site did wrong tells the truth."""
    run = watched(make)
    run.asks("p0", OK, 0.0, 9.0)
    run.asks("dewi", REFUSED, 0.0, 9.0)
    run.sees(*(shown(number, 0.0, 1.0) for number in range(10)))
    run.roll(before=[], first=entries, second=entries)
    assert {one["shown"] for one in violations(run, R11)} == set(range(least))


def test_r11_what_stood_there_before_and_was_taken_away_may_have_stood_during_the_look(
    make: Make,
) -> None:
    """Nobody knows when it went."""
    run = watched(make)
    run.asks("p0", REFUSED, 0.0, 1.0)
    run.sees(*(shown(number, 5.0, 5.0) for number in range(11)))
    run.roll(before=given(1, 2), first=given(1), second=given(1))
    assert {one["shown"] for one in violations(run, R11)} == {*range(8), 10}


@pytest.mark.parametrize(
    ("before", "first", "second", "possible"),
    [
        (given(1, 2), given(1, 2), given(1), {8, 9}),
        (given(1, 2), given(1), given(1, 2), {8, 9}),
        (given(1), given(1), "no answer", {9}),
        (
            [],
            [("nobody", "k", "5", T0_S), ("noone", "l", "6", T0_S)],
            [("nobody", "k", "5", T0_S)],
            {8, 9, 10},
        ),
        ([], [], [("nobody", "k", "5", T0_S)], {9, 10}),
    ],
)
def test_r11_of_several_readings_what_leaves_more_room_counts(
    make: Make, before: list[Entry], first: list[Entry], second: list[Entry] | str, possible: set[int]
) -> None:
    """Certain is what stood on each of them, possible what stands on any."""
    run = watched(make)
    run.promises(dewi=REFUSED)
    run.sees(*(shown(number, 5.0, 5.0) for number in range(12)))
    run.roll(before=before, first=first, second=second)
    assert set(range(12)) - {one["shown"] for one in violations(run, R11)} == possible


def test_r11_a_place_in_a_queue_is_no_number_of_seats(make: Make) -> None:
    """Only looks at the seats left are looked at."""
    run = watched(make)
    run.promises(dewi=REFUSED)
    place = Sighting(
        what="admitted", person="zoe", visitor=7, text="t", number=99, began_s=5.0, ended_s=5.0
    )
    run.sees(shown(10, 5.0, 5.0), place)
    run.roll(before=[], first=[], second=[])
    assert violations(run, R11) == []
    assert ruling(run, R11).result.text.startswith("0 of 1 looks at the seats left")


@pytest.mark.parametrize(
    ("first", "then", "began_s", "ended_s", "possible"),
    [
        (10, 15, 5.0, 8.999, {10}),
        (10, 15, 5.0, 9.0, {10, 15}),
        (10, 15, 13.0, 13.5, {10, 15}),
        (10, 15, 13.001, 13.5, {15}),
        (15, 10, 12.0, 12.5, {15, 10}),
    ],
)
def test_r11_around_a_change_of_the_quota_both_may_be_shown(
    make: Make, first: int, then: int, began_s: float, ended_s: float, possible: set[int]
) -> None:
    """A second of the clocks sooner, and later by the age of the page as well."""
    run = watched(make, first, then)
    run.promises(dewi=REFUSED)
    run.sees(*(shown(number, began_s, ended_s) for number in (9, 10, 15, 16)))
    run.roll(before=[], first=[], second=[])
    assert {9, 10, 15, 16} - {one["shown"] for one in violations(run, R11)} == possible


def test_r11_nothing_less_than_no_seat_can_be_shown(make: Make) -> None:
    """Where more is given than there is, 0 is right."""
    run = watched(make, 1)
    run.asks("p0", OK, 0.0, 1.0)
    run.asks("p1", OK, 0.0, 1.0)
    run.sees(shown(0, 9.0, 9.0), shown(1, 9.0, 9.0))
    run.roll(before=[], first=given(1, 1), second=given(1, 1))
    assert [one["shown"] for one in violations(run, R11)] == [1]


def test_r11_what_it_lacks_is_told(make: Make) -> None:
    """A look, a whole ledger, the roll before the run, a plan where the quota changes."""
    run = watched(make, 10, 15)
    run.promises(p0=OK)
    run.roll(before=[], first=given(1), second=given(1))
    assert ruling(run, R11).result.state == "not_applicable"
    run.sees(shown(3, 1.0, 1.0))
    assert ruling(run, R11).result.state == "broken"
    run.record(workers=2)
    assert ruling(run, R11).result.state == "unknown"
    run.record()
    run.roll(before="no answer", first=given(1), second=given(1))
    assert ruling(run, R11).result.state == "unknown"
    run.roll(before=[], first=given(1), second=given(1))
    run.folder.plan.unlink()
    assert ruling(run, R11).result.state == "unknown"
