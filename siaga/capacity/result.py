"""The Result of a search: everything that is known when it ends, for people and for programs."""

from dataclasses import asdict, dataclass
from typing import Any

from siaga.capacity.answer import Answer, answer
from siaga.capacity.level import Level
from siaga.capacity.ranking import Course, ranking, saturated_first
from siaga.capacity.terms import Terms
from siaga.errors import ExitCode

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a search.

    Attributes:
        scenario: name of the day.
        host: the site; empty for the built-in one.
        terms: of the search.
        levels: in the order in which they were played.
        left_out: a sentence for each thing that could not be expected of a level.
        interrupted: somebody ended the search.
    """

    scenario: str
    host: str
    terms: Terms
    levels: tuple[Level, ...]
    left_out: tuple[str, ...] = ()
    interrupted: bool = False

    @property
    def answer(self) -> Answer:
        """What is known."""
        return answer(self.levels, self.terms)

    @property
    def courses(self) -> tuple[Course, ...]:
        """What the site can run out of, the first to come to its limit first."""
        return ranking(self.levels)

    @property
    def first(self) -> Course | None:
        """What came to its limit at the lowest load; None where nothing did, or nothing was told."""
        return saturated_first(self.levels)

    @property
    def cause(self) -> Course | None:
        """The same, unless it was full at loads alone that are above the one that broke."""
        first, broken_per_s = self.first, self.answer.high_per_s
        if first is None or first.limit_at_per_s is None or broken_per_s is None:
            return first
        return first if first.limit_at_per_s <= broken_per_s else None

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        return ExitCode.GO if self.answer.is_found else ExitCode.INCONCLUSIVE

    def as_json(self) -> dict[str, Any]:
        """Give it as the JSON object of capacity.json, schema 1."""
        found, first = self.answer, self.cause
        return {
            "schema": SCHEMA,
            "scenario": self.scenario,
            "host": self.host,
            "ending": found.ending.value,
            "exit_code": int(self.exit_code),
            "capacity_per_s": found.capacity_per_s,
            "low_per_s": found.low_per_s,
            "high_per_s": found.high_per_s,
            "confirmed": found.confirmed,
            "broken_by": list(found.broken_by),
            "saturated_first": None if first is None else first.name,
            "saturated_from_per_s": None if first is None else first.limit_at_per_s,
            "contradictions": [asdict(one) for one in found.contradictions],
            "hysteresis_after_per_s": list(found.hysteresis),
            "lost_per_s": list(found.lost),
            "terms": asdict(self.terms),
            "left_out": list(self.left_out),
            "levels": [_level(one) for one in self.levels],
        }


def _level(level: Level) -> dict[str, Any]:
    left = level.headroom
    return {
        "rate_per_s": level.rate_per_s,
        "hold_s": level.ask.hold_s,
        "purpose": level.ask.purpose.value,
        "outcome": level.outcome.value,
        "by": list(level.by),
        "text": level.text,
        "took_s": round(level.took_s, 1),
        "folder": level.folder,
        "generator": None if left is None else {**asdict(left), "left": left.left},
        "readings": [asdict(one) | {"used": one.used} for one in level.readings],
    }
