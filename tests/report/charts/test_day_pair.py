"""Claims about pairs of days: both runs on one axis, as long as the longer one, told apart by dashes."""

import math

import pytest
from markupsafe import Markup

from siaga.judge.timeline import Timeline
from siaga.report.charts.chart import Chart
from siaga.report.charts.day import Day
from siaga.report.charts.day_pair import pair_charts
from tests.report.rehearsal import columns

SHORT = columns(
    arrived=(1, 2),
    p99_s=(0.1, None),
    good=(9, 9),
    failed=(0, 1),
    seats_left=(None, 4.0),
)
LONG = columns(arrived=(1, 1, 4), p99_s=(0.2, 0.3, 0.2), good=(5, 5, 5), failed=(0, 0, 0))


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing: the claims are about what is drawn, and pictures take their time."""
    monkeypatch.setattr("siaga.report.charts.chart.svg", lambda *_spec, **_names: Markup("drawn"))


def _charts(before: Timeline, after: Timeline) -> dict[str, Chart]:
    day = Day(timeline=after, bands=(), end_s=10.0)
    return {one.name: one for one in pair_charts(before, day)}


def test_the_shorter_run_ends_where_it_ends() -> None:
    """Nothing is made up of it, whichever of the two it is; the dashes are drawn over the whole line."""
    for before, after in ((SHORT, LONG), (LONG, SHORT)):
        drawn = _charts(before, after)["arrivals"]
        values = {SHORT: (1.0, 2.0, None), LONG: (1.0, 1.0, 4.0)}
        assert [(one.label, one.dash, one.tone, one.values) for one in drawn.lines] == [
            ("B", (), "arrived", values[after]),
            ("A", (6, 4), "planned", values[before]),
        ]
        assert {tuple(one.at_s) for one in drawn.lines} == {(0, 1, 2)}


def test_the_table_has_both_beside_each_other() -> None:
    """What is not known is a dash."""
    table = _charts(SHORT, LONG)["latency"].table
    assert table is not None
    assert table.headings == ("Time", "A", "B")
    assert table.rows == (
        ("0:00", "100 ms", "200 ms"),
        ("0:01", "—", "300 ms"),
        ("0:02", "—", "200 ms"),
    )


def test_each_chart_says_of_both_what_it_shows() -> None:
    """In words, with the most telling number."""
    assert {name: one.text for name, one in _charts(SHORT, LONG).items()} == {
        "arrivals": ("A: 3 came, at most 2 in one second. B: 6 came, at most 4 in one second."),
        "latency": "A: the worst second's p99 was 100 ms. B: the worst second's p99 was 300 ms.",
        "failures": "A: 1 of 19 samples failed, 5.26 %. B: 0 of 15 samples failed, 0 %.",
        "seats": "A: 4 seats were left in the end. B: the site shows no such metric.",
    }


def test_of_nothing_there_is_no_picture() -> None:
    """Only what can be said."""
    drawn = _charts(columns(), columns())
    assert {one.wide for one in drawn.values()} == {None}
    assert drawn["latency"].text == "A: no sample was recorded. B: no sample was recorded."
    assert drawn["failures"].text == "A: no sample was recorded. B: no sample was recorded."


def test_a_long_run_is_thinned() -> None:
    """At most 600 points and 60 rows."""
    drawn = _charts(columns(arrived=(1,) * 3600), SHORT)["arrivals"]
    assert drawn.table is not None
    assert (len(drawn.lines[1].values), len(drawn.table.rows)) == (600, 60)


def test_of_closed_models_nothing_is_drawn_that_nobody_planned() -> None:
    """No arrivals and no seats, and a latency that says what it is; of open ones all of it."""
    days = {one: Day(timeline=LONG, bands=(), end_s=10.0, closed=one) for one in (False, True)}
    names = {one: {drawn.name for drawn in pair_charts(SHORT, day)} for one, day in days.items()}
    assert names[False] - names[True] == {"arrivals", "seats"}
    (latency,) = (one for one in pair_charts(SHORT, days[True]) if one.name == "latency")
    assert latency.title == "p99 of all requests"


def test_seconds_that_are_never_over_are_gaps_and_told() -> None:
    """Beside the worst of the others, where there are any."""
    lost = columns(arrived=(1, 1), p99_s=(0.25, math.inf))
    drawn = _charts(columns(arrived=(1,), p99_s=(math.inf,)), lost)["latency"]
    assert drawn.text == (
        "A: in 1 second p99 was never: visitors were not served."
        " B: the worst second's p99 was 250 ms, in 1 second p99 was never: visitors were not served."
    )
    assert [one.values for one in drawn.lines] == [(0.25, None)]
    assert drawn.table is not None
    assert drawn.table.rows == (("0:00", "never", "250 ms"), ("0:01", "—", "never"))
