"""Claims about the rule of equal readings, R0: what differs between two of them, and what does not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from siaga.judge.rules.roll import R0, R2
from siaga.ledger.outcome import Outcome
from siaga.roll.entry import Entry
from tests.judge.asked import Make, ruling, violations
from tests.judge.hand_made import T0_S, Run

ANA = Entry(
    person="ana",
    operation="k1",
    seat="1",
    at_s=T0_S + 1,
    content="a1",
    unique={"phone": "+62841"},
    steps=(T0_S, None),
)
BARE = Entry(person="budi", operation=None, seat=None, at_s=None)


def read(make: Make, **readings: Sequence[Entry]) -> Run:
    """Make a run of readings after it."""
    run = make()
    run.promises()
    run.operations([("ana", None)])
    run.roll(before=[], **readings)
    return run


def test_readings_that_hold_the_same_are_equal(make: Make) -> None:
    """Whatever their order, and however often somebody stands there."""
    rows = [ANA, BARE, BARE, replace(BARE, content="x"), replace(BARE, content="y")]
    run = read(make, first=rows, second=rows[::-1], restarted=[*rows[2:], *rows[:2]])
    assert violations(run, R0) == []
    assert ruling(run, R0).result.text == (
        "0 of 5 entries of the roll are missing in one of its readings, or differ there."
    )


@pytest.mark.parametrize(
    ("changed", "differs_in"),
    [
        ({"content": "a2"}, "content"),
        ({"content": None}, "content"),
        ({"unique": {"phone": "+62842"}}, "what has one owner"),
        ({"unique": {}}, "what has one owner"),
        ({"steps": (T0_S, T0_S)}, "steps"),
        ({"steps": ()}, "steps"),
        ({"content": "a2", "unique": {"phone": "+62842"}, "steps": (None, None)},
         "content, what has one owner, steps"),
    ],
)  # fmt: skip
def test_an_entry_that_holds_something_else_at_another_reading_is_one_violation(
    make: Make, changed: dict[str, Any], differs_in: str
) -> None:
    """It stands on every reading, and yet they are not equal."""
    run = read(make, first=[ANA, BARE], second=[ANA, BARE], restarted=[replace(ANA, **changed), BARE])
    assert violations(run, R0) == [
        {
            "person": "ana",
            "operation": "k1",
            "seat": "1",
            "at_s": T0_S + 1,
            "seen_in": "first, restarted, second",
            "differs_in": differs_in,
            "severity": 3,
        }
    ]
    found = ruling(run, R0)
    assert (found.result.state, found.count) == ("broken", 1)
    assert found.result.text.startswith("1 of 2 entries of the roll")


def test_an_entry_that_is_missing_differs_in_nothing(make: Make) -> None:
    """The witness says where it was seen."""
    run = read(make, first=[ANA], second=[ANA, BARE, BARE])
    assert (
        violations(run, R0)
        == [
            {
                "person": "budi",
                "operation": None,
                "seat": None,
                "at_s": None,
                "seen_in": "second",
                "differs_in": "",
                "severity": 1,
            }
        ]
        * 2
    )
    assert ruling(run, R0).finding is not None


def test_what_stood_there_before_has_to_stay_equal_too(make: Make) -> None:
    """A reading that changes what is old cannot be believed either."""
    run = make()
    run.operations([("ana", None)])
    run.roll(before=[ANA], first=[ANA], second=[replace(ANA, content="a2")])
    assert [(one["person"], one["differs_in"]) for one in violations(run, R0)] == [("ana", "content")]


def test_r2_without_operations_and_seats_people_alone_stand_twice(make: Make) -> None:
    """What is not told of two entries is not the same in both."""
    run = make()
    run.promises(ana=Outcome.OK, budi=Outcome.OK)
    twice = [(person, None, None, T0_S + at_s) for at_s, person in enumerate("aabb")]
    run.roll(before=[], first=twice)
    assert violations(run, R2) == [
        {
            "person": person, "operation": None, "seat": None, "at_s": T0_S + at_s, "severity": 2,
            "stands_twice": "person",
        }
        for person, at_s in (("a", 1), ("b", 3))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "what", "severity"),
    [
        ([("ana", "j", "1")], [("ana", "j", "1"), ("ana", "l", "3")], "person", 3),
        ([("ana", "j", "1")], [("budi", "k", "1")], "person", 2),
        ([("budi", "k", "1")], [("ana", "j", "1")], "person", 2),
        ([("budi", "k", "1")], [("budi", "l", "2")], "operation", 2),
        ([("budi", "l", "2")], [("budi", "k", "1")], "operation", 2),
    ],
)
def test_r2_of_several_readings_the_worst_counts(
    make: Make,
    first: Sequence[tuple[str, str, str]],
    second: Sequence[tuple[str, str, str]],
    what: str,
    severity: int,
) -> None:
    """One entry that comes after others on each of two: a person weighs most, then an operation."""
    run = make()
    run.promises(ana=Outcome.OK)
    twice = ("ana", "k", "2", T0_S + 9)
    readings = [[*((*row, T0_S) for row in earlier), twice] for earlier in (first, second)]
    run.roll(before=[], first=readings[0], second=readings[1])
    found = [one for one in violations(run, R2) if one["at_s"] == T0_S + 9]
    assert [(one["stands_twice"], one["severity"]) for one in found] == [(what, severity)]
