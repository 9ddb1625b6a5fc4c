"""Claims about waits: the first estimate that each visitor was shown, and how long it then waited."""

import json
from pathlib import Path

import pytest

from siaga.judge.recorded import recorded
from siaga.judge.waits import Wait, read_waits
from siaga.ledger.sighting import Sighting, What
from tests.judge.hand_made import Run

FIRST = (Wait(at_s=2.0, estimated_s=10.0, waited_s=1.0, admitted=True),)


def look(visitor: int, at_s: float, wait_s: float | None = None) -> Sighting:
    """Have a visitor be shown an estimate at a time, or be let in."""
    what: What = "admitted" if wait_s is None else "estimate"
    number = None if wait_s is None else round(wait_s * 1000)
    return Sighting(
        what=what, person="", visitor=visitor, number=number, began_s=at_s - 0.5, ended_s=at_s
    )


def test_a_wait_begins_with_the_first_estimate_and_ends_with_the_admission(good: Run) -> None:
    """Of several admissions with the first after it; each visitor has its own."""
    good.sees(
        look(7, 9.0),
        look(8, 2.0, 30.0),
        look(7, 3.0, 5.5),
        look(7, 5.0, 1.0),
        look(7, 1.0),
        look(7, 12.0),
        look(8, 4.0),
    )
    assert read_waits(good.folder.ledgers()) == (
        Wait(at_s=2.0, estimated_s=30.0, waited_s=2.0, admitted=True),
        Wait(at_s=3.0, estimated_s=5.5, waited_s=6.0, admitted=True),
    )


def test_whoever_was_never_let_in_waited_until_it_last_looked(good: Run) -> None:
    """Who looked once did not wait that anybody knows."""
    good.sees(look(1, 2.0, 10.0), look(1, 8.0, 4.0), look(2, 3.0, 10.0), look(3, 4.0))
    assert read_waits(good.folder.ledgers()) == (
        Wait(at_s=2.0, estimated_s=10.0, waited_s=6.0, admitted=False),
        Wait(at_s=3.0, estimated_s=10.0, waited_s=0.0, admitted=False),
    )


def test_nobody_in_particular_waits_for_nobody(good: Run) -> None:
    """A sighting without a visitor belongs to no wait; the first visitor of a plan has number 0."""
    good.sees(look(-1, 1.0, 10.0), look(-1, 2.0), look(0, 2.0, 10.0), look(0, 3.0))
    assert read_waits(good.folder.ledgers()) == FIRST


def test_what_else_stands_in_a_ledger_is_passed_over(good: Run, tmp_path: Path) -> None:
    """Promises, other sightings, a person that looks like a mark, noise, and half a line."""
    path = tmp_path / "ledger.jsonl"
    seats = Sighting(what="remaining", person="", visitor=1, number=3, began_s=0.5, ended_s=1.0)
    good.sees(seats, look(1, 2.0, 10.0), look(1, 3.0))
    whole = good.folder.ledger(0).read_bytes()
    odd = b'{"e":"invoke","what":"estimate"}\n["\\"what\\":\\"estimate\\""]\n\xff\xfe\n'
    path.write_bytes(odd + whole + whole.splitlines()[-1][:-4])
    assert read_waits([path]) == read_waits(good.folder.ledgers()) == FIRST


@pytest.mark.parametrize(
    "line",
    [
        '{"e":"sight","what":"estimate"}',
        '{"e":"sight","what":"estimate","number":null,"at_s":1,"visitor":1}',
        '{"e":"sight","what":"admitted","at_s":"noon","visitor":1}',
        '{"e":"sight","what":"estimate","number":1,"at_s":1,"visitor":[]}',
        '{"e":"sight","what":"estimate",}',
    ],
)
def test_a_whole_line_that_is_no_sighting_is_damage(good: Run, line: str) -> None:
    """It is told of, and its waits count as missing."""
    good.expecting("p95 of wait estimate error <= 50 %")
    good.sees(look(1, 2.0, 10.0))
    with good.folder.ledger(0).open("a") as ledger:
        ledger.write(f"{line}\n")
    with pytest.raises(ValueError, match=r"sighting|double quotes"):
        read_waits(good.folder.ledgers())
    found = recorded(good.folder, good.scenario)
    assert found.waits == ()
    assert [one.startswith("ledgers: ") for one in found.damage] == [True]


def test_a_line_that_is_no_sighting_is_quoted_by_its_beginning(tmp_path: Path) -> None:
    """With what is wrong with it."""
    path = tmp_path / "ledger.jsonl"
    fact = {"e": "sight", "what": "estimate", "number": 1, "at_s": 1.5, "text": "a token of some length"}
    path.write_text(json.dumps(fact, separators=(",", ":")) + "\n")
    with pytest.raises(ValueError, match=r"sighting") as refused:
        read_waits([path])
    assert str(refused.value) == f"ledger: {str(fact)[:60]!r} is no sighting ('visitor')"


def test_ledgers_are_read_only_where_an_objective_asks(good: Run) -> None:
    """Each may have millions of lines."""
    good.sees(look(1, 2.0, 10.0))
    assert recorded(good.folder, good.scenario).waits == ()
    good.expecting("p95 of wait estimate error <= 50 %")
    assert len(recorded(good.folder, good.scenario).waits) == 1
