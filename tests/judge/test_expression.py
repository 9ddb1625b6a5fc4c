"""Claims about expressions: what is read, what is refused, and where a message points."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from siaga.judge.expression import Expression, ExpressionError, limit_of, parse
from siaga.judge.measures import (
    Availability,
    DroppedArrivals,
    ErrorRatio,
    Latency,
    Measure,
    Selection,
    SeriesValue,
    Subject,
)
from siaga.judge.period import Period

JOIN = Subject(name="join")
SERIES = Selection(function="max", name="up")


@pytest.mark.parametrize(
    ("text", "measure", "sign", "limit", "unit", "during"),
    [
        ("p99 of join <= 1.5 s", Latency(quantile=0.99, of=JOIN), "<=", 1.5, "s", None),
        ("p99.9 of join<250ms", Latency(quantile=0.999, of=JOIN), "<", 0.25, "s", None),
        ("p5 of a-b > 2 min", Latency(quantile=0.05, of=Subject(name="a-b")), ">", 120.0, "s", None),
        (
            'p50 of "GET /join, now" <= 1 h during doors-open',
            Latency(quantile=0.5, of=Subject(name="GET /join, now")),
            "<=", 3600.0, "s", "doors-open",
        ),
        ("availability of join >= 99.5 %", Availability(of=JOIN), ">=", 0.995, "ratio", None),
        ("availability of join >= 0.995", Availability(of=JOIN), ">=", 0.995, "ratio", None),
        ("error ratio <= 57 %", ErrorRatio(), "<=", 0.57, "ratio", None),
        ("error ratio of join < 1 % during peak", ErrorRatio(of=JOIN), "<", 0.01, "ratio", "peak"),
        ("dropped arrivals <= 0.1 %", DroppedArrivals(), "<=", 0.001, "ratio", None),
        ("max(up) >= 1", SeriesValue(top=SERIES), ">=", 1.0, "count", None),
        (" max ( up )\n>= 1_000 ", SeriesValue(top=SERIES), ">=", 1000.0, "count", None),
        (
            'increase(errors_total{kind="a \\"b\\" \\\\c",code="5"}) <= 10',
            SeriesValue(
                top=Selection(
                    function="increase", name="errors_total", labels={"kind": 'a "b" \\c', "code": "5"}
                )
            ),
            "<=", 10.0, "count", None,
        ),
        (
            "quantile(0.99, lag_seconds) < 250 ms",
            SeriesValue(top=Selection(function="quantile", name="lag_seconds", quantile=0.99)),
            "<", 0.25, "s", None,
        ),
        (
            "rate(bad_total) / rate(all_total) <= 1 % during peak",
            SeriesValue(
                top=Selection(function="rate", name="bad_total"),
                below=Selection(function="rate", name="all_total"),
            ),
            "<=", 0.01, "ratio", "peak",
        ),
        (
            "last(max) > 0",
            SeriesValue(top=Selection(function="last", name="max")),
            ">", 0.0, "count", None,
        ),
        ("min(a) >= 0", SeriesValue(top=Selection(function="min", name="a")), ">=", 0.0, "count", None),
    ],
)  # fmt: skip
def test_an_expression_says_what_is_measured_when_and_the_limit(
    text: str, measure: Measure, sign: str, limit: float, unit: str, during: str | None
) -> None:
    """Every measure, sign, unit and function, with and without spaces."""
    period = None if during is None else Period(kind="phase", name=during)
    assert parse(text) == Expression(
        text=text, measure=measure, sign=sign, limit=limit, unit=unit, during=period
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'': cannot be read at its end; write for example `p99 of join <= 1.5 s"),
        ("p99 of join <=", "cannot be read at its end"),
        ("p99 of join <= fast", "cannot be read at 'fast'"),
        ("p99 of join == 1 s", "cannot be read at '== 1 s'"),
        ("p99 of join <= 1.5 seconds", "cannot be read at 'econds'"),
        ("p999 of join <= 1 s", "cannot be read at 'p999 of join <= 1 s'"),
        ("p99 of join <= -1 s", "cannot be read at '-1 s'"),
        ("p99 of join <= 1 s in doors-open", "cannot be read at 'in doors-open'"),
        ("latency of join <= 1 s", "cannot be read at 'latency of join <= 1 s'"),
        ("avg(up) >= 1", "cannot be read at 'avg"),
        ("p0 of join <= 1 s", "p0: is no quantile; above p0, below p100 is allowed"),
        ("p99.99999999999999999 of join <= 1 s", "p100: is no quantile"),
        ("p99 of join <= 1.5", "a latency is a time; its limit needs ms, s, min or h: 1.5 s"),
        ("p99 of join <= 5 %", "a latency is a time"),
        ("availability of join >= 99.5", "measures a ratio; its limit is 0 % to 100 %, or 0 to 1"),
        ("availability of join >= 150 %", "measures a ratio"),
        ("error ratio <= 1 s", "measures a ratio"),
        ("dropped arrivals <= 2", "measures a ratio"),
        ("max(0.5, up) >= 1", "max: takes a number if it is quantile, else none"),
        ("quantile(up) >= 1", "quantile: takes a number if it is quantile, else none"),
        ("quantile(1.5, up) >= 1", "quantile: 1.5 is none; 0 to 1 is allowed"),
        (f"max(up) >= {'9' * 400}", "limit: 99999999999999999999... is beyond all numbers"),
        (f"max(up) >= {'9' * 400} s", "limit: 99999999999999999999... is beyond all numbers"),
        (f"max(up) >= 1 over {'9' * 400} s", "limit: 99999999999999999999... is beyond all numbers"),
    ],
)
def test_a_refusal_points_at_the_place(text: str, said: str) -> None:
    """It repeats the text, and says where the reading broke off or what is wrong with it."""
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert str(refused.value).startswith(repr(text))
    assert said in str(refused.value)


words = st.sampled_from(
    ["p99", "of", "join", "<=", ">", "1.5", "s", "%", "during", "availability", "error", "ratio", "max",
     "quantile", "(", ")", "{", "}", "a", "=", '"x"', ",", "/", "dropped", "arrivals", "p0", '"', "\\"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(words).map(" ".join), st.lists(words).map("".join)))
@example("p99 of join <= 1.5 s during")
@example("\ud800")
@settings(deadline=None)
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    """Nothing else ever comes of it, and what is read keeps its text."""
    try:
        read = parse(text)
    except ExpressionError as error:
        assert repr(text) in str(error)  # noqa: PT017 - a text may just as well be read
    else:
        assert read.text == text


UNITS = {"ms": 1000, "s": 1, "min": 60, "h": 3600}


@given(st.integers(0, 10**6), st.integers(0, 3), st.sampled_from(sorted(UNITS)))
def test_a_limit_is_read_to_the_last_digit(number: int, decimals: int, unit: str) -> None:
    """A decimal in any unit of time is the nearest number of seconds to it."""
    scaled = 10**decimals
    written = f"{number // scaled}.{number % scaled:0{decimals}}" if decimals else str(number)
    exact = number / (scaled * 1000) if unit == "ms" else number * UNITS[unit] / scaled
    read = parse(f"p99 of join <= {written} {unit}")
    assert (read.limit, read.unit) == (exact, "s")


@given(st.integers(0, 10_000))
def test_a_percentage_is_the_ratio_that_people_mean(hundredths: int) -> None:
    """57 % is 0.57, though 57 times 0.01 is not."""
    written = f"{hundredths // 100}.{hundredths % 100:02}"
    assert parse(f"error ratio <= {written} %").limit == hundredths / 10_000


@pytest.mark.parametrize(
    ("sign", "below", "same", "above"),
    [
        ("<=", True, True, False),
        ("<", True, False, False),
        (">=", False, True, True),
        (">", False, False, True),
    ],
)
def test_a_limit_itself_is_kept_by_signs_that_say_so(
    sign: str,
    below: object,
    same: object,
    above: object,
) -> None:
    """The four signs, below, at and above the limit."""
    expression = parse(f"max(up) {sign} 3")
    assert [expression.holds(value) for value in (2.9, 3.0, 3.1)] == [below, same, above]
    assert expression.at_most is below


def test_an_expression_may_be_held_against_another_limit() -> None:
    """Everything else of it stays."""
    expression = parse("p99 of join <= 1.5 s")
    assert expression.at(0.8) == replace(expression, limit=0.8)
    assert expression.at(0.8).limit == 0.8


@pytest.mark.parametrize(
    ("text", "of", "limit"),
    [
        ("800 ms", "p99 of join <= 1.5 s", 0.8),
        ("2 s", "p99 of join >= 1.5 s", 2.0),
        ("0.1 %", "error ratio <= 1 %", 0.001),
        ("0.001", "error ratio < 1 %", 0.001),
        ("20", "goodput of join > 10/s", 20.0),
        ("2", "max(queue) <= 5", 2.0),
    ],
)
def test_a_limit_that_stands_alone_is_read_in_the_unit_of_its_expression(
    text: str, of: str, limit: float
) -> None:
    """Stricter is lower for an upper limit, and higher for a lower one."""
    assert limit_of(text, parse(of)) == limit


NO_LIMIT = "is no limit; write one such as 800 ms, 0.1 % or 5"
ANOTHER_UNIT = "is of another unit than 'p99 of join <= 1.5 s'; write the same"
NOT_BELOW = "is no stricter limit; write one below that of 'p99 of join <= 1.5 s'"
NOT_ABOVE = "is no stricter limit; write one above that of 'goodput of join >= 10/s'"


@pytest.mark.parametrize(
    ("text", "of", "said"),
    [
        ("fast", "p99 of join <= 1.5 s", NO_LIMIT),
        ("9" * 400, "p99 of join <= 1.5 s", NO_LIMIT),
        ("p99 of join <= 1 s", "p99 of join <= 1.5 s", NO_LIMIT),
        ("5 %", "p99 of join <= 1.5 s", ANOTHER_UNIT),
        ("1.5 s", "p99 of join <= 1.5 s", NOT_BELOW),
        ("2 s", "p99 of join <= 1.5 s", NOT_BELOW),
        ("10", "goodput of join >= 10/s", NOT_ABOVE),
        ("9/s", "goodput of join >= 10/s", NOT_ABOVE),
    ],
)
def test_a_limit_that_is_none_or_not_stricter_is_refused(text: str, of: str, said: str) -> None:
    """In a sentence that says what to write."""
    with pytest.raises(ExpressionError) as refused:
        limit_of(text, parse(of))
    assert str(refused.value) == f"{text!r}: {said}"
