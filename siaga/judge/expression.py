"""The Expression of an objective: what is measured, when, and the limit that it has to keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from lark import Tree, UnexpectedEOF, UnexpectedInput
from lark.exceptions import VisitError

from siaga.judge.fault_measures import FaultTime
from siaga.judge.grammar import Limit, parser, value_of
from siaga.judge.measures import (
    WINDOWED,
    AuditCount,
    Budget,
    Burn,
    Goodput,
    Hysteresis,
    Latency,
    Measure,
    Plateau,
    Ratio,
    RetryAmplification,
    WaitEstimateError,
)
from siaga.judge.period import Period, Recovery, Window
from siaga.judge.reject_cost import RejectCost

EXAMPLES = "`p99 of join <= 1.5 s during doors-open`, `availability of join >= 99.5 %`, `max(up) >= 1`"

WINDOW_S = 10
"""Length of a window where the expression names none."""


class ExpressionError(ValueError):
    """An expression cannot be read, or asks for what cannot be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """What has to hold.

    Attributes:
        text: as it was written.
        measure: what is measured.
        sign: "<=", "<", ">=" or ">".
        limit: in `unit`.
        unit: "s", "ratio", "per_s" or "count".
        during: what alone counts; None for the whole run.
        window: of which length every one or any one has to keep the limit; None: all of it at once.
        recovery: how soon the limit has to be kept again; None where that is not asked.
        marks: where in the text each part begins, 0 or more.
    """

    text: str
    measure: Measure
    sign: str
    limit: float
    unit: str
    during: Period | None = None
    window: Window | None = None
    recovery: Recovery | None = None
    marks: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def at_most(self) -> bool:
        """Whether the limit is an upper one."""
        return self.sign.startswith("<")

    @property
    def side(self) -> str:
        """The sign in words: "at most", "less than", "at least" or "more than"."""
        return {"<=": "at most", "<": "less than", ">=": "at least", ">": "more than"}[self.sign]

    @property
    def asked(self) -> "Expression":
        """The expression whose limit a measurement is held against: of a recovery, its time."""
        if self.recovery is None:
            return self
        return replace(self, sign="<=", limit=self.recovery.within_s, unit="s")

    @property
    def window_s(self) -> int:
        """How long a window is."""
        return WINDOW_S if self.window is None else self.window.length_s

    def at(self, limit: float) -> "Expression":
        """Give the expression with another limit."""
        return replace(self, limit=limit)

    def holds(self, value: float) -> bool:
        """Tell whether a value keeps the limit."""
        if self.sign in ("<", ">"):
            return value < self.limit if self.at_most else value > self.limit
        return value <= self.limit if self.at_most else value >= self.limit


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Read an expression; those of a run are asked for whenever it is judged, and read once.

    Raises:
        ExpressionError: it cannot be read; the message points at the place.
    """
    try:
        tree = parser().parse(text, start="start")
        parts = value_of(tree)
    except UnexpectedInput as error:
        raise _unread(text, error) from None
    except VisitError as error:
        refused: Any = error.obj
        # Only trees are read, and each of them that can be refused has a place.
        raise ExpressionError(pointed(text, str(error.orig_exc), refused.meta.start_pos)) from None
    return _expression(text, parts, _marks(tree))


def pointed(text: str, problem: str, at: int | None) -> str:
    """Give a problem of an expression, with a caret below the place where it begins."""
    if at is None:
        return f"{text!r}: {problem}"
    # One blank for each, so that the caret stands below its character.
    line = "".join(" " if one.isspace() else one for one in text)
    return f"{text!r}: {problem}\n    {line}\n    {' ' * at}^"


def limit_of(text: str, expression: Expression) -> float:
    """Read a limit that stands alone, such as `800 ms`, and is stricter than that of an expression.

    Raises:
        ExpressionError: it cannot be read, is of another unit, or is not stricter.
    """
    try:
        limit = value_of(parser().parse(text, start="limit"))
    except (UnexpectedInput, VisitError):
        raise ExpressionError(f"{text!r}: is no limit; write one such as 800 ms, 0.1 % or 5") from None
    value, unit = _united(expression.measure, limit)
    if unit != expression.unit:
        raise ExpressionError(f"{text!r}: is of another unit than {expression.text!r}; write the same")
    if not (value < expression.limit if expression.at_most else value > expression.limit):
        side = "below" if expression.at_most else "above"
        raise ExpressionError(
            f"{text!r}: is no stricter limit; write one {side} that of {expression.text!r}"
        )
    return value


def _unread(text: str, error: UnexpectedInput) -> ExpressionError:
    """Say where the reading broke off."""
    at = len(text) if isinstance(error, UnexpectedEOF) else error.pos_in_stream or 0
    rest = text[at:].strip()
    place = repr(rest) if rest else "its end"
    problem = f"cannot be read at {place}; write for example {EXAMPLES}"
    return ExpressionError(pointed(text, problem, at if rest else len(text.rstrip())))


def _marks(tree: Tree[Any]) -> dict[str, int]:
    """Give where each part of an expression begins, by what the grammar calls it."""
    inside = [one for one in tree.iter_subtrees() if not one.meta.empty]
    return {str(one.data): one.meta.start_pos for one in inside}


def _expression(text: str, parts: Any, marks: Mapping[str, int]) -> Expression:  # noqa: ANN401 - of lark
    measure, sign, limit, behind = parts
    value, unit = _united(measure, limit)
    found: dict[str, Any] = {}
    for one in behind:
        key = {Period: "during", Window: "window", Recovery: "recovery"}[type(one)]
        if key in found:
            raise ExpressionError(pointed(text, "says twice when it has to hold; once is allowed", None))
        found[key] = one
    read = Expression(
        text=text, measure=measure, sign=sign, limit=value, unit=unit, marks=marks, **found
    )
    problem = _unit_problem(read) or _window_problem(read)
    if problem:
        raise ExpressionError(pointed(text, *problem))
    return read


def _united(measure: Measure, limit: Limit) -> Limit:
    """Give the limit in the unit of the measure, where a plain number stands for it."""
    value, unit = limit
    if unit != "count":
        return limit
    if isinstance(measure, Ratio | Plateau | Hysteresis | Budget | WaitEstimateError | RejectCost):
        return value, "ratio"
    return value, "per_s" if isinstance(measure, Goodput) else unit


def _unit_problem(read: Expression) -> tuple[str, int] | None:
    measure, unit, at = read.measure, read.unit, read.marks["limit"]
    ratio = unit == "ratio"
    refused = [
        (Latency, unit == "s", "a latency is a time; its limit needs ms, s, min or h: 1.5 s"),
        (
            Ratio | Plateau | Hysteresis,
            ratio and read.limit <= 1,
            "measures a ratio; its limit is 0 % to 100 %, or 0 to 1",
        ),
        (WaitEstimateError, ratio, "measures a ratio to the wait; its limit is one such as 50 %"),
        (Budget, ratio, "measures a share of a budget; its limit is a ratio such as 10 %"),
        (RejectCost, ratio, "measures a ratio to a served answer; its limit is one such as 5 %"),
        (Goodput, unit == "per_s", "measures a rate; its limit is one such as 20/s"),
        (
            FaultTime,
            unit == "s" and read.at_most,
            "measures a time that is to be short; its limit is one such as <= 30 s",
        ),
        (
            Burn | AuditCount | RetryAmplification,
            unit == "count",
            "measures a number; its limit is one without a unit, such as 14.4",
        ),
    ]
    found = (text for kind, fits, text in refused if isinstance(measure, kind) and not fits)
    return next(((text, at) for text in found), None)


def _window_problem(read: Expression) -> tuple[str, int] | None:
    window, recovery, plateau = read.window, read.recovery, isinstance(read.measure, Plateau)
    within = next((at for part, at in read.marks.items() if part.startswith("after_")), 0)
    at = read.marks.get("window", within)
    if plateau and window is not None and not window.every:
        return "a plateau has windows of its own; write over", at
    windowed = isinstance(read.measure, WINDOWED) or (plateau and recovery is None)
    if not windowed and (window is not None or recovery is not None):
        return "is measured as a whole and in no windows; leave over, for and within out", at
    if isinstance(read.measure, FaultTime) and read.during is not None:
        return "says itself what it is after; leave out during, before and after", read.marks["start"]
    if recovery is not None and window is not None and window.every:
        return "within asks for one window that keeps the limit; write for in place of over", at
    if recovery is not None and read.during is not None:
        return "within says when it has to hold; leave out during, before and after", within
    return None
