"""Claims about the grammar: every measure and every time of an expression is read as it is meant."""

import pytest

from siaga.judge.expression import Expression, ExpressionError, parse
from siaga.judge.measures import (
    AuditCount,
    Availability,
    Budget,
    Burn,
    Completion,
    ErrorRatio,
    Goodput,
    Hysteresis,
    Latency,
    Measure,
    Plateau,
    Subject,
)
from siaga.judge.period import Period, Recovery, Window
from siaga.judge.promql import Promql
from siaga.judge.reject_cost import RejectCost

JOIN = Subject(name="join")
PEOPLE = Subject(kind="population", name="registrants")
JOURNEY = Subject(kind="journey", name="registrant")


@pytest.mark.parametrize(
    ("text", "measure", "limit", "unit"),
    [
        ("p99 of join service time <= 1 s", Latency(quantile=0.99, of=JOIN, service=True), 1.0, "s"),
        ("p50 of population registrants <= 1 s", Latency(quantile=0.5, of=PEOPLE), 1.0, "s"),
        (
            "p50 of journey registrant service time <= 1 s",
            Latency(quantile=0.5, of=JOURNEY, service=True), 1.0, "s",
        ),
        ("p50 of population <= 1 s", Latency(quantile=0.5, of=Subject(name="population")), 1.0, "s"),
        ("availability of population registrants >= 99 %", Availability(of=PEOPLE), 0.99, "ratio"),
        ("error ratio of journey registrant <= 1 %", ErrorRatio(of=JOURNEY), 0.01, "ratio"),
        ("completion of registrant >= 95 %", Completion(of=JOURNEY), 0.95, "ratio"),
        ("completion of journey registrant >= 0.95", Completion(of=JOURNEY), 0.95, "ratio"),
        ("completion of population registrants >= 95 %", Completion(of=PEOPLE), 0.95, "ratio"),
        ("goodput of join >= 20/s", Goodput(of=JOIN), 20.0, "per_s"),
        ("goodput of join >= 1_200 /min", Goodput(of=JOIN), 20.0, "per_s"),
        ("goodput of join >= 72000/h", Goodput(of=JOIN), 20.0, "per_s"),
        ("goodput of join >= 20", Goodput(of=JOIN), 20.0, "per_s"),
        ("plateau of join >= 80 %", Plateau(of=JOIN), 0.8, "ratio"),
        (
            "hysteresis of join since doors-open >= 95 %",
            Hysteresis(of=JOIN, since="doors-open"), 0.95, "ratio",
        ),
        (
            "hysteresis of journey registrant since a >= 1",
            Hysteresis(of=JOURNEY, since="a"), 1.0, "ratio",
        ),
        ("reject cost <= 5 %", RejectCost(), 0.05, "ratio"),
        ("reject cost of join <= 0.05", RejectCost(step="join"), 0.05, "ratio"),
        ('reject cost of "GET /join" <= 200 %', RejectCost(step="GET /join"), 2.0, "ratio"),
        ("budget of join at 99.9 % <= 10 %", Budget(of=JOIN, slo=0.999), 0.1, "ratio"),
        ("budget of join at 0.999 <= 2", Budget(of=JOIN, slo=0.999), 2.0, "ratio"),
        ("fast burn of join at 99 % <= 14.4", Burn(speed="fast", of=JOIN, slo=0.99), 14.4, "count"),
        ("slow burn of join at 99 % <= 6", Burn(speed="slow", of=JOIN, slo=0.99), 6.0, "count"),
        ("audit lost <= 0", AuditCount(name="lost"), 0.0, "count"),
        ("audit over-quota <= 0", AuditCount(name="over-quota"), 0.0, "count"),
        ('promql "up{a=\\"b\\"}" <= 1', Promql(query='up{a="b"}'), 1.0, "count"),
    ],
)  # fmt: skip
def test_a_measure_and_its_limit_are_read(text: str, measure: Measure, limit: float, unit: str) -> None:
    """With the unit of the measure where the limit names none."""
    sign = "<=" if "<=" in text else ">="
    assert parse(text) == Expression(text=text, measure=measure, sign=sign, limit=limit, unit=unit)


FAULT = Recovery(within_s=30.0, kind="fault", name="kill")


@pytest.mark.parametrize(
    ("behind", "during", "window", "recovery"),
    [
        ("during evening", Period(kind="phase", name="evening"), None, None),
        ("during steady state", Period(kind="steady"), None, None),
        ("during steady", Period(kind="phase", name="steady"), None, None),
        ("before fault kill", Period(kind="before", name="kill"), None, None),
        ("during fault kill", Period(kind="during", name="kill"), None, None),
        ("after fault kill", Period(kind="after", name="kill"), None, None),
        ("during fault", Period(kind="phase", name="fault"), None, None),
        ("over 10 s", None, Window(every=True, length_s=10), None),
        ("for 2 min", None, Window(every=False, length_s=120), None),
        ("over 1 s", None, Window(every=True, length_s=1), None),
        (
            "over 1 min during evening",
            Period(kind="phase", name="evening"), Window(every=True, length_s=60), None,
        ),
        ("within 30 s after fault kill", None, None, FAULT),
        (
            "within 1 min after evening",
            None, None, Recovery(within_s=60.0, kind="phase", name="evening"),
        ),
        ("within 500 ms after 90 s", None, None, Recovery(within_s=0.5, kind="second", at_s=90.0)),
        ("for 5 s within 30 s after fault kill", None, Window(every=False, length_s=5), FAULT),
        ("within 30 s after fault kill for 5 s", None, Window(every=False, length_s=5), FAULT),
    ],
)  # fmt: skip
def test_the_time_of_an_expression_is_read(
    behind: str, during: Period | None, window: Window | None, recovery: Recovery | None
) -> None:
    """In any order."""
    read = parse(f"error ratio <= 1 % {behind}")
    assert (read.during, read.window, read.recovery) == (during, window, recovery)
    assert read.window_s == (10 if window is None else window.length_s)


@pytest.mark.parametrize(
    ("recovery", "text"),
    [
        (FAULT, "fault kill"),
        (Recovery(within_s=1.0, kind="phase", name="evening"), "evening"),
        (Recovery(within_s=1.0, kind="second", at_s=1.5), "1.5 s"),
    ],
)
def test_a_recovery_says_what_it_comes_after(recovery: Recovery, text: str) -> None:
    """As sentences name it."""
    assert str(recovery) == text


def test_a_recovery_is_held_against_its_time() -> None:
    """Its limit is that of seconds; without one it is that of the measure."""
    asked = parse("availability of join >= 99 % within 2 min after fault kill").asked
    assert (asked.sign, asked.limit, asked.unit) == ("<=", 120.0, "s")
    plain = parse("availability of join >= 99 %")
    assert plain.asked is plain


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        ("p99 on join <= 1 s", "cannot be read at 'on join <= 1 s'", 4),
        ("p99 of join <=", "cannot be read at its end", 14),
        ("p99 of join <=  ", "cannot be read at its end", 14),
        ("p99 of join <= 1 %", "a latency is a time", 15),
        ("goodput of join >= 20 %", "measures a rate; its limit is one such as 20/s", 19),
        ("completion of a >= 2", "measures a ratio", 19),
        ("plateau of join >= 2", "measures a ratio", 19),
        ("hysteresis of join since a >= 2", "measures a ratio", 30),
        ("hysteresis of join since a >= 1 over 9 s", "is measured as a whole and in no windows", 32),
        ("reject cost <= 1 s", "measures a ratio to a served answer; its limit is one such as 5 %", 15),
        ("reject cost <= 5 % over 9 s", "is measured as a whole and in no windows", 19),
        ("budget of join at 99 % <= 1 s", "measures a share of a budget", 26),
        ("fast burn of a at 99 % <= 1 s", "measures a number; its limit is one without a unit", 26),
        ("audit lost <= 1 %", "measures a number", 14),
        ("audit found <= 1", "'found' is counted by no audit", 0),
        ("budget of a at 100 % <= 1", "100 %: leaves no budget to spend", 0),
        ("budget of a at 5 s <= 1", "a promise is a ratio; write it such as 99.9 %", 0),
        ("p0 of join <= 1 s", "p0: is no quantile", 0),
        ("error ratio <= 1 % over 500 ms", "0.5 s is no window; whole seconds from 1 s on", 19),
        ("error ratio <= 1 % over 1.5 s", "1.5 s is no window", 19),
        ("audit lost <= 0 over 10 s", "is measured as a whole and in no windows", 16),
        ("audit lost <= 0 within 9 s after a", "is measured as a whole and in no windows", 16),
        ("plateau of a >= 0 for 10 s during b", "a plateau has windows of its own; write over", 18),
        ("plateau of a >= 0 within 10 s after b", "is measured as a whole and in no windows", 18),
        ("error ratio <= 1 % over 9 s within 9 s after a", "write for in place of over", 19),
        ("error ratio <= 1 % within 9 s after a during b", "leave out during, before and after", 19),
    ],
)
def test_a_caret_stands_below_what_is_wrong(text: str, said: str, at: int) -> None:
    """The expression as it was written, and the place below it."""
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    first, line, caret = str(refused.value).split("\n")
    assert said in first
    assert (line, caret) == (f"    {text}", f"    {' ' * at}^")


def test_an_expression_of_several_lines_keeps_its_columns() -> None:
    """Each break is one blank, so that the caret stands where it should."""
    with pytest.raises(ExpressionError) as refused:
        parse("p99 of join\n\t<= 1 %")
    assert str(refused.value).endswith("\n    p99 of join  <= 1 %\n    " + " " * 16 + "^")


@pytest.mark.parametrize("behind", ["during a during b", "over 5 s for 5 s", "during a before fault b"])
def test_no_time_is_said_twice(behind: str) -> None:
    """Nobody could tell which one is meant."""
    text = f"error ratio <= 1 % {behind}"
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert str(refused.value) == f"{text!r}: says twice when it has to hold; once is allowed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("budget of a at 5 s <= 1", "a promise is a ratio; write it such as 99.9 %"),
        ("p99 of a <= 1 %", "a latency is a time; its limit needs ms, s, min or h: 1.5 s"),
        ("plateau of a >= 2", "measures a ratio; its limit is 0 % to 100 %, or 0 to 1"),
        (
            "budget of a at 9 % <= 1 s",
            "measures a share of a budget; its limit is a ratio such as 10 %",
        ),
        ("goodput of a >= 20 %", "measures a rate; its limit is one such as 20/s"),
        (
            "p95 of wait estimate error <= 5 s",
            "measures a ratio to the wait; its limit is one such as 50 %",
        ),
        (
            "reject cost <= 1 s",
            "measures a ratio to a served answer; its limit is one such as 5 %",
        ),
        (
            "time to recover after kill >= 30 s",
            "measures a time that is to be short; its limit is one such as <= 30 s",
        ),
        (
            "time to detect kill <= 9 s during evening",
            "says itself what it is after; leave out during, before and after",
        ),
        (
            "audit lost <= 1 %",
            "measures a number; its limit is one without a unit, such as 14.4",
        ),
        ("plateau of a >= 0 for 9 s during b", "a plateau has windows of its own; write over"),
        (
            "audit lost <= 0 over 10 s",
            "is measured as a whole and in no windows; leave over, for and within out",
        ),
        (
            "error ratio <= 1 % over 9 s within 9 s after a",
            "within asks for one window that keeps the limit; write for in place of over",
        ),
        (
            "error ratio <= 1 % within 9 s after a during b",
            "within says when it has to hold; leave out during, before and after",
        ),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(text: str, said: str) -> None:
    """With what is allowed."""
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    first, *_caret = str(refused.value).split("\n")
    assert first == f"{text!r}: {said}"
