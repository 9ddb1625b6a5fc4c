"""A witness as people read it: what it says, the timeline behind it, and how to send it again."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from siaga.judge.finding import Finding
from siaga.judge.witness import TIMELINE, is_replayable, people_of
from siaga.record.run_record import RunRecord

NO_TIME = "no time"
"""Shown where nobody knows when something was."""

_PLACED = frozenset({"at_s", "event", "person", "phase", "faults"})
"""Keys of a line that have columns of their own; the rest are its details."""

_TOLD = {"answered": "outcome", "saw": "what"}
"""Events that say at once which one it was, and the key that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One line of a timeline, in texts.

    Attributes:
        at: when, in run seconds.
        person: who; empty where it is about nobody.
        event: what happened.
        details: what is known of it.
        phase: phase of the day; empty outside of all.
        faults: what harmed the site then; empty for nothing.
    """

    at: str
    person: str
    event: str
    details: str
    phase: str
    faults: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWitness:
    """One witness, in texts.

    Attributes:
        facts: name and value of everything that the rule tells of it.
        people: of whom it is.
        rows: what the run knows of them, in order of time.
    """

    facts: tuple[tuple[str, str], ...]
    people: tuple[str, ...]
    rows: tuple[TimelineRow, ...]


def shown_witness(witness: Mapping[str, Any]) -> ShownWitness:
    """Give a witness of a finding as people read it."""
    facts = ((name, _text(value)) for name, value in witness.items() if name != TIMELINE)
    return ShownWitness(
        facts=tuple(facts),
        people=tuple(people_of(witness)),
        rows=tuple(_row(line) for line in witness.get(TIMELINE, ())),
    )


def replay_command(run: RunRecord, finding: Finding) -> str:
    """Give the command that sends the witnesses of a finding again; empty where nobody can be sent.

    It names the run folder as the run was asked to, so it is typed where the run was.
    """
    if not is_replayable(finding):
        return ""
    return shlex.join(("siaga", "replay", run.folder or ".", "--rule", finding.rule))


def in_short(witness: Mapping[str, Any], most: int) -> str:
    """Tell the timeline of a witness in one line; of more than so many steps, those at either end."""
    steps = [f"{row.at} {row.event}{_reading(row)}" for row in shown_witness(witness).rows]
    if len(steps) > most:
        steps = [*steps[: most // 2], "…", *steps[-(most // 2) :]]
    return "; ".join(steps)


def _reading(row: TimelineRow) -> str:
    return f" ({row.details})" if row.event == "roll read" else ""


def _row(line: Mapping[str, Any]) -> TimelineRow:
    event = line["event"]
    return TimelineRow(
        at=NO_TIME if line["at_s"] is None else f"{line['at_s']:,.3f} s",
        person=line["person"] or "",
        event=f"{event}: {line[_TOLD[event]]}" if event in _TOLD else event,
        details=_details(line),
        phase=line["phase"],
        faults=line["faults"],
    )


def _details(line: Mapping[str, Any]) -> str:
    if line["event"] == "roll read":
        return f"{line['reading']}: {_entries(line['entries'])}"
    hidden = {*_PLACED, _TOLD.get(line["event"])}
    return ", ".join(_detail(name, value) for name, value in line.items() if name not in hidden)


def _detail(name: str, value: object) -> str:
    if name == "text":
        return f"shown {value or 'nothing'}"
    unit = " s" if name.endswith("_s") else ""
    return f"{name.removesuffix('_s')} {value}{unit}"


def _entries(many: int) -> str:
    return {0: "nothing", 1: "1 entry"}.get(many, f"{many:,} entries")


def _text(value: object) -> str:
    return "none" if value in (None, "") else str(value)
