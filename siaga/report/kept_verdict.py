"""A kept verdict: what verdict.json says of a run, as far as a page about several runs shows it."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from siaga.judge.amount import NEVER, amount
from siaga.judge.verdict import Decision, State

LARGEST_BYTES = 16_000_000
"""A verdict with all its witnesses has some hundred kilobytes."""


Number = Annotated[int, Field(ge=0, le=10**15)]
"""A count: more than any run has, and less than a chart cannot draw."""


class Kept(BaseModel):
    """A part of verdict.json; keys that no page shows are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class KeptObjective(Kept):
    """What became of one objective, or of one expression of it.

    Attributes:
        id: id of the objective.
        expression: what it expected; empty where a person attests it.
        state: met, broken or unknown.
        value: what was measured; None if nothing was, and where it is never.
        bound: the 95 % bound on the side of the limit; None if there is none, and where it is never.
        limit: the limit.
        unit: "s", "ratio", "per_s", "count" or another.
        never: visitors who were never served, of those that were measured; 0 in older runs.
        key: whether its failure alone is a NO_GO.
        parts: of an objective with several expressions.
    """

    id: str
    expression: str = ""
    state: State
    value: float | None = None
    bound: float | None = None
    limit: float | None = None
    unit: str = ""
    never: Number = 0
    key: bool = False
    parts: tuple["KeptObjective", ...] = ()

    @property
    def told(self) -> tuple["KeptObjective", ...]:
        """Its expressions; itself where it is only one."""
        return self.parts or (self,)

    @property
    def is_never(self) -> bool:
        """Whether its value falls on the never served: it was measured without a number."""
        return self.value is None and self.never > 0

    @property
    def written(self) -> str:
        """Its value as people read it."""
        return NEVER if self.is_never else amount(self.value, self.unit)


class KeptReason(Kept):
    """Why a verdict was what it was."""

    text: str


class KeptLoad(Kept):
    """What was sent."""

    planned_arrivals: Number
    arrived: Number
    dropped: Number
    peak_arrivals_per_s: float | None = None


class KeptVerdict(Kept):
    """The verdict of an earlier run.

    Attributes:
        verdict: what was decided.
        reasons: in order of weight.
        score: 0 to 100; None where no objective was known.
        objectives: each objective.
        load: what was sent.
    """

    verdict: Decision
    reasons: tuple[KeptReason, ...] = ()
    score: float | None = None
    objectives: tuple[KeptObjective, ...] = ()
    load: KeptLoad

    @property
    def reason(self) -> str:
        """The weightiest reason; empty where none was recorded."""
        return self.reasons[0].text if self.reasons else ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what was decided of a run.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is no verdict, no file, or far larger than one.
        """
        if path.exists() and not path.is_file():
            raise ValueError(f"{path.name}: is no file; it is damaged")
        if (size := path.stat().st_size) > LARGEST_BYTES:
            raise ValueError(f"{path.name}: has {size} bytes; at most {LARGEST_BYTES} are allowed")
        try:
            return cls.model_validate_json(path.read_bytes())
        except ValueError:
            raise ValueError(f"{path.name}: is no verdict; it is damaged") from None
