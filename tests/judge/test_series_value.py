"""Claims about numbers made of the site's series: each function, phases, resets, failed scrapes."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from siaga.judge.expression import parse
from siaga.judge.measures import SeriesValue
from siaga.judge.series_value import NoValueError, refuse_gap, series_value
from siaga.observe.scrape import SeriesKey
from siaga.observe.series import Series, SeriesLog, read

PHASE = range(2, 5)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where scrapes are written."""
    return tmp_path / "site.jsonl"


def scraped(log: Path, shown: Sequence[Mapping[str, float] | None], every_s: float = 1.0) -> Series:
    """Give scrapes one after the other from second 0; None failed. `hits.a` is hits{kind="a"}."""
    writer = SeriesLog(log)
    for number, values in enumerate(shown):
        keys = {}
        for text, value in (values or {}).items():
            name, _, kind = text.partition(".")
            keys[SeriesKey.of(name, {"kind": kind} if kind else {})] = value
        writer.append(number * every_s, up=values is not None, samples=keys, error="no answer")
    writer.close()
    return read(log, 0.0)


def value(series: Series, text: str, during: range | None = None, *, gap_s: float = math.inf) -> float:
    """Give what a selection makes of the series."""
    measure = parse(f"{text} >= 0").measure
    assert isinstance(measure, SeriesValue)
    stretches = None if during is None else [during]
    found = series_value(series, measure.top, stretches)
    refuse_gap(series, measure.top, stretches, gap_s)
    return found


LEVELS: list[Mapping[str, float] | None] = [{"a": one} for one in (3.0, 9.0, 4.0, 1.0, 5.0, 0.0, 2.0)]


@pytest.mark.parametrize(
    ("text", "whole", "phase"),
    [
        ("max(a)", 9.0, 5.0),
        ("min(a)", 0.0, 1.0),
        ("last(a)", 2.0, 5.0),
        ("quantile(0.5, a)", 3.0, 4.0),
        ("quantile(0.99, a)", 9.0, 5.0),
        ("quantile(0, a)", 0.0, 1.0),
        ("quantile(1, a)", 9.0, 5.0),
        ("increase(a)", 17.0, 5.0),
        ("rate(a)", 17.0 / 6, 5.0 / 3),
    ],
)
def test_each_function_over_the_run_and_over_a_phase(
    log: Path, text: str, whole: float, phase: float
) -> None:
    """A level, or a counter that was reset at each fall: it gains 6, 4, 1, 4, 0 and 2."""
    series = scraped(log, LEVELS)
    assert value(series, text) == pytest.approx(whole)
    assert value(series, text, PHASE) == pytest.approx(phase)


def test_phases_together_gain_what_the_run_does(log: Path) -> None:
    """Every stretch between two scrapes belongs to one phase, wherever its border lies."""
    series = scraped(log, [{"a": float(n * n)} for n in range(9)], every_s=0.7)
    phases = [range(3), range(3, 4), range(4, 6)]
    gained = [value(series, "increase(a)", one) for one in phases]
    assert gained == [16.0, 9.0, 39.0]
    assert sum(gained) == value(series, "increase(a)")


def test_series_are_chosen_by_name_and_labels(log: Path) -> None:
    """Those that have at least the labels count; growth of them all adds up."""
    series = scraped(log, [{"hits.a": 1.0, "hits.b": 10.0}, {"hits.a": 2.0, "hits.b": 14.0}])
    assert value(series, "increase(hits)") == 5.0
    assert value(series, 'increase(hits{kind="b"})') == 4.0
    assert value(series, "max(hits)") == 14.0
    assert value(series, 'last(hits{kind="a"})') == 2.0


def test_last_takes_one_series(log: Path) -> None:
    """Which of two should count is for the reader to say."""
    series = scraped(log, [{"hits.a": 1.0, "hits.b": 10.0}])
    with pytest.raises(NoValueError, match=r"^2 series are hits; last takes one, name its labels$"):
        value(series, "last(hits)")


def test_failed_scrapes_show_nothing_but_that_they_failed(log: Path) -> None:
    """`up` sees them; a counter goes on where it was, or was reset meanwhile."""
    series = scraped(log, [{"a": 5.0}, None, {"a": 9.0}, None, {"a": 2.0}])
    assert value(series, "min(up)") == 0.0
    assert value(series, "max(up)") == 1.0
    assert value(series, "max(a)") == 9.0
    assert value(series, "increase(a)") == 6.0
    assert value(series, "rate(a)") == 1.5


def test_a_counter_made_by_its_first_event_began_at_nought(log: Path) -> None:
    """Three errors that come all at once are three, not none."""
    series = scraped(
        log, [{"b": 1.0}, {"b": 1.0}, {"b": 1.0, "errors.x": 3.0}, {"b": 1.0, "errors.x": 3.0}]
    )
    assert value(series, "increase(errors)") == 3.0
    assert value(series, 'increase(errors{kind="x"})', range(2)) == 3.0
    assert value(series, "increase(errors)", range(2, 3)) == 0.0


def test_a_counter_that_appears_with_the_second_scrape_began_at_nought(log: Path) -> None:
    """The first scrape showed that it was not there."""
    series = scraped(log, [{"b": 1.0}, {"b": 1.0, "errors.x": 3.0}])
    assert value(series, "increase(errors)") == 3.0


@pytest.mark.parametrize(
    ("text", "during", "said"),
    [
        ("max(none)", None, r"^the site showed no series none$"),
        ('max(a{kind="x"})', None, r'^the site showed no series a\{kind="x"\}$'),
        ('max(a{kind="x", code="5"})', None, r'^the site showed no series a\{code="5", kind="x"\}$'),
        ("max(a)", range(10, 20), r"^no scrape of a succeeded in this time$"),
        ("last(a)", range(10, 20), r"^no scrape of a succeeded in this time$"),
        ("increase(a)", range(10, 20), r"^fewer than two scrapes succeeded in this time"),
        ("increase(a)", range(6, 9), r"^fewer than two scrapes succeeded in this time"),
        ("rate(a)", range(10, 20), r"^fewer than two scrapes succeeded in this time"),
        ("max(up)", range(10, 20), r"^no scrape of up succeeded in this time$"),
    ],
)
def test_what_was_not_seen_has_no_value(log: Path, text: str, during: range | None, said: str) -> None:
    """No growth and no scrape are not the same, and the message says what is missing."""
    series = scraped(log, LEVELS)
    with pytest.raises(NoValueError, match=said):
        value(series, text, during)


def test_one_scrape_shows_no_growth(log: Path) -> None:
    """Two are needed; without any even `up` is not there."""
    with pytest.raises(NoValueError, match="fewer than two"):
        value(scraped(log, [{"a": 5.0}]), "increase(a)")
    with pytest.raises(NoValueError, match="no series up"):
        value(read(log.with_name("none"), 0.0), "min(up)")


@pytest.mark.parametrize(
    ("shown", "during", "unseen_s"),
    [
        ("aaaaaaaaaa", None, None),
        ("aa........", None, 8),
        ("aaaa.....a", None, 6),
        ("aaaa....aa", None, None),
        ("aaaaa.....", None, None),
        ("aaaa......", None, 6),
        ("aaaaxxxxxa", None, None),
        ("aaaxx.xxxa", None, 7),
        (".......aaa", None, None),
        ("......a...", None, None),
        ("...a......", None, 6),
        ("aabbbbbbbb", None, None),
        ("aa......bb", None, 7),
        ("a.......aa", range(8, 10), None),
        ("a.......aa", range(9), 8),
        ("aa.......a", range(1, 9), 7),
        ("aaa.......", range(2, 7), None),
        ("aaa.......", range(2, 9), 6),
        (".......aaa", range(9), None),
    ],
)
@pytest.mark.parametrize("text", ["max(hits)", "min(hits)", "quantile(0.5, hits)"])
def test_a_series_that_is_gone_for_too_long_has_no_value(
    log: Path, text: str, shown: str, during: range | None, unseen_s: int | None
) -> None:
    """Since it first came, good scrapes have to show one of those chosen at least every five seconds.

    A letter is a process that shows it, a dot a page without it, an x a scrape that failed.
    """
    pages = {"x": None, ".": {"other": 1.0}, "a": {"hits.a": 1.0}, "b": {"hits.b": 1.0}}
    series = scraped(log, [pages[one] for one in shown])
    if unseen_s is None:
        assert value(series, text, during, gap_s=5.0) == 1.0
        return
    with pytest.raises(
        NoValueError, match=f"^the site did not show hits for {unseen_s} s; 5 s are allowed$"
    ):
        value(series, text, during, gap_s=5.0)
    assert value(series, text, during) == 1.0


def test_what_is_gone_has_no_last_value_and_its_growth_is_what_was_seen(log: Path) -> None:
    """A counter is gone after a restart until its next event; `up` is never gone."""
    series = scraped(log, [{"a": 1.0}, {"a": 3.0}, *[{"b": 1.0}] * 8])
    with pytest.raises(NoValueError, match="did not show a for 8 s"):
        value(series, "last(a)", gap_s=5.0)
    assert value(series, "increase(a)", gap_s=5.0) == 2.0
    failing = scraped(log.with_name("failing"), [{"a": 1.0}, *[None] * 9])
    assert value(failing, "min(up)", gap_s=5.0) == 0.0
