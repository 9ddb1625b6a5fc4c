"""The Witness of a finding, with the timeline of the people it names and what went on around them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Self

from siaga.judge.biography import LEFT_OUT, Line, biographies
from siaga.judge.books import Books
from siaga.judge.finding import Audit, Finding
from siaga.scenario.traffic import Traffic

MOST_PEOPLE = 5
"""People of one witness whose timelines are told; the others are counted."""

TIMELINE = "timeline"
"""Key of a witness under which its timeline stands."""

NAMING = ("person", "token_of", "overtaken_by")
"""Keys of a witness under which it names people."""

_APART = ", "
"""Between the people of a witness that names several."""

_FAULTS = "FROM faults ORDER BY from_s, kind, target"

Fault = tuple[str, float, float]
"""What harmed whom, from when, until when (infinite: to the end), in run seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What went on during a run besides what people did.

    Attributes:
        phases: name, start and end of each phase, run seconds.
        faults: each, in order of its beginning.
    """

    phases: Sequence[tuple[str, float, float]]
    faults: Sequence[Fault]

    @classmethod
    def of(cls, traffic: Traffic, faults: Iterable[Mapping[str, Any]]) -> Self:
        """Give the circumstances of a day; the faults are rows of the books."""
        starts_s = traffic.phase_starts_s()
        return cls(
            phases=[
                (one.name, starts_s[one.name], starts_s[one.name] + one.for_s) for one in traffic.phases
            ],
            faults=[_fault(one) for one in faults],
        )

    def at(self, at_s: float | None) -> Line:
        """Name the phase and the faults of a moment; both are empty where there are none."""
        if at_s is None:
            return {"phase": "", "faults": ""}
        phases = [name for name, from_s, until_s in self.phases if from_s <= at_s < until_s]
        faults = [name for name, from_s, until_s in self.faults if from_s <= at_s <= until_s]
        return {"phase": "".join(phases), "faults": _APART.join(faults)}

    def lines(self, from_s: float, until_s: float) -> list[Line]:
        """Tell when the faults of a stretch of time began and ended."""
        told: list[Line] = []
        for name, began_s, ended_s in self.faults:
            if began_s > until_s or ended_s < from_s:
                continue
            told.append({"at_s": began_s, "person": None, "event": "fault began", "fault": name})
            if ended_s < float("inf"):
                told.append({"at_s": ended_s, "person": None, "event": "fault ended", "fault": name})
        return told


def with_timelines(audit: Audit, books: Books, traffic: Traffic) -> Audit:
    """Give an audit whose every witness has the timeline of the people it names.

    Args:
        audit: what was found.
        books: in which it was found.
        traffic: the day, for its phases.
    """
    findings = (*audit.findings, *audit.warnings)
    names = {name for one in findings for witness in one.witnesses for name in _names(witness)}
    if not findings:
        return audit
    lives = biographies(books, sorted(names))
    day = Circumstances.of(traffic, books.rows(_FAULTS))
    return replace(
        audit,
        findings=tuple(_told(one, lives, day) for one in audit.findings),
        warnings=tuple(_told(one, lives, day) for one in audit.warnings),
    )


def people_of(witness: Mapping[str, Any]) -> list[str]:
    """Give the people of a witness of whom the run knows anything, in order of name."""
    timeline: Sequence[Line] = witness.get(TIMELINE, ())
    return sorted({line["person"] for line in timeline if line["person"] is not None})


def is_replayable(finding: Finding) -> bool:
    """Tell whether a visitor acted for one of the witnesses, so that it can be sent again."""
    timelines: Iterable[Sequence[Line]] = (one.get(TIMELINE, ()) for one in finding.witnesses)
    return any("visitor" in line for line in chain.from_iterable(timelines))


def _told(finding: Finding, lives: Mapping[str, Sequence[Line]], day: Circumstances) -> Finding:
    witnesses = tuple({**one, TIMELINE: _timeline(one, lives, day)} for one in finding.witnesses)
    return replace(finding, witnesses=witnesses)


def _timeline(
    witness: Mapping[str, Any], lives: Mapping[str, Sequence[Line]], day: Circumstances
) -> tuple[Line, ...]:
    named, others = _shown(witness, lives)
    acts = list(chain.from_iterable(lives[name] for name in named))
    times_s = [line["at_s"] for line in acts if line["at_s"] is not None]
    around = day.lines(min(times_s, default=0.0), max(times_s, default=float("inf")))
    told = sorted((*around, *acts), key=_moment)
    if others:
        told.append({"at_s": None, "person": None, "event": LEFT_OUT, "people": others})
    return tuple(_placed(line, day) for line in told)


def _placed(line: Line, day: Circumstances) -> Line:
    first = {name: line[name] for name in ("at_s", "event", "person")}
    return {**first, **day.at(line["at_s"]), **line}


def _moment(line: Line) -> tuple[bool, float]:
    """Order lines in time; those of no known time come last."""
    return line["at_s"] is None, line["at_s"] or 0.0


def _names(witness: Mapping[str, Any]) -> list[str]:
    """Give every text of a witness that may be a name: one person, or a part of several in one."""
    texts = [str(witness[key]) for key in NAMING if witness.get(key)]
    parts = (text.split(_APART)[:MOST_PEOPLE] for text in texts)
    return list(dict.fromkeys((*texts, *chain.from_iterable(parts))))


def _shown(witness: Mapping[str, Any], lives: Mapping[str, Sequence[Line]]) -> tuple[list[str], int]:
    """Give the people of a witness whose lives are told, and how many others it names.

    A name may hold what stands between two names: whoever is known by the whole text is one person.
    """
    named: list[str] = []
    for key in NAMING:
        text = str(witness.get(key) or "")
        named += [text] if text in lives else text.split(_APART)
    people = [one for one in dict.fromkeys(named) if one in lives]
    others = len(set(named) - {""}) - len(people[:MOST_PEOPLE])
    return people[:MOST_PEOPLE], others


def _fault(row: Mapping[str, Any]) -> Fault:
    name = f"{row['kind']} of {row['target']}" if row["target"] else str(row["kind"])
    until_s = row["until_s"]
    return name, row["from_s"], float("inf") if until_s is None else until_s
