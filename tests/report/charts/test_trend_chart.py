"""Claims about the chart of a trend: value, bound and limit of every run, and what was said of it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from siaga.judge.verdict import State
from siaga.report.charts.chart import Chart
from siaga.report.charts.run_axis import RunAxis
from siaga.report.charts.trend_chart import MANY, NOTHING, SHAPES, Seen, trend_chart

FIRST = datetime(2027, 1, 1, tzinfo=UTC)
RUNS = (
    Seen(value=0.4, bound=0.5, limit=1.5),
    NOTHING,
    Seen(value=1.7, bound=1.9, limit=1.5, state=State.BROKEN),
    Seen(value=1.2, limit=1.5, state=State.UNKNOWN),
    Seen(value=None, state=State.UNKNOWN),
)


def _chart(seen: Sequence[Seen], unit: str = "s") -> Chart:
    axis = RunAxis(at=[FIRST + timedelta(days=day) for day in range(len(seen))])
    return trend_chart(seen, axis, name="t", title="p99 of join", text="Told.", unit=unit)


def _drawn(seen: Sequence[Seen], tone: str) -> int:
    """Count the points of a colour."""
    return str(_chart(seen).narrow).count(f'fill="var(--{tone})"')


def test_every_state_has_a_shape_of_its_own() -> None:
    """Nobody has to see colours."""
    assert set(SHAPES) == set(State)
    assert len({shape for shape, _tone in SHAPES.values()}) == len(State)


def test_each_run_that_tells_is_a_point_of_its_state() -> None:
    """One without a value is a gap."""
    assert [_drawn(RUNS, tone) for tone in ("arrived", "failed", "open")] == [1, 1, 1]
    text = str(_chart(RUNS).narrow)
    assert text.count('stroke="var(--limit)"') == 1
    assert text.count('stroke-opacity="0.35"') == 2
    assert '<title id="t-title">p99 of join</title>' in text


def test_of_many_runs_only_those_are_points_that_are_not_met() -> None:
    """The line has the others."""
    many = [*[Seen(value=0.4)] * MANY, Seen(value=2.0, state=State.BROKEN)]
    assert [_drawn(many, tone) for tone in ("arrived", "failed")] == [0, 1]
    assert _drawn(many[1:], "arrived") == MANY - 1


def test_a_ratio_has_an_axis_of_its_own_values() -> None:
    """99.5 % and 100 % lie apart; a latency begins at none."""
    ratio = str(_chart([Seen(value=0.999, limit=0.995), Seen(value=1.0)], "ratio").narrow)
    assert ">0 %<" not in ratio
    assert ">99.5 %<" in ratio
    assert ">0 ms<" in str(_chart(RUNS).narrow)


def test_a_chart_has_one_picture() -> None:
    """It is small enough for every screen, and the table is that of the runs."""
    drawn = _chart(RUNS)
    assert (drawn.wide, drawn.table, drawn.text) == (None, None, "Told.")
