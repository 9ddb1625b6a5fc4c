"""The Expression of an objective: what is measured, when, and the limit that it has to keep."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedEOF, UnexpectedInput, v_args
from lark.exceptions import VisitError

EXAMPLES = "`p99 of join <= 1.5 s during doors-open`, `availability of join >= 99.5 %`, `max(up) >= 1`"

GRAMMAR = r"""
start: measure SIGN limit ("during" NAME)?
?measure: QUANTILE "of" step     -> latency
        | "availability" "of" step -> availability
        | "error" "ratio" ("of" step)? -> errors
        | "dropped" "arrivals"   -> dropped
        | selection              -> series
        | selection "/" selection -> fraction
step: NAME | ESCAPED_STRING
selection: FUNCTION "(" [NUMBER ","] METRIC ["{" [match ("," match)*] "}"] ")"
match: METRIC "=" ESCAPED_STRING
limit: NUMBER [UNIT]
SIGN: "<=" | ">=" | "<" | ">"
FUNCTION.2: /(rate|increase|max|min|last|quantile)(?=\s*\()/
QUANTILE.2: /p\d{1,2}(\.\d+)?\b/
UNIT: "ms" | "s" | "min" | "h" | "%"
METRIC: /[a-zA-Z_:][a-zA-Z0-9_:]*/
NAME: /[a-zA-Z][\w-]*/
NUMBER: /\d+(_\d+)*(\.\d+)?/
%import common.ESCAPED_STRING
%import common.WS
%ignore WS
"""

_UNITS = {
    "ms": ("s", Decimal("0.001")),
    "s": ("s", Decimal(1)),
    "min": ("s", Decimal(60)),
    "h": ("s", Decimal(3600)),
    "%": ("ratio", Decimal("0.01")),
}
"""Decimals, since 57 times 0.01 is not 0.57 in binary fractions."""


class ExpressionError(ValueError):
    """An expression cannot be read, or asks for what cannot be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Series of the site chosen by name and labels, and the function that makes one number of them.

    Attributes:
        function: rate, increase, max, min, last or quantile.
        name: of the series.
        labels: that a series has to have, others left aside.
        quantile: 0 to 1; None for every function but quantile.
    """

    function: str
    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    quantile: float | None = None

    def __post_init__(self) -> None:
        """Refuse a quantile without its number, and a number that is none."""
        if (self.function == "quantile") != (self.quantile is not None):
            raise ExpressionError(f"{self.function}: takes a number if it is quantile, else none")
        if self.quantile is not None and not 0 <= self.quantile <= 1:
            raise ExpressionError(f"quantile: {self.quantile} is none; 0 to 1 is allowed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """A quantile, above 0 and below 1, of the time that a step took from its intended start."""

    quantile: float
    step: str

    def __post_init__(self) -> None:
        """Refuse the fastest of all, which says nothing of the others."""
        if not 0 < self.quantile < 1:
            raise ExpressionError(
                f"p{self.quantile * 100:g}: is no quantile; above p0, below p100 is allowed"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Good samples of a step by all of them."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRatio:
    """Failed samples by all samples, of one step or of every step."""

    step: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedArrivals:
    """Arrivals that could not be sent, by all that were planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesValue:
    """A number made of the site's own series, or one such number by another."""

    top: Selection
    below: Selection | None = None


Measure = Latency | Availability | ErrorRatio | DroppedArrivals | SeriesValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """What has to hold.

    Attributes:
        text: as it was written.
        measure: what is measured.
        sign: "<=", "<", ">=" or ">".
        limit: in `unit`.
        unit: "s", "ratio" or "count".
        during: name of the phase that alone counts; None for the whole run.
    """

    text: str
    measure: Measure
    sign: str
    limit: float
    unit: str
    during: str | None = None

    @property
    def at_most(self) -> bool:
        """Whether the limit is an upper one."""
        return self.sign.startswith("<")

    def holds(self, value: float) -> bool:
        """Tell whether a value keeps the limit."""
        if self.sign in ("<", ">"):
            return value < self.limit if self.at_most else value > self.limit
        return value <= self.limit if self.at_most else value >= self.limit


def parse(text: str) -> Expression:
    """Read an expression.

    Raises:
        ExpressionError: it cannot be read; the message points at the place.
    """
    try:
        parts: Any = _Reading().transform(_parser().parse(text))
    except UnexpectedInput as error:
        raise ExpressionError(
            f"{text!r}: cannot be read at {_place(text, error)}; write for example {EXAMPLES}"
        ) from None
    except VisitError as error:
        raise ExpressionError(f"{text!r}: {error.orig_exc}") from None
    expression = Expression(text=text, **parts)
    _refuse_wrong_unit(expression)
    return expression


def _place(text: str, error: UnexpectedInput) -> str:
    """Give what stands where the reading broke off."""
    rest = text[error.pos_in_stream or 0 :].strip()
    return "its end" if isinstance(error, UnexpectedEOF) or not rest else repr(rest)


def _refuse_wrong_unit(expression: Expression) -> None:
    measure, text = expression.measure, expression.text
    if isinstance(measure, Latency) and expression.unit != "s":
        raise ExpressionError(f"{text!r}: a latency is a time; its limit needs ms, s, min or h: 1.5 s")
    if isinstance(measure, Availability | ErrorRatio | DroppedArrivals) and not (
        expression.unit == "ratio" and expression.limit <= 1
    ):
        raise ExpressionError(f"{text!r}: measures a ratio; its limit is 0 % to 100 %, or 0 to 1")


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="earley", lexer="dynamic")


@v_args(inline=True)
class _Reading(Transformer[Token, object]):
    """Makes values of the parsed text."""

    def start(
        self, measure: Measure, sign: Token, limit: tuple[float, str], during: Token | None = None
    ) -> dict[str, object]:
        value, unit = limit
        ratio = isinstance(measure, Availability | ErrorRatio | DroppedArrivals)
        unit = "ratio" if ratio and unit == "count" else unit
        phase = None if during is None else str(during)
        return {
            "measure": measure,
            "sign": str(sign),
            "limit": value,
            "unit": unit,
            "during": phase,
        }

    def latency(self, quantile: Token, step: str) -> Latency:
        return Latency(quantile=float(Decimal(str(quantile[1:])) / 100), step=step)

    def availability(self, step: str) -> Availability:
        return Availability(step=step)

    def errors(self, step: str | None = None) -> ErrorRatio:
        return ErrorRatio(step=step)

    def dropped(self) -> DroppedArrivals:
        return DroppedArrivals()

    def series(self, top: Selection) -> SeriesValue:
        return SeriesValue(top=top)

    def fraction(self, top: Selection, below: Selection) -> SeriesValue:
        return SeriesValue(top=top, below=below)

    def step(self, name: Token) -> str:
        return _unquoted(name)

    def selection(
        self, function: Token, number: Token | None, name: Token, *matches: tuple[str, str] | None
    ) -> Selection:
        quantile = None if number is None else float(number)
        labels = dict(one for one in matches if one is not None)
        return Selection(function=str(function), name=str(name), labels=labels, quantile=quantile)

    def match(self, label: Token, value: Token) -> tuple[str, str]:
        return str(label), _unquoted(value)

    def limit(self, number: Token, unit: Token | None = None) -> tuple[float, str]:
        kind, factor = _UNITS[str(unit)] if unit is not None else ("count", Decimal(1))
        value = float(Decimal(str(number)) * factor)
        if not math.isfinite(value):
            raise ExpressionError(f"limit: {number[:20]}... is beyond all numbers; write a smaller one")
        return value, kind


def _unquoted(token: Token) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else str(token)
