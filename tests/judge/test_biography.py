"""Claims about a biography: everything that a run knows of a person, once, and in order of time."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from siaga.judge.biography import Line, biographies
from siaga.judge.books import open_books
from siaga.judge.terms import Terms
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.roll.entry import Entry
from tests.judge.hand_made import T0_S, Run, entry
from tests.judge.hand_made import Entry as HandMade

Make = Callable[..., Run]

ANA: list[Line] = [
    {"at_s": 0.0, "person": "ana", "event": "roll read", "reading": "before", "entries": 0},
    {
        "at_s": 1.0, "person": "ana", "event": "asked", "op": "0-0", "step": "join",
        "key": "key-ana", "visitor": 0,
    },
    {"at_s": 1.0, "person": "ana", "event": "roll read", "reading": "first", "entries": 1},
    {
        "at_s": 1.25, "person": "ana", "event": "answered", "op": "0-0", "step": "join",
        "outcome": "refused", "status": 201, "means": "sold-out", "why": "told",
    },
    {"at_s": 2.0, "person": "ana", "event": "roll read", "reading": "second", "entries": 0},
    {
        "at_s": 3.0, "person": "ana", "event": "asked", "op": "0-1", "step": "join",
        "key": "key-ana", "content": "c0ffee", "visitor": 0,
    },
    {
        "at_s": 3.25, "person": "ana", "event": "given", "content": "c0ffee", "operation": "k",
        "seat": "9", "owned": "nik 12", "readings": "first",
    },
    {
        "at_s": 3.5, "person": "ana", "event": "answered", "op": "0-1", "step": "join",
        "outcome": "ok", "status": 201, "receipt": "receipt-ana", "why": "told",
    },
    {
        "at_s": 4.25, "person": "ana", "event": "saw", "visitor": 7, "what": "holding",
        "began_s": 4.0, "text": "",
    },
    {
        "at_s": 4.75, "person": "ana", "event": "saw", "visitor": 7, "what": "remaining",
        "began_s": 4.5, "number": 2,
    },
]  # fmt: skip
"""The life of Ana, who was sent away, asked again, was told yes, and was forgotten."""


def told(run: Run, *people: str, most: int = 200, t0_s: float | None = T0_S) -> dict[str, list[Line]]:
    """Tell the lives of people of a run that was made by hand."""
    with open_books(run.folder, replace(Terms.of(run.scenario, None), t0_s=t0_s)) as books:
        return {name: list(lines) for name, lines in biographies(books, people, most).items()}


def events(lines: Sequence[Line]) -> list[str]:
    """Name what happened, in order."""
    return [line["event"] for line in lines]


def test_a_life_is_told_whole_and_in_order_of_time(make: Make) -> None:
    """Readings, operations with their ends, looks and entries, each with all that is known of it."""
    run = make()
    run.asks("ana", Outcome.REFUSED, 1.0, 1.25, means="sold-out")
    run.asks("ana", Outcome.OK, 3.0, 3.5, content="c0ffee")
    run.sees(
        Sighting(what="holding", person="ana", visitor=7, text="", began_s=4.0, ended_s=4.25),
        Sighting(what="remaining", person="ana", visitor=7, number=2, began_s=4.5, ended_s=4.75),
    )
    held = Entry(
        person="ana", operation="k", seat="9", at_s=T0_S + 3.25, content="c0ffee", unique={"nik": "12"}
    )
    run.roll(before=[], first=[held], second=[])
    assert told(run, "ana") == {"ana": ANA}


def test_what_nobody_knows_the_time_of_comes_last(make: Make) -> None:
    """An operation without an answer, and an entry without a time: they are told all the same."""
    run = make()
    run.asks("ana", None, 1.0, 0.0)
    run.roll(first=[("ana", "k", None, None)])
    lines = told(run, "ana")["ana"]
    assert events(lines) == ["roll read", "asked", "never answered", "given"]
    assert [line["at_s"] for line in lines] == [0.0, 1.0, None, None]
    assert lines[2]["why"] == "no completion was written"


def test_entries_from_before_the_run_are_told_too(make: Make) -> None:
    """Also one that no later reading shows, and one that stood there twice."""
    run = make()
    run.asks("ana", Outcome.OK, 5.0, 5.5)
    run.roll(before=[entry("ana", 1), entry("ana", 1), entry("ana", 3)], first=[entry("ana", 1)])
    given = [line for line in told(run, "ana")["ana"] if line["event"] == "given"]
    assert [(line["seat"], line["readings"]) for line in given] == [
        ("1", "before"),
        ("1", "before, first"),
        ("3", "before"),
    ]
    (before, first) = (line for line in told(run, "ana")["ana"] if line["event"] == "roll read")
    assert (before["entries"], first["entries"]) == (3, 1)


def test_steps_of_the_way_are_told_by_their_names(make: Make) -> None:
    """With the time of each that was taken, and those that were not."""
    run = make()
    source = run.scenario.site.roll
    assert source is not None
    way = source.model_copy(update={"steps": ("signed_up_at", "verified_at")})
    run.judged_with(site=run.scenario.site.model_copy(update={"roll": way}))
    held = Entry(person="ana", operation=None, seat="1", at_s=T0_S + 9, steps=(T0_S + 4, None))
    run.roll(first=[held], second=[held])
    run.promises(budi=Outcome.OK)
    steps = [line for line in told(run, "ana")["ana"] if "step" in line]
    assert steps == [
        {"at_s": 4.0, "person": "ana", "event": "step taken", "step": "signed_up_at"},
        {"at_s": None, "person": "ana", "event": "step not taken", "step": "verified_at"},
    ]


def test_notices_are_told(make: Make) -> None:
    """Also to somebody who never asked for anything."""
    run = make()
    run.promises(ana=Outcome.OK)
    rows: dict[str, list[HandMade]] = {
        "before": [],
        "notices-before": [],
        "first": [entry("ana", 1)],
        "notices": [("dewi", None, None, T0_S)],
    }
    run.roll(**rows)
    lines = told(run, "dewi", "ana")
    assert events(lines["dewi"]).count("notified") == 1
    assert next(line for line in lines["dewi"] if line["event"] == "notified")["copies"] == 1
    assert "notified" not in events(lines["ana"])


def test_without_a_plan_the_roll_has_no_time(make: Make) -> None:
    """Nobody knows then how the site's clock and ours lie to each other; the ledger's times stand."""
    run = make()
    run.asks("ana", Outcome.OK, 1.0, 1.5)
    run.roll(before=[], first=[entry("ana", 1)])
    lines = told(run, "ana", t0_s=None)["ana"]
    assert [(line["event"], line["at_s"]) for line in lines] == [
        ("asked", 1.0),
        ("answered", 1.5),
        ("given", None),
        ("roll read", None),
        ("roll read", None),
    ]


def test_a_stranger_has_no_life(make: Make) -> None:
    """That the roll was read and did not name somebody tells nothing of a person."""
    run = make()
    run.promises(ana=Outcome.OK)
    run.roll(first=[entry("ana", 1)])
    assert list(told(run, "ana", "nobody")) == ["ana"]
    assert told(run) == {}


@pytest.mark.parametrize(("asked", "left_out"), [(4, 0), (5, 2), (50, 92)])
def test_a_long_life_is_told_from_either_end(make: Make, asked: int, left_out: int) -> None:
    """Of more lines than are told, the first and the last, and between them how many are left out."""
    run = make()
    for number in range(asked):
        run.asks("ana", Outcome.REFUSED, number, number + 0.5)
    lines = told(run, "ana", most=8)["ana"]
    kept = [line for line in lines if line["event"] != "left out"]
    assert [line["at_s"] for line in kept] == [
        *(0.0, 0.5, 1.0, 1.5),
        *(asked - 2, asked - 1.5, asked - 1.0, asked - 0.5),
    ]
    gap = [(place, line) for place, line in enumerate(lines) if line["event"] == "left out"]
    assert gap == (
        [(4, {"at_s": 1.5, "person": "ana", "event": "left out", "lines": left_out})] if left_out else []
    )


def test_everybody_has_a_life_of_their_own(make: Make) -> None:
    """Asked with one question, and nothing of one stands in that of another."""
    run = make()
    run.promises(ana=Outcome.OK, budi=Outcome.OK, citra=Outcome.OK)
    run.roll(first=[entry("ana", 1), entry("citra", 2)])
    lives = told(run, "citra", "ana")
    assert list(lives) == ["ana", "citra"]
    assert {name: {line["person"] for line in lines} for name, lines in lives.items()} == {
        "ana": {"ana"},
        "citra": {"citra"},
    }
