"""Claims about quantities as people write them."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from siaga.scenario.quantity import (
    HIGHEST_PER_S,
    LONGEST_S,
    DurationS,
    RatePerS,
    Ratio,
    SomeRatio,
    SomeS,
    duration_s,
    rate_per_s,
    ratio,
)

whole_numbers = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90 s", 90.0),
        ("90s", 90.0),
        (" 1.5 min ", 90.0),
        ("250 ms", 0.25),
        ("2 h", 7200.0),
        ("1_000 s", 1000.0),
        ("0 s", 0.0),
    ],
)
def test_a_duration_is_read_in_seconds(text: str, seconds: float) -> None:
    """Milliseconds, seconds, minutes and hours, with or without a blank."""
    assert duration_s(text) == seconds


@pytest.mark.parametrize(
    ("text", "per_s"),
    [("80000/min", 80_000 / 60), ("1333 /s", 1333.0), ("3_600/h", 1.0), ("0/min", 0.0), ("0.5/ s", 0.5)],
)
def test_a_rate_is_read_per_second(text: str, per_s: float) -> None:
    """Per second, per minute and per hour."""
    assert rate_per_s(text) == per_s


@pytest.mark.parametrize(
    ("text", "share"), [("99.5 %", 0.995), ("100%", 1.0), ("0.995", 0.995), ("0", 0.0), ("1", 1.0)]
)
def test_a_ratio_is_read_as_a_share(text: str, share: float) -> None:
    """Percent, or a number from 0 to 1."""
    assert ratio(text) == share


@given(whole_numbers, st.sampled_from(["ms", "s", "min", "h"]))
def test_every_written_duration_is_its_number_times_its_unit(number: int, unit: str) -> None:
    """The unit alone decides the factor."""
    factor = {"ms": 0.001, "s": 1, "min": 60, "h": 3600}[unit]
    assert duration_s(f"{number} {unit}") == pytest.approx(number * factor)


@given(whole_numbers)
def test_a_rate_means_the_same_in_every_unit(number: int) -> None:
    """So many a second are sixty times as many a minute and 3,600 times as many an hour."""
    assert rate_per_s(f"{number * 60}/min") == pytest.approx(rate_per_s(f"{number}/s"))
    assert rate_per_s(f"{number * 3600}/h") == pytest.approx(rate_per_s(f"{number}/s"))


NO_DURATIONS = [
    "",
    "90",
    "s",
    "-1 s",
    "1e3 s",
    "90 seconds",
    "1.5.1 s",
    "90 s s",
    "٩٠ s",
    "nan s",
    "1:30",
]


@pytest.mark.parametrize("text", NO_DURATIONS)
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    """Neither a bare number nor a sign, an exponent or another script is a duration."""
    message = f"{text!r} is not a duration; write a number and ms, s, min or h: 90 s"
    with pytest.raises(ValueError, match=re.escape(message)):
        duration_s(text)


@pytest.mark.parametrize("text", ["", "5", "5 s", "-5/s", "5/day", "1e9/s", "/s", "5//s"])
def test_what_is_no_rate_is_refused_with_an_example(text: str) -> None:
    """A rate needs a unit of time after a slash."""
    message = f"{text!r} is not a rate; write a number of 0 or more and /s, /min or /h: 80000/min"
    with pytest.raises(ValueError, match=re.escape(message)):
        rate_per_s(text)


@pytest.mark.parametrize("text", ["", "101 %", "1.01", "-1 %", "99,5 %", "% 5", "half"])
def test_what_is_no_ratio_is_refused_with_its_range(text: str) -> None:
    """Beyond the whole there is no share."""
    message = f"{text!r} is not a ratio; write 0 % to 100 %, or 0 to 1"
    with pytest.raises(ValueError, match=re.escape(message)):
        ratio(text)


@pytest.mark.parametrize(
    ("kind", "plain", "allowed"),
    [
        (DurationS, -1, "greater than or equal to 0"),
        (DurationS, LONGEST_S + 1, "less than or equal to 604800"),
        (SomeS, 0, "greater than 0"),
        (RatePerS, -1, "greater than or equal to 0"),
        (RatePerS, HIGHEST_PER_S * 2, "less than or equal to 1000000000"),
        (Ratio, 99.5, "less than or equal to 1"),
        (SomeRatio, 0, "greater than 0"),
        (DurationS, True, "True is not a duration"),
        (DurationS, None, "None is not a duration"),
    ],
)
def test_a_plain_number_keeps_the_range_of_its_kind(kind: Any, plain: object, allowed: str) -> None:  # noqa: ANN401 - an annotation
    """Numbers without unit stand for seconds, per second and shares; `true` is no number."""
    with pytest.raises(ValidationError, match=allowed):
        TypeAdapter(kind).validate_python(plain)


@pytest.mark.parametrize("kind", [DurationS, SomeS, RatePerS, Ratio, SomeRatio])
def test_the_schema_of_a_quantity_takes_what_the_reader_takes(kind: Any) -> None:  # noqa: ANN401 - an annotation
    """The example of the schema fits its own pattern, and is read."""
    adapter = TypeAdapter(kind)
    schema = adapter.json_schema()
    example = schema["examples"][0]
    assert re.search(schema["pattern"], example)
    assert adapter.validate_python(example) > 0
    assert not re.search(schema["pattern"], f"-{example}")
