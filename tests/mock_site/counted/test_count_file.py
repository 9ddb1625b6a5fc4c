"""A count file is what a process has counted, each series in its place."""

from pathlib import Path

from prometheus_client import Counter, Gauge

from mock_site.counted.count_file import CountFile, SeriesName, merge_of
from tests.mock_site.counted.conftest import Process


def read(path: Path) -> CountFile:
    """Read a file that is there."""
    found = CountFile.read(path)
    assert found is not None
    return found


def test_a_value_lies_in_the_place_of_its_series(folder: Path, process: Process) -> None:
    """Whoever knows the place need not read the name again."""
    joins = Counter("joins", "Joins.", ["result"], registry=process(7))
    joins.labels("given").inc(3)
    joins.labels("full").inc(5)
    file = read(folder / "counter_7.db")
    found = {series: file.values[place] for series, place in file.places()}
    assert found == {
        SeriesName("joins_total", frozenset({("result", "given")})): 3.0,
        SeriesName("joins_total", frozenset({("result", "full")})): 5.0,
    }


def test_the_extent_changes_with_the_series_and_not_with_their_values(
    folder: Path, process: Process
) -> None:
    """That is how a reader knows that its places still hold."""
    joins = Counter("joins", "Joins.", ["result"], registry=process(7))
    joins.labels("given").inc()
    first = read(folder / "counter_7.db").extent
    joins.labels("given").inc()
    assert read(folder / "counter_7.db").extent == first
    joins.labels("full").inc()
    assert read(folder / "counter_7.db").extent != first


def test_the_file_of_a_process_that_has_ended_is_none(folder: Path) -> None:
    """The supervisor removes what it said of the present."""
    assert CountFile.read(folder / "gauge_livesum_7.db") is None


def test_a_file_that_has_only_just_been_begun_is_none(folder: Path) -> None:
    """It has no series yet."""
    (folder / "counter_7.db").touch()
    assert CountFile.read(folder / "counter_7.db") is None


def test_values_merge_as_their_file_says(process: Process, folder: Path) -> None:
    """Counts add up, a gauge says itself, and the newest of some cannot be told by the values."""
    for mode in ("livesum", "livemax", "min", "livemostrecent", "all"):
        Gauge(f"g_{mode}", "G.", registry=process(7), multiprocess_mode=mode).set(1)
    merges = {path.name: merge_of(path) for path in folder.iterdir()}
    assert merges == {
        "gauge_livesum_7.db": sum,
        "gauge_livemax_7.db": max,
        "gauge_min_7.db": min,
        "gauge_livemostrecent_7.db": None,
        "gauge_all_7.db": None,
    }
    assert (merge_of(Path("counter_7.db")), merge_of(Path("histogram_7.db"))) == (sum, sum)
