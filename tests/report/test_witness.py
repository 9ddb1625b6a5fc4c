"""Claims about a shown witness: what people read of it, and the command that sends it again."""

import shlex
from dataclasses import replace
from typing import Any

import pytest

from siaga.judge.finding import Finding
from siaga.report.witness import TimelineRow, in_short, replay_command, shown_witness
from tests.report.opening_day import run_record

Line = dict[str, Any]


def line(at_s: float | None, event: str, **known: object) -> Line:
    """Give a line of Ana's in the evening, while nothing harmed the site."""
    return {
        "at_s": at_s, "event": event, "person": "ana", "phase": "evening", "faults": "", **known
    }  # fmt: skip


ASKED = line(1.25, "asked", op="0-1", step="join", visitor=7)
ANSWERED = line(1.5, "answered", op="0-1", outcome="ok", status=201, why="told")
LOOK = line(1.0, "saw", what="holding", text="", began_s=0.5)
READ = line(9.0, "roll read", reading="first", entries=0)


def finding(*lines: Line) -> Finding:
    """Give a finding with one witness."""
    witness = {"person": "ana", "seat": None, "timeline": lines}
    return Finding(rule="R1", text="1 of 1 is lost.", count=1, of=1, witnesses=(witness,))


def row(shown: Line) -> TimelineRow:
    """Give the one row of a witness."""
    return shown_witness({"timeline": (shown,)}).rows[0]


def test_what_the_rule_tells_comes_first_and_the_timeline_apart() -> None:
    """Every key as it stands, and nothing for what is not there."""
    seen = shown_witness({"person": "ana", "seat": None, "op": "", "n": 0, "timeline": (ASKED,)})
    assert seen.facts == (("person", "ana"), ("seat", "none"), ("op", "none"), ("n", "0"))
    assert seen.people == ("ana",)
    assert len(seen.rows) == 1


def test_a_witness_without_a_timeline_has_no_rows() -> None:
    """As one of an older version."""
    seen = shown_witness({"person": "ana"})
    assert (seen.people, seen.rows) == ((), ())


@pytest.mark.parametrize(
    ("shown", "event", "details"),
    [
        (ASKED, "asked", "op 0-1, step join, visitor 7"),
        (ANSWERED, "answered: ok", "op 0-1, status 201, why told"),
        (READ, "roll read", "first: nothing"),
        (line(1.0, "roll read", reading="second", entries=1), "roll read", "second: 1 entry"),
        (line(1.0, "roll read", reading="second", entries=1200), "roll read", "second: 1,200 entries"),
        (LOOK, "saw: holding", "shown nothing, began 0.5 s"),
        (line(1.0, "saw", what="admitted", text="t", number=2), "saw: admitted", "shown t, number 2"),
        (line(1.0, "left out", lines=12), "left out", "lines 12"),
    ],
)  # fmt: skip
def test_a_line_says_what_happened_and_all_that_is_known_of_it(
    shown: Line, event: str, details: str
) -> None:
    """The outcome stands with the answer, a reading with what it found."""
    assert (row(shown).event, row(shown).details) == (event, details)


def test_a_line_stands_at_its_moment() -> None:
    """To the millisecond, with the phase and the faults then; or at no time."""
    told = row(line(1234.5, "asked") | {"faults": "kill of site", "person": None})
    assert told == TimelineRow(
        at="1,234.500 s", person="", event="asked", details="", phase="evening", faults="kill of site"
    )
    assert row(line(None, "given")).at == "no time"


def test_the_command_names_the_run_as_it_was_asked_for() -> None:
    """And the rule; whatever is in the path survives a shell."""
    run = replace(run_record(), folder="my reports/gate/1")
    command = replay_command(run, finding(ASKED))
    assert shlex.split(command) == ["siaga", "replay", "my reports/gate/1", "--rule", "R1"]
    assert replay_command(replace(run, folder=""), finding(ASKED)) == "siaga replay . --rule R1"


def test_there_is_no_command_where_nobody_can_be_sent() -> None:
    """No visitor acted for the witness."""
    assert replay_command(run_record(), finding(ANSWERED, READ)) == ""
    assert replay_command(run_record(), finding()) == ""


def test_in_short_a_timeline_is_one_line() -> None:
    """Of many steps the first and the last; of a reading what it found."""
    witness = finding(ASKED, ANSWERED, READ).witnesses[0]
    assert (
        in_short(witness, 4) == "1.250 s asked; 1.500 s answered: ok; 9.000 s roll read (first: nothing)"
    )
    assert in_short(witness, 2) == "1.250 s asked; …; 9.000 s roll read (first: nothing)"
    assert in_short(finding().witnesses[0], 4) == ""
