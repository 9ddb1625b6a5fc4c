"""The Comparison of two runs: worse, same, better or unknown, measure by measure and together."""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any, Literal

from siaga.judge.amount import share

Unit = Literal["s", "ratio", "per_s"]

UNITS = {"s": "s", "ratio": "ratio", "per_s": "a second"}
"""How amounts of each unit are written."""


DROPPED = "dropped arrivals"
GOODPUT = "goodput"
"""What two measures are called that are the generator's as well."""


class Answer(Enum):
    """What can be said of a measure; what lies within the smallest difference that matters is same."""

    WORSE = "worse"
    SAME = "same"
    BETTER = "better"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One measure of both runs.

    Attributes:
        id: "p99 of join", "error ratio of join", "goodput", "dropped arrivals".
        unit: of the values: "s", "ratio" or "per_s".
        before: its value in the first run; None if nothing was measured, inf for never.
        after: its value in the second run.
        change: from first to second: of a ratio the difference, else relative to the first (0.1: 10 %
            more); None where it cannot be told.
        low: 95 % lower bound of the change.
        high: 95 % upper bound of the change.
        smallest: the smallest change that matters, above 0, in the terms of `change`.
        beyond: the change that may have another reason than the site, such as the generator's lag: at
            least `smallest`, and only what is beyond it is called worse.
        p: chance of such a difference or a greater one to the worse between two runs that differ by no
            more than `beyond`, before Holm's correction; None where it cannot be told.
        answer: what can be said.
        text: one sentence.
    """

    id: str
    unit: Unit
    before: float | None
    after: float | None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    smallest: float | None = None
    beyond: float | None = None
    p: float | None = None
    answer: Answer
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What came of holding a run against an earlier one.

    Attributes:
        before: id of the first run, the baseline.
        after: id of the second run.
        answer: worse if any measure is, unknown if none could be decided, else better if any is.
        text: one sentence.
        warnings: what differs between the runs, a sentence each.
        measures: each measure of both.
    """

    before: str
    after: str
    answer: Answer
    text: str
    warnings: tuple[str, ...]
    measures: tuple[Compared, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the comparison as a JSON object; a value that is never is null, and the text says so."""
        content: dict[str, Any] = asdict(self, dict_factory=_plain)
        return content

    @property
    def worse(self) -> tuple[Compared, ...]:
        """The measures that became worse."""
        return tuple(one for one in self.measures if one.answer is Answer.WORSE)

    @property
    def is_unsent(self) -> bool:
        """Whether what is worse is the generator's: what it dropped, and the goodput where it did."""
        dropped = any(one.id == DROPPED and one.after for one in self.measures)
        return dropped and bool(self.worse) and all(one.id in {DROPPED, GOODPUT} for one in self.worse)


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: _value(value) for key, value in pairs}


def _value(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.value if isinstance(value, Enum) else value


def signed(change: float, unit: Unit) -> str:
    """Write a change with its sign: +20 % of a latency, +0.5 points of a ratio."""
    text = share(change)
    text = share(0.0) if text == "-0 %" else text
    text = text if text.startswith("-") else f"+{text}"
    return text.replace(" %", " points") if unit == "ratio" else text


def together(answers: Iterable[Answer]) -> Answer:
    """Give the answer of several: one that is worse is not outweighed, and no answer is no "same"."""
    given = set(answers)
    for one in (Answer.WORSE, Answer.BETTER, Answer.SAME):
        if one in given:
            return one
    return Answer.UNKNOWN
