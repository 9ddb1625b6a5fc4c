"""Claims about what is drawn beside an objective that looks at scraped series."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from siaga.observe.scrape import SeriesKey
from siaga.observe.series import Series, SeriesLog, read
from siaga.report.watch import Trace, traces, watch


def scraped(path: Path, shown: Iterable[Mapping[str, float]]) -> Series:
    """Give series scraped once a second from second 0 on."""
    log = SeriesLog(path / "site.jsonl")
    for second, values in enumerate(shown):
        keys = {SeriesKey.of(name, {}): value for name, value in values.items()}
        log.append(float(second), up=True, samples=keys)
    log.close()
    return read(path / "site.jsonl", 0.0)


def traced(expression: str, series: Series) -> list[Trace]:
    """Give what an expression has drawn."""
    seen = watch(expression)
    assert seen is not None
    return traces(seen, series)


@pytest.mark.parametrize(
    "expression", ["p99 of join <= 1 s", "error ratio <= 1 %", "all of 5", "nonsense"]
)
def test_an_expression_without_series_is_not_drawn(expression: str) -> None:
    """Only what looks at the site's own metrics is."""
    assert watch(expression) is None


def test_a_gauge_is_drawn_as_it_was_scraped(tmp_path: Path) -> None:
    """Each scrape is a point."""
    series = scraped(tmp_path, [{"busy": 1.0}, {"busy": 5.0}, {"busy": 2.0}])
    for function in ("max", "min", "last"):
        (one,) = traced(f"{function}(busy) <= 9", series)
        assert (one.label, one.at_s, one.values) == ("value", (0.0, 1.0, 2.0), (1.0, 5.0, 2.0))


def test_an_increase_is_drawn_as_what_was_added_so_far(tmp_path: Path) -> None:
    """Its last value is what the objective is about; a reset in between loses nothing."""
    series = scraped(tmp_path, [{"seen": 10.0}, {"seen": 13.0}, {"seen": 2.0}])
    (one,) = traced("increase(seen) <= 9", series)
    assert one.values == (0.0, 3.0, 5.0)


def test_a_rate_is_drawn_between_scrapes(tmp_path: Path) -> None:
    """The first scrape has none."""
    series = scraped(tmp_path, [{"seen": 10.0}, {"seen": 13.0}, {"seen": 2.0}])
    (one,) = traced("rate(seen) <= 9", series)
    assert (one.at_s, one.values) == ((1.0, 2.0), (3.0, 2.0))


def test_a_ratio_of_increases_is_drawn_with_gaps_where_nothing_happened(tmp_path: Path) -> None:
    """Nothing by nothing is no number."""
    series = scraped(
        tmp_path, [{"bad": 0.0, "all": 7.0}, {"bad": 0.0, "all": 9.0}, {"bad": 1.0, "all": 11.0}]
    )
    (one,) = traced("increase(bad) / increase(all) <= 1 %", series)
    assert one.values == (None, 0.0, 0.25)


def test_a_ratio_of_levels_is_drawn_from_the_levels(tmp_path: Path) -> None:
    """A share of a pool in use is no growth."""
    series = scraped(tmp_path, [{"used": 1.0, "size": 4.0}, {"used": 3.0, "size": 4.0}])
    (one,) = traced("max(used) / max(size) <= 90 %", series)
    assert one.values == (0.25, 0.75)


@pytest.mark.parametrize(
    "expression",
    ["max(missing) <= 1", "increase(missing) / increase(all) <= 1", "max(all) / max(missing) < 1"],
)
def test_a_series_that_is_missing_is_not_drawn(tmp_path: Path, expression: str) -> None:
    """Nothing is drawn of nothing, least of all a zero."""
    assert traced(expression, scraped(tmp_path, [{"all": 1.0}, {"all": 2.0}])) == []


def test_a_time_until_a_series_is_well_again_is_not_drawn_as_its_limit() -> None:
    """30 s are no limit of a queue; in windows its limit is the same."""
    assert watch("max(queue) <= 6 within 30 s after evening") is None
    assert watch("max(queue) <= 6 over 30 s") == watch("max(queue) <= 6")
