"""The Objective of a scenario: something that must hold, measured or attested by a person."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from siaga.scenario.part import Count, Flag, Name, Part, Text, distinct_texts
from siaga.scenario.problem import Problem, refuse
from siaga.scenario.quantity import DurationS

SAID, GRACE = "(said)", "(grace)"
"""Names of the two forms of an abort; no key of a scenario looks like them."""

GRACE_S = 30.0


def _day(given: object) -> object:
    """Let days through, and texts that YAML did not take for one; nothing else is a day."""
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    try:
        return date.fromisoformat(given if isinstance(given, str) else "")
    except ValueError:
        raise ValueError(f"{given!r} is no day; write year, month and day: 2026-11-20") from None


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


def _limit_text(given: object) -> object:
    """Take a plain number for the text that it is."""
    plain = isinstance(given, int | float) and not isinstance(given, bool)
    return str(given) if plain else given


Limit = Annotated[
    Text,
    BeforeValidator(_limit_text),
    WithJsonSchema({"type": ["string", "number"], "minLength": 1, "examples": ["800 ms"]}),
]


class Attestation(Part):
    """A person's word for what no run can measure; it counts only whole, and only until it expires."""

    owner: Text | None = None
    """Who stands for it."""

    date: Day | None = None
    """The day on which it was found to be so."""

    link: Text | None = None
    """Where the proof is."""

    expires: Day | None = None
    """The last day on which it counts."""

    @model_validator(mode="after")
    def _expires_after_it_began(self) -> Self:
        if self.date is not None and self.expires is not None and self.expires < self.date:
            text = f"{self.expires} is before {self.date}; name the last day on which it counts"
            refuse([Problem(place=("expires",), text=text)])
        return self


class Abort(Part):
    """How long a run goes on whatever becomes of an objective that may end it early."""

    after_s: Annotated[DurationS, Field(alias="after")] = GRACE_S
    """The grace period: before it nothing ends the run."""


def _form(given: object) -> str:
    return GRACE if isinstance(given, dict | Abort) else SAID


EndsEarly = Annotated[Annotated[Flag, Tag(SAID)] | Annotated[Abort, Tag(GRACE)], Discriminator(_form)]


class Objective(Part):
    """Something that must hold; `all` holds only if each of its expressions does."""

    id: Name
    """What reports call the objective."""

    title: Text | None = None
    """What it is about, in words that reports show beside its id."""

    expect: Text | None = None
    """The expression that has to hold, such as `p99 of join <= 1.5 s`."""

    all: tuple[Text, ...] = ()
    """Several expressions that have to hold together, in place of `expect`."""

    attest: Attestation | None = None
    """A person's word for what no run can measure, in place of `expect`."""

    warn: Limit | None = None
    """A limit stricter than that of `expect`: met without it, the objective counts half."""

    key: Flag = False
    """Whether a miss alone is NO_GO; otherwise it lowers the score."""

    weight: Annotated[float, Field(strict=True, gt=0)] = 1.0
    """How much the objective counts in the score, against the others."""

    min_events: Annotated[Count, Field(alias="min-events")] = 0
    """Events that must have been measured, at least; with fewer the objective is unknown."""

    dry_run: Annotated[Flag, Field(alias="dry-run")] = False
    """Whether the objective is only shown and never decides."""

    abort: EndsEarly = False
    """Whether the run ends early once the objective is lost, and after which grace period."""

    message: Text | None = None
    """What reports say first where the objective is not met."""

    tags: Annotated[tuple[Name, ...], AfterValidator(distinct_texts)] = ()
    """Words by which reports and pipelines tell objectives apart."""

    @property
    def expressions(self) -> tuple[str, ...]:
        """Every expression of the objective; none where a person attests it."""
        return self.all if self.expect is None else (self.expect,)

    @property
    def grace_s(self) -> float | None:
        """The grace period of an objective that may end the run early; None where it may not."""
        if isinstance(self.abort, Abort):
            return self.abort.after_s
        return GRACE_S if self.abort else None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        given = (self.expect is not None, bool(self.all), self.attest is not None)
        if sum(given) != 1:
            refuse([Problem(text="has to have exactly one of expect, all and attest")])
        refuse(self._misplaced())
        return self

    def _misplaced(self) -> list[Problem]:
        """Find keys that say nothing beside the others."""
        problems = []
        if self.warn is not None and self.expect is None:
            text = "is a stricter limit of expect, which is not here; leave it out"
            problems.append(Problem(place=("warn",), text=text))
        if self.min_events and self.attest is not None:
            text = "counts events, and nothing is measured of what a person attests; leave it out"
            problems.append(Problem(place=("min-events",), text=text))
        if self.dry_run and self.key:
            text = "never decides, and a key objective does; leave out one of key and dry-run"
            problems.append(Problem(place=("dry-run",), text=text))
        return [*problems, *self._endless()]

    def _endless(self) -> list[Problem]:
        """Find an abort that could never come, or would be for nothing."""
        if self.grace_s is None or not (self.dry_run or self.attest is not None):
            return []
        why = "a dry run never decides" if self.dry_run else "no run can tell what a person attests"
        return [Problem(place=("abort",), text=f"ends the run early, and {why}; leave it out")]
