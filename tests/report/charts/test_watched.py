"""Claims about the charts of watched series: what an objective looked at, beside its limit."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from siaga.judge.verdict import ObjectiveResult
from siaga.observe.scrape import SeriesKey
from siaga.observe.series import Series, SeriesLog, read
from siaga.report.charts.chart import Chart
from siaga.report.charts.day import Day
from siaga.report.charts.watched import watched
from tests.report.rehearsal import Rehearsal, columns
from tests.report.verdicts import objective

DAY = Day(timeline=columns(), bands=(), end_s=60.0)


def _series(path: Path, *labels: str) -> Series:
    log = SeriesLog(path / "site.jsonl")
    for second in range(60):
        samples = {SeriesKey.of("busy", {"worker": one}): float(second) for one in labels}
        log.append(float(second), up=True, samples=samples)
    log.close()
    return read(path / "site.jsonl", 0.0)


def _objective(expression: str, limit: float = 50.0, unit: str = "count") -> ObjectiveResult:
    return objective(id="calm", expression=expression, value=59.0, limit=limit, unit=unit, text="59.")


def _drawn(path: Path, *labels: str) -> Chart:
    (drawn,) = watched(_objective("max(busy) <= 50"), DAY, _series(path, *labels))
    return drawn


def test_each_expression_of_an_objective_has_a_chart(go: Rehearsal) -> None:
    """They are named by the objective and their place, titled by what was written."""
    stable = go.verdict.objectives[2]
    drawn = watched(stable, go.day(), go.series)
    assert [one.name for one in drawn] == [f"watched-stable-{place}" for place in range(1, 6)]
    assert [one.title for one in drawn] == [part.expression for part in stable.parts]
    assert all(one.wide is not None and one.table is not None for one in drawn)


def test_the_limit_is_a_line_of_its_own(tmp_path: Path) -> None:
    """It is in the legend, in the unit of the objective, beside what was seen."""
    lines = _drawn(tmp_path, "1").lines
    assert [one.label for one in lines] == ["worker 1", "limit 50"]
    assert lines[-1].values == (50.0, 50.0)


def test_only_the_first_series_are_drawn_and_the_rest_is_told(tmp_path: Path) -> None:
    """More lines could not be told apart."""
    drawn = _drawn(tmp_path, *"123456")
    assert [one.label for one in drawn.lines] == [*(f"worker {one}" for one in "1234"), "limit 50"]
    assert drawn.text == "59. The first 4 of 6 series are drawn."
    assert len({one.dash for one in drawn.lines}) == 5


def test_a_series_that_the_site_never_showed_is_a_sentence(tmp_path: Path) -> None:
    """A limit alone is no chart."""
    (drawn,) = watched(_objective("max(ghosts) <= 50"), DAY, _series(tmp_path, "1"))
    assert (drawn.text, drawn.wide, drawn.lines) == ("59. The site showed no such series.", None, ())


@pytest.mark.parametrize("expression", ["p99 of join <= 1.5 s", "error ratio <= 0.5 %", "all of 5"])
def test_an_objective_of_steps_watches_no_series(expression: str, go: Rehearsal) -> None:
    """Its numbers are in the table of steps."""
    assert watched(_objective(expression), go.day(), go.series) == ()


def test_a_ratio_of_increases_ends_at_the_value_that_is_judged(go: Rehearsal) -> None:
    """24 errors of 30,454 answers: the last point of the line is that ratio."""
    errors = go.verdict.objectives[2].parts[3]
    (drawn,) = watched(replace(errors, parts=()), go.day(), go.series)
    values = [one for one in drawn.lines[0].values if one is not None]
    assert values[-1] == pytest.approx(24 / (170 * 179 + 24))
    assert max(values) == pytest.approx(np.max([6 * n / (170 * (84 + n) + 6 * n) for n in range(1, 5)]))


def test_scrapes_after_the_end_of_the_axis_are_left_out(tmp_path: Path) -> None:
    """The chart ends where the others end, so that they can be read side by side."""
    series = _series(tmp_path, "1")
    (drawn,) = watched(_objective("max(busy) <= 50"), replace(DAY, end_s=30.0), series)
    assert drawn.lines[0].at_s == tuple(float(one) for one in range(31))
