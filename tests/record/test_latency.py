"""Claims about latency logs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hdrh.log import HistogramLogReader
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.record.latency import HIGHEST_US, Interval, LatencyLog, histogram, record
from tests.record.whole_interval import intervals

latencies_s = st.floats(0, 4_000)


def _interval(second: int, step: str, *seconds: float, intended: bool = True) -> Interval:
    into = histogram()
    for latency_s in seconds:
        record(into, latency_s)
    return Interval(second=second, step=step, intended=intended, latencies=into)


def _facts(one: Interval) -> tuple[object, ...]:
    spread = [
        (step.value_iterated_to, step.count_added_in_this_iter_step)
        for step in one.latencies.get_recorded_iterator()
    ]
    return one.second, one.step, one.intended, spread


def _write(path: Path, *written: Interval) -> None:
    log = LatencyLog(path, 1_586_606_400.125)
    for one in written:
        log.append(one)
    log.close()


@settings(max_examples=50)
@given(
    st.integers(0, 10**6),
    st.text(st.characters(codec="utf-8"), min_size=1),
    st.booleans(),
    st.lists(latencies_s, min_size=1),
)
def test_an_interval_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    second: int,
    step: str,
    intended: bool,  # noqa: FBT001
    seconds: list[float],
) -> None:
    """Whatever the step is called: a comma in its name ends no tag."""
    path = tmp_path_factory.mktemp("logs") / "worker-0.hlog"
    written = _interval(second, step, *seconds, intended=intended)
    _write(path, written)
    assert [_facts(one) for one in intervals([path])] == [_facts(written)]


@settings(max_examples=100)
@given(
    st.lists(st.floats(1e-6, 3_600), min_size=1, max_size=300),
    st.sampled_from([50, 90, 95, 99, 99.9, 100]),
)
def test_a_quantile_is_right_to_a_thousandth(seconds: list[float], percentile: float) -> None:
    """Three significant digits, against the sorted latencies; ranks rounded as HdrHistogram does."""
    into = _interval(0, "x", *seconds).latencies
    rank = max(int(percentile / 100 * len(seconds) + 0.5), 1)
    exact_us = np.sort(np.round(np.array(seconds) * 1e6))[rank - 1]
    assert into.get_value_at_percentile(percentile) == pytest.approx(exact_us, rel=0.001, abs=1)


@pytest.mark.parametrize(
    ("latency_s", "counted_us"), [(0, 1), (1e-9, 1), (-5, 1), (3_600, HIGHEST_US), (1e6, HIGHEST_US)]
)
def test_a_latency_out_of_range_counts_as_the_nearest_in_it(latency_s: float, counted_us: int) -> None:
    """Nothing is lost for being too short or too long."""
    into = _interval(0, "x", latency_s).latencies
    assert into.get_total_count() == 1
    assert into.get_value_at_percentile(100) == pytest.approx(counted_us, rel=0.001)


def test_the_library_reads_the_log(tmp_path: Path) -> None:
    """It is HdrHistogram's own format, tags included: other tools open it."""
    path = tmp_path / "worker-0.hlog"
    _write(path, _interval(3, "join", 0.5, 0.5, 1.5))
    reader = HistogramLogReader(str(path), histogram())
    read = reader.get_next_interval_histogram()
    reader.close()
    assert read.get_total_count() == 3
    assert read.get_value_at_percentile(50) == pytest.approx(500_000, rel=0.001)
    assert "#[BaseTime: 1586606400.125 (seconds since epoch)]" in path.read_text(encoding="utf-8")
    assert "Tag=join.intended,3.000,1.000,1.5" in path.read_text(encoding="utf-8")


def test_an_empty_interval_is_not_written(tmp_path: Path) -> None:
    """A second without samples says nothing."""
    path = tmp_path / "deep" / "worker-0.hlog"
    _write(path, _interval(0, "home"), _interval(1, "home", 1.0))
    assert [one.second for one in intervals([path])] == [1]


def test_what_was_flushed_can_be_read_before_the_close(tmp_path: Path) -> None:
    """A killed worker loses what it had not flushed, and no more."""
    path = tmp_path / "worker-0.hlog"
    log = LatencyLog(path, 0.0)
    log.append(_interval(0, "home", 1.0))
    log.flush()
    assert len(list(intervals([path]))) == 1
    log.close()
    log.close()


def test_logs_are_read_one_after_the_other(tmp_path: Path) -> None:
    """File by file, line by line."""
    paths = [tmp_path / f"worker-{rank}.hlog" for rank in range(2)]
    _write(paths[0], _interval(0, "a", 1.0), _interval(1, "b", 1.0))
    _write(paths[1], _interval(0, "c", 1.0, intended=False))
    found = [(one.second, one.step, one.intended) for one in intervals(paths)]
    assert found == [(0, "a", True), (1, "b", True), (0, "c", False)]


def test_a_torn_last_line_is_passed_over(tmp_path: Path) -> None:
    """Its worker was killed while it wrote."""
    path = tmp_path / "worker-0.hlog"
    _write(path, _interval(0, "a", 1.0), _interval(1, "a", 1.0))
    path.write_bytes(path.read_bytes()[:-10])
    assert [one.second for one in intervals([path])] == [0]


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_interval_is_an_error_that_names_the_file(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Cut, doubled or changed anywhere in its line: it is refused, or it is an interval still."""
    path = tmp_path_factory.mktemp("logs") / "worker-7.hlog"
    _write(path, _interval(0, "home", 1.0, 2.0))
    *head, line = path.read_bytes().splitlines(keepends=True)
    place = data.draw(st.integers(4, len(line) - 2))
    scrap = data.draw(st.binary(max_size=3).filter(lambda some: b"\n" not in some))
    gone = data.draw(st.integers(0, 20))
    damaged = line[:place] + scrap + line[min(place + gone, len(line) - 1) :]
    path.write_bytes(b"".join(head) + damaged)
    try:
        found = list(intervals([path]))
    except ValueError as error:
        found = [str(error)]  # type: ignore[list-item]
    assert all(isinstance(one, Interval) or str(one).startswith("worker-7.hlog: ") for one in found)


@pytest.mark.parametrize(
    "line",
    ["Tag=home.intended", "Tag=home.intended,0,1,1,!!", "Tag=home.intended,x,1,1,SElTVA==", "Tag=,,,,"],
)
def test_a_line_that_is_no_interval_is_an_error(tmp_path: Path, line: str) -> None:
    """Too few fields, no payload, no time."""
    path = tmp_path / "worker-0.hlog"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"worker-0\.hlog: 'Tag=.*is no interval"):
        list(intervals([path]))


def test_an_interval_names_its_population_where_there_is_one(tmp_path: Path) -> None:
    """Behind a sign that no name of a step can hold; older logs name none."""
    path = tmp_path / "worker-0.hlog"
    step = "a@b.intended"
    _write(path, replace(_interval(0, step, 0.1), population="late"), _interval(1, step, 0.1))
    tags = [line.split(",")[0] for line in path.read_text().splitlines() if line.startswith("Tag=")]
    assert tags == ["Tag=a%40b.intended@late.intended", "Tag=a%40b.intended.intended"]
    assert [(one.step, one.population) for one in intervals([path])] == [(step, "late"), (step, "")]
