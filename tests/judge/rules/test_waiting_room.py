"""Claims about the rule of the waiting room, R15: whom it may let in, how many, and when."""

from typing import Any

import pytest

from siaga.judge.rules.waiting_room import R15
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.scenario.site import Site
from tests.judge.asked import Make, ruling, violations
from tests.judge.hand_made import Run

TWO_IN_TEN = {"admits": 0.2, "over": 10, "tolerance": 0}
FIFO = {"admits": 1000, "over": 10, "order": "fifo", "within": 5}

OTHERS, MANY, TURN = "with the token of somebody else", "one too many", "out of turn"


def let_in(at_s: float, person: str, place: int | None = None, token: str | None = None) -> Sighting:
    """Give an admission that was seen at a run second."""
    text = f"token-{person}" if token is None else token
    return Sighting(
        what="admitted", person=person, text=text, number=place, began_s=at_s - 0.5, ended_s=at_s
    )


def room(make: Make, promised: dict[str, Any], *admitted: Sighting) -> Run:
    """Make a run in which people are let in."""
    run = make()
    site = run.scenario.site.model_dump(by_alias=True) | {"waiting-room": promised}
    run.judged_with(site=Site.model_validate(site))
    run.operations([("ana", Outcome.REFUSED)])
    run.sees(*admitted)
    run.roll(before=[], first=[], second=[])
    return run


def wrong(run: Run) -> list[tuple[float, str, str]]:
    """Give when whom was wrongly let in, and how."""
    return [(one["at_s"], one["person"], one["let_in"]) for one in violations(run, R15)]


def test_r15_a_token_that_two_people_were_shown_is_the_first_ones(make: Make) -> None:
    """Everybody after the first is one admission too many, with the name of the first."""
    run = room(
        make,
        FIFO,
        let_in(2, "budi", token="t"),
        let_in(1, "ana", token="t"),
        let_in(3, "ana", token="t"),
        let_in(3, "citra", token="t"),
        let_in(4, "dewi", token="u"),
        let_in(4, "dewi", token="v"),
    )
    whole: dict[str, Any] = {
        "token": "t",
        "place": None,
        "seat": None,
        "let_in": OTHERS,
        "token_of": "ana",
    }
    whole |= {"window_began_s": None, "overtaken_by": None, "overtaken_by_s": None, "severity": 1}
    assert violations(run, R15) == [
        {"person": "budi", "at_s": 2.0, **whole}, {"person": "citra", "at_s": 3.0, **whole}
    ]  # fmt: skip
    assert ruling(run, R15).result.text == "2 of 5 admissions should not have been, or not then."


def test_r15_without_tokens_nobody_has_another_ones(make: Make) -> None:
    """A waiting room that shows none; of each person the first admission counts, and counts once."""
    again = [let_in(at_s, "ana", token="") for at_s in (1, 2, 3)]
    others = [
        let_in(at_s, person, token="") for at_s, person in ((4, "budi"), (5, "citra"), (6, "dewi"))
    ]
    run = room(make, TWO_IN_TEN, *again, *others)
    assert wrong(run) == [(5, "citra", MANY), (6, "dewi", MANY)]
    assert ruling(run, R15).result.text.startswith("2 of 4 admissions")


@pytest.mark.parametrize(
    ("times_s", "surplus_s"),
    [
        ((1, 2), []),
        ((1, 2, 3), [3]),
        ((1, 2, 10.999999), [10.999999]),
        ((1, 2, 11), []),
        ((0.3, 2, 10.3), []),
        ((1, 2, 11, 12, 21, 22), []),
        ((1, 2, 3, 4), [3, 4]),
        ((1, 2, 3, 11), [3, 11]),
        ((1, 1, 1), [1]),
        ((5, 1, 3), [5]),
        ((1, 5, 11, 11), [11]),
        ((1, 2, 3, 14, 15, 16), [3, 16]),
    ],
)
def test_r15_whoever_is_one_too_many_in_the_window_that_ends_with_them(
    make: Make, times_s: tuple[float, ...], surplus_s: list[float]
) -> None:
    """Two in any ten seconds; the window holds its beginning and not its end. Each counts once."""
    run = room(make, TWO_IN_TEN, *(let_in(at_s, f"p{number}") for number, at_s in enumerate(times_s)))
    assert [(at_s, how) for at_s, _, how in wrong(run)] == [(at_s, MANY) for at_s in surplus_s]


def test_r15_of_those_who_come_in_together_the_first_names_come_first(make: Make) -> None:
    """In whatever order they were written down, and whatever their tokens: the same ones every time."""
    together = [
        let_in(5, name, token=token) for name, token in (("c", "1"), ("a", "4"), ("d", "2"), ("b", "3"))
    ]
    run = room(make, TWO_IN_TEN, *together, let_in(1, "z"))
    assert wrong(run) == [(5, "b", MANY), (5, "c", MANY), (5, "d", MANY)]
    assert [one["window_began_s"] for one in violations(run, R15)] == [1, 5, 5]


def test_r15_of_those_who_show_a_token_together_the_first_name_has_it(make: Make) -> None:
    """Earlier wins over the name, the name over the order of writing."""
    at_once = [let_in(2, name, token="t") for name in ("c", "b", "a")]
    run = room(make, FIFO, *at_once, let_in(3, "0", token="t"))
    assert [(one["person"], one["token_of"]) for one in violations(run, R15)] == [
        ("b", "a"), ("c", "a"), ("0", "a")
    ]  # fmt: skip


def test_r15_a_second_look_at_an_admission_is_no_second_admission(make: Make) -> None:
    """It came in when it was first seen, with the best place that was shown with it."""
    run = room(
        make,
        {"admits": 0.3, "over": 10, "tolerance": 0, "order": "fifo", "within": 5},
        let_in(1, "budi", 5, "b"),
        let_in(9, "ana", 7, "a"),
        let_in(10, "ana", 2, "a"),
        let_in(11, "ana", 8, "a"),
    )
    (found,) = violations(run, R15)
    assert (found["person"], found["at_s"], found["place"], found["let_in"]) == ("ana", 9, 2, TURN)
    assert found["overtaken_by_s"] == 8
    assert ruling(run, R15).result.text.startswith("1 of 2 admissions")


def test_r15_other_looks_are_no_admissions(make: Make) -> None:
    """What a person holds may read as somebody's token does, and comes when it comes."""
    shown = [
        Sighting(what="holding", person=name, text=text, began_s=0.5, ended_s=0.5)
        for name, text in (("citra", "token-citra"), ("budi", "token-ana"), ("dewi", "token-ana"))
    ]
    run = room(make, TWO_IN_TEN, let_in(1, "ana"), let_in(2, "budi"), let_in(3, "citra"), *shown)
    (found,) = violations(run, R15)
    assert (found["person"], found["at_s"], found["window_began_s"]) == ("citra", 3, 1)
    assert ruling(run, R15).result.text.startswith("1 of 3 admissions")


def test_r15_tells_when_the_window_began_that_was_too_full(make: Make) -> None:
    """With the admission that is as many places ahead as may be let in."""
    run = room(make, TWO_IN_TEN, *(let_in(at_s, f"p{at_s}") for at_s in (1, 2, 3, 4)))
    assert [one["window_began_s"] for one in violations(run, R15)] == [1, 2]


@pytest.mark.parametrize(
    ("promised", "many", "surplus"),
    [
        ({"admits": 0.2, "over": 10, "tolerance": 0.5}, 3, 0),
        ({"admits": 0.2, "over": 10, "tolerance": 0.5}, 4, 1),
        ({"admits": 0.1, "over": 9, "tolerance": 0.1}, 1, 1),
        ({"admits": 0.3, "over": 10, "tolerance": 0.1}, 3, 0),
        ({"admits": 0.3, "over": 10, "tolerance": 0.1}, 4, 1),
        ({"admits": 5.6, "over": 3, "tolerance": 0.25}, 21, 0),
        ({"admits": 5.6, "over": 3, "tolerance": 0.25}, 22, 1),
        ({"admits": 0, "over": 10}, 2, 2),
    ],
)
def test_r15_only_whole_people_are_let_in(
    make: Make, promised: dict[str, float], many: int, surplus: int
) -> None:
    """Three and three tenths are three; 5.6 times 3 and a quarter are 21, whatever binary says."""
    run = room(make, promised, *(let_in(1 + number / 10, f"p{number}") for number in range(many)))
    assert len(wrong(run)) == surplus


@pytest.mark.parametrize(
    ("admitted", "overtaken"),
    [
        ([(1, "a", 1), (2, "b", 2)], []),
        ([(1, "b", 2), (6, "a", 1)], []),
        ([(1, "b", 2), (6.000001, "a", 1)], [("a", "b", 5.000001)]),
        ([(1, "c", 3), (2, "b", 2), (9, "a", 1)], [("a", "c", 8)]),
        ([(1, "b", 2), (9, "a", 2)], []),
        ([(1, "b", 2), (9, "a", None)], []),
        ([(1, "b", None), (9, "a", 1)], []),
        ([(1, "d", 4), (1, "c", 3), (9, "a", 1), (8, "b", 2)], [("b", "c", 7), ("a", "c", 8)]),
        ([(1, "d", 4), (1, "c", 3), (9, "e", 3)], [("e", "d", 8)]),
        ([(1, "c", 2), (9, "b", 2), (8, "a", 1)], [("a", "c", 7)]),
        ([(1, "f", 2), (1, "d", 5), (1, "e", 6), (9, "a", 3)], [("a", "d", 8)]),
        ([(1, "f", 2), (2, "d", 5), (9, "a", 3), (9, "b", 4)], [("a", "d", 7), ("b", "d", 7)]),
    ],
)
def test_r15_in_turn_nobody_is_let_in_long_after_somebody_behind(
    make: Make,
    admitted: list[tuple[float, str, int | None]],
    overtaken: list[tuple[str, str, float]],
) -> None:
    """The witness names who was first of those with a greater place, and by how much."""
    run = room(make, FIFO, *(let_in(at_s, person, place) for at_s, person, place in admitted))
    found = [(one["person"], one["overtaken_by"], one["overtaken_by_s"]) for one in violations(run, R15)]
    assert found == [(one, by, pytest.approx(by_s)) for one, by, by_s in overtaken]
    assert {how for _, _, how in wrong(run)} <= {TURN}


def test_r15_any_order_is_in_turn_where_none_is_promised(make: Make) -> None:
    """Unless the scenario says `fifo`."""
    run = room(make, {"admits": 1000}, let_in(1, "b", 2), let_in(19, "a", 1))
    assert wrong(run) == []


def test_r15_an_admission_that_is_wrong_in_every_way_is_one_violation(make: Make) -> None:
    """It is the worst, and says all of it."""
    promised = {"admits": 0.1, "over": 10, "tolerance": 0, "order": "fifo", "within": 1}
    run = room(
        make,
        promised,
        let_in(1, "budi", 9, "t"),
        let_in(3, "ana", 1, "t"),
        let_in(4, "citra", 10),
    )
    (first, second) = violations(run, R15)
    assert first == {
        "person": "ana",
        "token": "t",
        "place": 1,
        "at_s": 3.0,
        "seat": None,
        "let_in": f"{OTHERS}, {MANY}, {TURN}",
        "token_of": "budi",
        "window_began_s": 1.0,
        "overtaken_by": "budi",
        "overtaken_by_s": 2.0,
        "severity": 3,
    }
    assert (second["person"], second["let_in"], second["severity"]) == ("citra", MANY, 1)


def test_r15_an_admission_that_is_wrong_in_one_way_is_not_so_in_another_that_it_just_keeps(
    make: Make,
) -> None:
    """With somebody else's token, just as late as may be, in a window that is full and no more."""
    promised = {"admits": 0.4, "over": 5, "tolerance": 0, "order": "fifo", "within": 5}
    run = room(make, promised, let_in(1, "b", 9, "t"), let_in(2, "c", 8), let_in(6, "a", 1, "t"))
    (found,) = violations(run, R15)
    assert (found["person"], found["let_in"], found["severity"]) == ("a", OTHERS, 1)
    assert (found["window_began_s"], found["overtaken_by"], found["overtaken_by_s"]) == (None,) * 3


def test_r15_does_not_apply_without_a_waiting_room_or_where_nobody_was_let_in(make: Make) -> None:
    """The scenario has to promise one, and a journey has to note admissions."""
    run = room(make, TWO_IN_TEN)
    said = "No journey wrote down a look at what is admitted."
    assert (ruling(run, R15).result.state, ruling(run, R15).result.text) == ("not_applicable", said)
    run.sees(let_in(1, "ana"))
    run.judged_with(site=run.scenario.site.model_copy(update={"waiting_room": None}))
    assert ruling(run, R15).result.text.startswith("The scenario names no waiting room")
