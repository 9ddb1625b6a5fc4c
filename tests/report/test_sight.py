"""Claims about sights: what a site says of itself, under whichever name it says it."""

from pathlib import Path

import pytest

from siaga.observe.scrape import SeriesKey
from siaga.observe.series import Series, SeriesLog, read
from siaga.report.sight import SIGHTS, Named, Sight, seen
from siaga.report.watch import Trace


def _series(path: Path, *scrapes: dict[tuple[str, str, str], float]) -> Series:
    """Give scrapes a second apart of series named by a name, a label and its value."""
    log = SeriesLog(path / "site.jsonl")
    for second, shown in enumerate(scrapes):
        samples = {
            SeriesKey.of(name, {label: value} if label else {}): number
            for (name, label, value), number in shown.items()
        }
        log.append(float(second), up=True, samples=samples)
    log.close()
    return read(path / "site.jsonl", 0.0)


def _sight(how: str, *names: str, by: str = "") -> Sight:
    return Sight(name="a", title="A", series=tuple(Named(name=one) for one in names), how=how, by=by)


def test_the_first_name_that_the_site_knows_counts(tmp_path: Path) -> None:
    """Its series are added up; a rate is what was added in each second."""
    series = _series(
        tmp_path,
        {("theirs", "route", "/"): 5.0, ("theirs", "route", "/a"): 0.0, ("other", "", ""): 0.0},
        {("theirs", "route", "/"): 8.0, ("theirs", "route", "/a"): 1.0, ("other", "", ""): 99.0},
    )
    found = seen(_sight("rate", "ours", "theirs", "other"), series)
    assert found == [Trace(label="the site", at_s=(1.0,), values=(4.0,))]


@pytest.mark.parametrize(("how", "values"), [("sum", (5.0, 3.0)), ("worst", (4.0, 3.0))])
def test_levels_are_added_up_or_the_worst_of_them(
    tmp_path: Path, how: str, values: tuple[float, ...]
) -> None:
    """As the sight asks for."""
    series = _series(
        tmp_path,
        {("busy", "worker", "0"): 1.0, ("busy", "worker", "1"): 4.0},
        {("busy", "worker", "0"): 3.0, ("busy", "worker", "1"): 0.0},
    )
    assert [one.values for one in seen(_sight(how, "busy"), series)] == [values]


def test_the_largest_parts_are_told_apart_and_empty_ones_left_out(tmp_path: Path) -> None:
    """By the values of a label; what never happened is no line."""
    names = ("a", "b", "c", "d", "e")
    series = _series(
        tmp_path,
        {("no", "layer", one): 0.0 for one in (*names, "never")},
        {("no", "layer", one): float(at) for at, one in enumerate(("never", *names))},
    )
    assert [one.label for one in seen(_sight("rate", "no", by="layer"), series)] == ["e", "d", "c", "b"]


@pytest.mark.parametrize("status", ["500", "503", "5xx"])
def test_a_class_of_statuses_is_known_however_it_is_written(tmp_path: Path, status: str) -> None:
    """Sites count by class or by status."""
    errors = next(one for one in SIGHTS if one.name == "site-errors")
    series = _series(
        tmp_path,
        {("http_requests_total", "status", status): 0.0, ("http_requests_total", "status", "200"): 0.0},
        {("http_requests_total", "status", status): 3.0, ("http_requests_total", "status", "200"): 9.0},
    )
    assert [one.values for one in seen(errors, series)] == [(3.0,)]


def test_a_site_that_shows_nothing_of_it_has_no_sight(tmp_path: Path) -> None:
    """Neither has one that was never looked at."""
    assert seen(_sight("rate", "ours"), _series(tmp_path, {("other", "", ""): 1.0})) == []
    assert [seen(one, read(tmp_path / "nothing.jsonl", 0.0)) for one in SIGHTS] == [[]] * len(SIGHTS)
