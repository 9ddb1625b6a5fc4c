"""The grammar of expressions, and the values that its parts stand for."""

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, Tree, v_args

from siaga.judge.fault_measures import DetectionTime, RecoveryTime
from siaga.judge.measures import (
    AuditCount,
    Availability,
    Budget,
    Burn,
    Collateral,
    Completion,
    DroppedArrivals,
    ErrorRatio,
    Goodput,
    GoodputRatio,
    Hysteresis,
    Latency,
    Measure,
    MeasureError,
    Plateau,
    RetryAmplification,
    Selection,
    SeriesValue,
    Subject,
    WaitEstimateError,
)
from siaga.judge.period import Period, Recovery, Window
from siaga.judge.promql import Promql
from siaga.judge.reject_cost import RejectCost

GRAMMAR = r"""
start: measure SIGN limit (period | window | recovery)*
?measure: QUANTILE "of" _subject SERVICE? -> latency
        | QUANTILE "of" "wait" "estimate" "error" -> wait_error
        | "availability" "of" _subject -> availability
        | "error" "ratio" ("of" _subject)? -> errors
        | "dropped" "arrivals"   -> dropped
        | "completion" "of" _subject -> completion
        | "goodput" "of" _subject -> goodput
        | "goodput" "ratio" ("of" _subject)? _in_fault? -> goodput_ratio
        | "collateral" "of" _subject _in_fault? -> collateral
        | "retry" "amplification" _in_fault? -> amplification
        | "time" "to" "recover" "after" _fault -> recovering
        | "time" "to" "detect" _fault ["by" sign_of] -> detecting
        | "error" "budget" ("of" _subject)? "at" limit "spent" _in_fault? -> spent
        | "plateau" "of" _subject -> plateau
        | "hysteresis" "of" _subject "since" NAME -> hysteresis
        | "reject" "cost" ("of" step)? -> reject_cost
        | "budget" "of" _subject "at" limit -> budget
        | SPEED "burn" "of" _subject "at" limit -> burn
        | "audit" NAME           -> audit
        | "promql" ESCAPED_STRING -> promql
        | selection              -> series
        | selection "/" selection -> fraction
_subject: step | group
step: NAME | ESCAPED_STRING
group: GROUP NAME
_in_fault: "during" _fault
_fault: "fault"? named
named: NAME
sign_of: METRIC ["{" [match ("," match)*] "}"]
selection: FUNCTION "(" [NUMBER ","] METRIC ["{" [match ("," match)*] "}"] ")"
match: METRIC "=" ESCAPED_STRING
limit: NUMBER [UNIT]
period: "during" NAME            -> phase
      | "during" "steady" "state" -> steady
      | SIDE "fault" NAME        -> fault
window: WINDOW duration
recovery: "within" duration "after" duration -> after_second
        | "within" duration "after" NAME -> after_phase
        | "within" duration "after" "fault" NAME -> after_fault
duration: NUMBER TIME
SIGN: "<=" | ">=" | "<" | ">"
SIDE: "before" | "during" | "after"
WINDOW: "over" | "for"
GROUP: "population" | "journey"
SPEED: "fast" | "slow"
SERVICE: /service\s+time\b/
FUNCTION.2: /(rate|increase|max|min|last|quantile)(?=\s*\()/
QUANTILE.2: /p\d{1,2}(\.\d+)?\b/
TIME: "ms" | "s" | "min" | "h"
UNIT: "ms" | "s" | "min" | "h" | "%" | "/s" | "/min" | "/h"
METRIC: /[a-zA-Z_:][a-zA-Z0-9_:]*/
NAME: /[a-zA-Z][\w-]*/
NUMBER: /\d+(_\d+)*(\.\d+)?/
%import common.ESCAPED_STRING
%import common.WS
%ignore WS
"""

_UNITS = {
    "ms": ("s", Decimal("0.001"), 1),
    "s": ("s", Decimal(1), 1),
    "min": ("s", Decimal(60), 1),
    "h": ("s", Decimal(3600), 1),
    "%": ("ratio", Decimal("0.01"), 1),
    "/s": ("per_s", Decimal(1), 1),
    "/min": ("per_s", Decimal(1), 60),
    "/h": ("per_s", Decimal(1), 3600),
}
"""Kind, factor and divisor; decimals, since 57 times 0.01 is not 0.57 in binary fractions."""

Limit = tuple[float, str]
"""A number, and "s", "ratio", "per_s" or "count"."""

_InFault = tuple[Measure, Period]
"""A measure, and the fault during which it counts, named before the sign."""


@lru_cache(maxsize=1)
def parser() -> Lark:
    """Give the parser; it reads whole expressions (`start`) and limits alone (`limit`)."""
    return Lark(
        GRAMMAR, parser="earley", lexer="dynamic", start=["start", "limit"], propagate_positions=True
    )


def value_of(tree: Tree[Token]) -> Any:  # noqa: ANN401 - of an expression or of a limit
    """Give what a parsed text stands for.

    Of an expression: measure, sign, limit, and everything behind it as periods, windows and recoveries.

    Raises:
        VisitError: a part of it stands for nothing.
    """
    return _Reading().transform(tree)


@v_args(inline=True)
class _Reading(Transformer[Token, object]):
    """Makes values of the parsed text."""

    def start(
        self, given: Measure | _InFault, sign: Token, limit: Limit, *behind: Period | Window | Recovery
    ) -> tuple[Measure, str, Limit, tuple[Period | Window | Recovery, ...]]:
        if isinstance(given, tuple):
            measure, during = given
            return measure, str(sign), limit, (during, *behind)
        return given, str(sign), limit, behind

    def latency(self, quantile: Token, of: Subject, service: Token | None = None) -> Latency:
        return Latency(quantile=_quantile(quantile), of=of, service=service is not None)

    def wait_error(self, quantile: Token) -> WaitEstimateError:
        return WaitEstimateError(quantile=_quantile(quantile))

    def availability(self, of: Subject) -> Availability:
        return Availability(of=of)

    def errors(self, of: Subject | None = None) -> ErrorRatio:
        return ErrorRatio(of=of)

    def dropped(self) -> DroppedArrivals:
        return DroppedArrivals()

    def completion(self, of: Subject) -> Completion:
        # Only journeys are completed, so that a name alone is that of one.
        return Completion(of=Subject(kind="journey", name=of.name) if of.kind == "step" else of)

    def goodput(self, of: Subject) -> Goodput:
        return Goodput(of=of)

    def goodput_ratio(self, *given: Subject | Period) -> Measure | _InFault:
        of = next((one for one in given if isinstance(one, Subject)), None)
        return _in_fault(GoodputRatio(of=of), given)

    def collateral(self, of: Subject, *given: Period) -> Measure | _InFault:
        return _in_fault(Collateral(of=of), given)

    def amplification(self, *given: Period) -> Measure | _InFault:
        return _in_fault(RetryAmplification(), given)

    def recovering(self, fault: Period) -> RecoveryTime:
        return RecoveryTime(fault=fault.name)

    def detecting(self, fault: Period, by: tuple[str, dict[str, str]] | None) -> DetectionTime:
        name, labels = ("up", {}) if by is None else by
        return DetectionTime(fault=fault.name, name=name, labels=labels)

    def spent(self, *given: Subject | Limit | Period) -> Measure | _InFault:
        of = next((one for one in given if isinstance(one, Subject)), None)
        slo = next(one for one in given if isinstance(one, tuple))
        return _in_fault(Budget(of=of, slo=_share(slo)), given)

    def named(self, kind: Token) -> Period:
        return Period(kind="during", name=str(kind))

    def sign_of(self, name: Token, *matches: tuple[str, str] | None) -> tuple[str, dict[str, str]]:
        return str(name), dict(one for one in matches if one is not None)

    def plateau(self, of: Subject) -> Plateau:
        return Plateau(of=of)

    def hysteresis(self, of: Subject, since: Token) -> Hysteresis:
        return Hysteresis(of=of, since=str(since))

    def reject_cost(self, of: Subject | None = None) -> RejectCost:
        return RejectCost(step=None if of is None else of.name)

    def budget(self, of: Subject, slo: Limit) -> Budget:
        return Budget(of=of, slo=_share(slo))

    def burn(self, speed: Token, of: Subject, slo: Limit) -> Burn:
        return Burn(speed=str(speed), of=of, slo=_share(slo))

    def audit(self, name: Token) -> AuditCount:
        return AuditCount(name=str(name))

    def promql(self, query: Token) -> Promql:
        return Promql(query=_unquoted(query))

    def series(self, top: Selection) -> SeriesValue:
        return SeriesValue(top=top)

    def fraction(self, top: Selection, below: Selection) -> SeriesValue:
        return SeriesValue(top=top, below=below)

    def step(self, name: Token) -> Subject:
        return Subject(name=_unquoted(name))

    def group(self, kind: Token, name: Token) -> Subject:
        return Subject(kind=str(kind), name=str(name))

    def selection(
        self, function: Token, number: Token | None, name: Token, *matches: tuple[str, str] | None
    ) -> Selection:
        quantile = None if number is None else float(number)
        labels = dict(one for one in matches if one is not None)
        return Selection(function=str(function), name=str(name), labels=labels, quantile=quantile)

    def match(self, label: Token, value: Token) -> tuple[str, str]:
        return str(label), _unquoted(value)

    def limit(self, number: Token, unit: Token | None = None) -> Limit:
        if unit is None:
            return _finite(Decimal(str(number)), number), "count"
        kind, factor, divisor = _UNITS[str(unit)]
        return _finite(Decimal(str(number)) * factor / divisor, number), kind

    def phase(self, name: Token) -> Period:
        return Period(kind="phase", name=str(name))

    def steady(self) -> Period:
        return Period(kind="steady")

    def fault(self, side: Token, name: Token) -> Period:
        return Period(kind=str(side), name=str(name))

    def window(self, kind: Token, length_s: float) -> Window:
        if length_s < 1 or not length_s.is_integer():
            raise MeasureError(f"{length_s:g} s is no window; whole seconds from 1 s on are allowed")
        return Window(every=kind == "over", length_s=int(length_s))

    def after_second(self, within_s: float, at_s: float) -> Recovery:
        return Recovery(within_s=within_s, kind="second", at_s=at_s)

    def after_phase(self, within_s: float, name: Token) -> Recovery:
        return Recovery(within_s=within_s, kind="phase", name=str(name))

    def after_fault(self, within_s: float, name: Token) -> Recovery:
        return Recovery(within_s=within_s, kind="fault", name=str(name))

    def duration(self, number: Token, unit: Token) -> float:
        return _finite(Decimal(str(number)) * _UNITS[str(unit)][1], number)


def _in_fault(measure: Measure, given: Sequence[object]) -> Measure | _InFault:
    """Give the measure, and with it the fault during which alone it counts, where one is named."""
    during = next((one for one in given if isinstance(one, Period)), None)
    return measure if during is None else (measure, during)


def _quantile(token: Token) -> float:
    return float(Decimal(str(token[1:])) / 100)


def _share(limit: Limit) -> float:
    value, unit = limit
    if unit not in {"ratio", "count"}:
        raise MeasureError("a promise is a ratio; write it such as 99.9 %")
    return value


def _finite(value: Decimal, written: str) -> float:
    if not math.isfinite(float(value)):
        raise MeasureError(f"limit: {written[:20]}... is beyond all numbers; write a smaller one")
    return float(value)


def _unquoted(token: Token) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else str(token)
