"""The Verdict: GO, GO_WITH_CONDITIONS, NO_GO or INCONCLUSIVE, and everything it rests on."""

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from siaga.errors import ExitCode
from siaga.judge.case_result import CaseResult
from siaga.judge.comparison import Comparison
from siaga.judge.control_group import ControlGroup
from siaga.judge.finding import Audit

SCHEMA = 1


class Decision(Enum):
    """The four things that siaga can say of a launch."""

    GO = "GO"
    GO_WITH_CONDITIONS = "GO_WITH_CONDITIONS"
    NO_GO = "NO_GO"
    INCONCLUSIVE = "INCONCLUSIVE"

    def exit_code(self, *, strict: bool) -> ExitCode:
        """Give the exit code; with `strict`, conditions count as NO_GO."""
        if self is Decision.GO_WITH_CONDITIONS:
            return ExitCode.NO_GO if strict else ExitCode.GO
        return ExitCode[self.name]


class State(Enum):
    """What is known of something that should hold; no samples is unknown, never met."""

    MET = "met"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveResult:
    """What became of one objective.

    Attributes:
        id: id of the objective.
        expression: what it expected, as written; empty where a person attests it.
        state: met only if the 95 % bound is on the right side of the limit.
        value: what was measured; None if nothing was, inf for never.
        bound: the 95 % bound on the side of the limit; None if there is none, inf for never.
        limit: the limit.
        unit: "s", "ratio", "per_s", "count"; or "days": those that an attestation still counts.
        key: whether its failure alone is a NO_GO.
        weight: its weight in the score.
        text: one sentence that says what was measured and what was allowed.
        sign: "<=", "<", ">=" or ">"; empty where nothing is held against the limit.
        title: what it is about; empty where the scenario says nothing.
        tags: as the scenario gives them.
        warn_limit: the stricter limit; None without one.
        warned: it is met, and the bound does not keep the stricter limit.
        dry_run: it is only shown and never decides.
        events: how many were measured; None where nothing is counted.
        never: of those, visitors who were never served.
        unsent: nothing but arrivals that were never sent keeps it from being decided, or breaks it.
        more_events: how many more would decide it; None where none are needed or no number would.
        longer_s: how much longer the run would have to be for them; None as before.
        parts: results of the expressions of an objective that has several; else empty.
    """

    id: str
    expression: str
    state: State
    value: float | None
    bound: float | None
    limit: float
    unit: str
    key: bool
    weight: float
    text: str
    sign: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    warn_limit: float | None = None
    warned: bool = False
    dry_run: bool = False
    events: int | None = None
    never: int = 0
    unsent: bool = False
    more_events: int | None = None
    longer_s: float | None = None
    parts: tuple["ObjectiveResult", ...] = ()

    @property
    def shown(self) -> str:
        """The state as reports show it: "met", "warned", "broken" or "unknown"."""
        return "warned" if self.warned else self.state.value

    @property
    def is_open(self) -> bool:
        """Whether it says nothing of the site: unknown, or broken by what the generator dropped."""
        return self.state is State.UNKNOWN or self.unsent

    @property
    def full(self) -> bool:
        """Whether nothing is left to wish for: met, and without a warning."""
        return self.state is State.MET and not self.warned


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceResult:
    """Whether the run can be believed in one respect.

    Attributes:
        id: "workers-complete", "plan-offered", ...
        state: met, broken or unknown; only met lets the run decide.
        value: what was measured; None if nothing was.
        limit: what was allowed.
        text: one sentence.
    """

    id: str
    state: State
    value: float | None
    limit: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why the verdict is what it is.

    Attributes:
        gate: "integrity", "evidence", "key", "score" or "conditions".
        id: rule, evidence or objective.
        text: one plain sentence.
    """

    gate: str
    id: str
    text: str


OPEN, CLOSED = "open", "closed"
"""The models of a load: visitors come as planned, or wait for the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What was sent.

    Attributes:
        planned_arrivals: visitors who were to come; 0 in a closed model, which plans none.
        arrived: visitors who came.
        dropped: arrivals that were due and could not be sent.
        requests: put on the wire.
        peak_arrivals_per_s: the most visitors who came in one second.
        model: "open", or "closed" for a stock Locust file, whose visitors wait for the site.
        most_inside: the most visitors who were inside at the end of a second.
    """

    planned_arrivals: int
    arrived: int
    dropped: int
    requests: int
    peak_arrivals_per_s: float
    model: str = OPEN
    most_inside: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The verdict and what it rests on.

    Attributes:
        decision: the verdict.
        exit_code: exit code of the command.
        reasons: in order of weight; at least one.
        would_turn: the smallest change that would turn the verdict, one sentence.
        score: 0 to 100 over the objectives; None where no objective is known.
        comparison: with the baseline; None where there was none.
        ill_will: what became of each case of abuse.
        control: whether the honest were taken for abusers; empty without abuse.
    """

    decision: Decision
    exit_code: int
    reasons: tuple[Reason, ...]
    would_turn: str
    score: float | None
    audit: Audit
    objectives: tuple[ObjectiveResult, ...]
    evidence: tuple[EvidenceResult, ...]
    load: Load
    comparison: Comparison | None = None
    ill_will: tuple[CaseResult, ...] = ()
    control: tuple[ControlGroup, ...] = ()

    @property
    def deciding(self) -> tuple[ObjectiveResult, ...]:
        """The objectives that decide: all but those of a dry run."""
        return tuple(one for one in self.objectives if not one.dry_run)

    def as_json(self) -> dict[str, Any]:
        """Give the verdict as the JSON object of verdict.json, schema 1."""
        content: dict[str, Any] = asdict(self, dict_factory=_plain)
        decision = content.pop("decision")
        return {"schema": SCHEMA, "verdict": decision, **content}


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value.value if isinstance(value, Enum) else value for key, value in pairs}
