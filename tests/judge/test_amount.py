"""Claims about amounts: how counts, numbers, latencies, lengths and ratios are written."""

import math

import pytest

from siaga.judge.amount import (
    NEVER,
    UNKNOWN,
    amount,
    clock,
    count,
    duration,
    number,
    seconds,
    share,
)


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (999, "999"), (164_872, "164,872"), (2.6, "3")])
def test_a_count_is_whole_and_its_thousands_stand_apart(value: float, text: str) -> None:
    """Counts have no decimals."""
    assert count(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1333.3, "1,333"),
        (1000.4, "1,000"),
        (94.0, "94"),
        (66.666, "66.7"),
        (9.996, "10"),
        (0.000123456, "0.000123"),
        (-0.5, "-0.5"),
        (1e9, "1,000,000,000"),
        (math.inf, UNKNOWN),
        (math.nan, UNKNOWN),
    ],
)
def test_a_number_has_three_significant_digits(value: float, text: str) -> None:
    """Whole numbers stay whole, and none is written with an exponent."""
    assert number(value) == text


@pytest.mark.parametrize(
    ("value_s", "text"),
    [
        (0.0, "0 ms"),
        (0.0219, "21.9 ms"),
        (0.00001, "0.01 ms"),
        (0.9994, "999 ms"),
        (0.9995, "1 s"),
        (0.99951, "1 s"),
        (1.5, "1.5 s"),
        (3600.0, "3,600 s"),
        (None, UNKNOWN),
        (math.nan, UNKNOWN),
        (math.inf, NEVER),
    ],
)
def test_a_latency_is_in_milliseconds_below_one_second(value_s: float | None, text: str) -> None:
    """From one second on it is in seconds; 1,000 ms is never written, and what does not end is never."""
    assert seconds(value_s) == text


@pytest.mark.parametrize(
    ("value_s", "text"),
    [
        (12, "12 s"),
        (96, "1 min 36 s"),
        (180, "3 min"),
        (3725, "1 h 2 min 5 s"),
        (3600, "1 h"),
        (0.2, "200 ms"),
        (59.6, "1 min"),
    ],
)
def test_a_length_of_time_names_only_the_units_it_has(value_s: float, text: str) -> None:
    """Hours, minutes and seconds; less than half a second in milliseconds."""
    assert duration(value_s) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.9961, "99.61 %"),
        (0.00002, "0.002 %"),
        (0.0000234, "0.002 %"),
        (0.000_000_001, "0 %"),
        (1.00001, "100.001 %"),
        (0.999999, "99.9999 %"),
        (1.0282, "102.82 %"),
        (12.0, "1,200 %"),
        (None, UNKNOWN),
        (math.inf, UNKNOWN),
    ],
)
def test_a_ratio_that_is_not_all_or_nothing_is_not_written_so(ratio: float | None, text: str) -> None:
    """Decimals are added until it is neither 0 % nor 100 %, but no more than six."""
    assert share(ratio) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "s", UNKNOWN),
        (0.25, "s", "250 ms"),
        (0.001, "ratio", "0.1 %"),
        (500.0, "count", "500"),
        (0.95, "", "0.95"),
        (12.0, "1/s", "12 1/s"),
    ],
)
def test_a_value_is_written_in_its_unit(value: float | None, unit: str, text: str) -> None:
    """Seconds, ratios and counts have their own form; another unit stands behind the number."""
    assert amount(value, unit) == text


def test_a_share_has_two_decimals_and_a_rate_its_second() -> None:
    """Neither is written more exactly than it is read."""
    assert (share(1 / 3), share(0.12346)) == ("33.33 %", "12.35 %")
    assert (amount(20.0, "per_s"), amount(1 / 3, "per_s")) == ("20/s", "0.333/s")


@pytest.mark.parametrize(("at_s", "text"), [(0, "0:00"), (65.9, "1:05"), (3600, "60:00")])
def test_run_seconds_are_written_as_a_clock(at_s: float, text: str) -> None:
    """Minutes and seconds since the first phase began."""
    assert clock(at_s) == text
