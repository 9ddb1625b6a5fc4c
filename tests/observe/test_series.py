"""Claims about the series of a site: what was scraped is read back, scrape by scrape."""

import math
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.errors import UsageError
from siaga.observe import series as module
from siaga.observe.scrape import SeriesKey
from siaga.observe.series import Series, SeriesLog, read

LEFT = SeriesKey.of("seats", {"state": "left"})
GIVEN = SeriesKey.of("seats", {"state": "given"})
JOINS = SeriesKey.of("joins_total", {})

Samples = Mapping[SeriesKey, float]


def _written(path: Path, scrapes: list[Samples | None]) -> None:
    """Write scrapes from 1000 s on, one a second; None stands for one that failed."""
    log = SeriesLog(path)
    for at_s, samples in enumerate(scrapes, start=1000):
        why = "" if samples is not None else "status 503"
        log.append(at_s, up=samples is not None, samples=samples, error=why)
    log.close()


def _points(series: Series, key: SeriesKey) -> list[tuple[float, float]]:
    found = [one for one in series.points(key.name, dict(key.labels)) if one.labels == dict(key.labels)]
    return [(float(t), float(v)) for one in found for t, v in zip(one.at_s, one.values, strict=True)]


def test_each_good_scrape_gives_each_series_that_it_showed_a_point(tmp_path: Path) -> None:
    """An unchanged value is a point too; a failed scrape gives none; a gone series ends."""
    path = tmp_path / "metrics" / "site.jsonl"
    _written(
        path,
        [
            {LEFT: 10, JOINS: 0.5},
            {LEFT: 10, JOINS: 1.5, GIVEN: 0},
            None,
            {LEFT: 8},
            {LEFT: 8, JOINS: 1.5},
        ],
    )
    series = read(path, 999.0)
    assert _points(series, LEFT) == [(1, 10), (2, 10), (4, 8), (5, 8)]
    assert _points(series, JOINS) == [(1, 0.5), (2, 1.5), (5, 1.5)]
    assert _points(series, GIVEN) == [(2, 0)]
    assert series.attempts_s.tolist() == [1, 2, 3, 4, 5]
    assert series.failures == ((3.0, "status 503"),)
    assert series.names() == ["joins_total", "seats", "up"]


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """A scrape like the one before costs a few bytes, however many series there are."""
    path = tmp_path / "site.jsonl"
    many: Samples = {SeriesKey.of("count", {"n": str(n)}): float(n) for n in range(400)}
    _written(path, [many, many])
    first, second = path.read_text().splitlines()
    assert len(first) > 5_000
    assert second == '{"at":1001,"up":1,"i":[],"v":[]}'


def test_points_come_for_every_series_that_has_the_labels(tmp_path: Path) -> None:
    """No labels match all series of the name; labels narrow them; a name of none gives none."""
    path = tmp_path / "site.jsonl"
    _written(path, [{LEFT: 10, GIVEN: 0, JOINS: 3}])
    series = read(path, 0.0)
    assert [one.labels for one in series.points("seats", {})] == [
        {"state": "given"},
        {"state": "left"},
    ]
    assert [one.values.tolist() for one in series.points("seats", {"state": "left"})] == [[10]]
    assert series.points("seats", {"state": "sold"}) == []
    assert series.points("nothing", {}) == []


def test_up_is_one_for_a_good_scrape_and_zero_for_a_failed_one(tmp_path: Path) -> None:
    """The pseudo series has a point for each attempt, and wins over one of that name."""
    path = tmp_path / "site.jsonl"
    _written(path, [{SeriesKey.of("up", {}): 5.0}, None, {}])
    (up,) = read(path, 1000.0).points("up", {})
    assert (up.at_s.tolist(), up.values.tolist(), up.labels) == ([0, 1, 2], [1, 0, 1], {})


def test_a_site_that_was_never_scraped_has_no_series(tmp_path: Path) -> None:
    """A missing log and an empty one read as nothing, `up` included."""
    for name in ("missing", "empty"):
        path = tmp_path / name
        if name == "empty":
            path.touch()
        series = read(path, 0.0)
        assert (series.names(), series.points("up", {}), series.attempts_s.size) == ([], [], 0)


def test_a_page_of_which_every_look_shows_more_is_not_followed_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have a label for every text of an error; what it shows beyond that is no scrape."""
    monkeypatch.setattr(module, "MOST_SERIES", 5)
    path = tmp_path / "site.jsonl"
    many = [SeriesKey.of("errors_total", {"text": str(number)}) for number in range(9)]
    _written(path, [dict.fromkeys(many[:4], 1.0), dict.fromkeys(many, 2.0), {many[0]: 3.0, LEFT: 1.0}])
    series = read(path, 999.0)
    assert series.up.tolist() == [1, 0, 1]
    assert series.failures == ((2.0, "9 series by now; 5 are allowed in a run"),)
    assert _points(series, many[0]) == [(1, 1), (3, 3)]
    assert _points(series, LEFT) == [(3, 1)]


def test_a_torn_last_line_is_passed_over(tmp_path: Path) -> None:
    """What a killed observer had begun to write does not spoil what it had written."""
    path = tmp_path / "site.jsonl"
    _written(path, [{LEFT: 10}, {LEFT: 9}])
    path.write_bytes(path.read_bytes()[:-5])
    assert _points(read(path, 1000.0), LEFT) == [(0, 10)]


@pytest.mark.parametrize(
    "line",
    ["no json", '{"up":1}', '{"at":1,"up":1,"i":[9],"v":[1]}', '{"at":1,"up":1,"i":[0],"v":["x"]}'],
)
def test_a_damaged_line_is_refused(tmp_path: Path, line: str) -> None:
    """A whole line that says nothing sensible is an error, not a gap."""
    path = tmp_path / "site.jsonl"
    _written(path, [{LEFT: 10}])
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(ValueError, match=r"damaged|could not convert"):
        read(path, 0.0)


def test_a_value_that_is_not_finite_is_no_measurement(tmp_path: Path) -> None:
    """NaN and infinity leave a gap, as if the series had not been shown."""
    path = tmp_path / "site.jsonl"
    _written(path, [{LEFT: 1.0}, {LEFT: math.nan}, {LEFT: math.inf}, {LEFT: 2.0}])
    assert _points(read(path, 1000.0), LEFT) == [(0, 1), (3, 2)]


def test_a_log_has_one_writer(tmp_path: Path) -> None:
    """A second observer of the same run is refused: its numbers of series would clash."""
    path = tmp_path / "site.jsonl"
    _written(path, [{LEFT: 1.0}])
    with pytest.raises(UsageError, match="a run is observed once"):
        SeriesLog(path)


_VALUES = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**60), 2**60).map(float)
_SCRAPES = st.lists(
    st.none() | st.dictionaries(st.sampled_from([LEFT, GIVEN, JOINS]), _VALUES), max_size=12
)


@given(_SCRAPES)
def test_every_history_is_read_back_as_it_was(scrapes: list[Samples | None]) -> None:
    """For any scrapes, each series has exactly the values it showed, at the times it did."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "site.jsonl"
        _written(path, scrapes)
        series = read(path, 1000.0)
    for key in (LEFT, GIVEN, JOINS):
        shown = [(float(at), s[key]) for at, s in enumerate(scrapes) if s is not None and key in s]
        assert _points(series, key) == shown
    assert series.up.tolist() == [float(samples is not None) for samples in scrapes]


def test_an_hour_of_four_hundred_series_is_read_in_two_seconds(tmp_path: Path) -> None:
    """A tenth of the series changes each second, as on a busy site: 3 MB at most, under 2 s of CPU."""
    path = tmp_path / "site.jsonl"
    keys = [SeriesKey.of("site_http_requests_total", {"route": f"/{n}"}) for n in range(400)]
    samples = dict.fromkeys(keys, 0.0)
    log = SeriesLog(path)
    for second in range(3600):
        for changing in range(40):
            samples[keys[(second * 7 + changing) % 400]] += 13
        log.append(1_700_000_000.0 + second, up=True, samples=samples)
    log.close()
    before_s = time.process_time()
    series = read(path, 1_700_000_000.0)
    points = series.points("site_http_requests_total", {})
    took_s = time.process_time() - before_s
    assert len(points) == 400
    assert {one.values.size for one in points} == {3600}
    assert {float(one.values[-1]) for one in points} == {samples[key] for key in keys}
    assert path.stat().st_size < 3_000_000
    assert took_s < 2
