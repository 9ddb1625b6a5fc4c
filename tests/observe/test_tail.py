"""Claims about tails: each whole line is given once, a torn one when it is whole."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.observe.tail import LatencyTail, LineTail, ScrapeTail, TallyTail
from siaga.record.pool import Heap
from siaga.record.run_folder import RunFolder
from siaga.record.tally import StepCount, Tally

Counted = Callable[[int, Tally], None]
Timed = Callable[..., None]
Scraped = Callable[[float, float | None], None]


def _append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def test_each_line_is_given_once(tmp_path: Path) -> None:
    """A look gives what came since the one before; before the file is there, nothing."""
    path = tmp_path / "lines"
    tail = LineTail(path)
    assert tail.new() == []
    _append(path, "one\ntwo\n")
    assert tail.new() == ["one", "two"]
    assert tail.new() == []
    _append(path, "three\n")
    assert tail.new() == ["three"]


def test_a_torn_line_is_given_when_it_is_whole(tmp_path: Path) -> None:
    """Half a line is kept back, however often one looks."""
    path = tmp_path / "lines"
    tail = LineTail(path)
    _append(path, "one\ntw")
    assert tail.new() == ["one"]
    _append(path, "o and")
    assert tail.new() == []
    _append(path, " a half\nth")
    assert tail.new() == ["two and a half"]


def test_tallies_come_with_the_rank_of_their_worker(folder: RunFolder, counted: Counted) -> None:
    """Every worker is followed, one that begins later too."""
    tail = TallyTail(folder)
    first = Tally(second=0, arrived=2, steps={"home": StepCount(good=1)})
    counted(0, first)
    assert tail.new() == [(0, first)]
    second, late = Tally(second=1, closed=True), Tally(second=1, dropped=1)
    counted(0, second)
    counted(10, late)
    assert tail.new() == [(0, second), (10, late)]
    assert tail.new() == []


@pytest.mark.parametrize("line", ["no json", "[1]", '{"second":1}', '{"second":1,"steps":{},"x":1}'])
def test_a_damaged_tally_is_passed_over(folder: RunFolder, counted: Counted, line: str) -> None:
    """A display goes on; those after the damage count."""
    tail = TallyTail(folder)
    counted(0, Tally(second=0))
    _append(folder.tallies(0), line + "\n")
    counted(0, Tally(second=2))
    assert [tally.second for _rank, tally in tail.new()] == [0, 2]


def test_intended_latencies_are_followed(folder: RunFolder, timed: Timed) -> None:
    """Those from the real start are left out; counts and values are those that were recorded."""
    tail = LatencyTail(folder)
    assert list(tail.new()) == []
    timed(0, 3, "home", [0.1, 0.2])
    timed(0, 3, "home", [0.05], intended=False)
    (home,) = tail.new()
    assert (home.second, home.step, home.intended) == (3, "home", True)
    heap = Heap()
    heap.add(home)
    assert heap.pool().total == 2
    assert heap.pool().at_rank(2) == pytest.approx(0.2, rel=0.001)
    timed(1, 4, "join", [1.0])
    assert [(one.second, one.step) for one in tail.new()] == [(4, "join")]


def test_a_torn_interval_is_given_when_it_is_whole(folder: RunFolder, timed: Timed) -> None:
    """A histogram that is half written is not unpacked."""
    timed(0, 3, "home", [0.1])
    path = folder.latency(0)
    whole = path.read_text()
    path.write_text(whole[:-10])
    tail = LatencyTail(folder)
    assert list(tail.new()) == []
    _append(path, whole[-10:])
    assert [one.step for one in tail.new()] == ["home"]


def test_whoever_begins_late_reads_a_day_without_holding_it(folder: RunFolder, timed: Timed) -> None:
    """Intervals come one by one: of a thousand histograms, which take 190 MB, none is made."""
    for second in range(1_000):
        timed(0, second, "home", [0.1])
    tracemalloc.start()
    try:
        many = sum(1 for _one in LatencyTail(folder).new())
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert many == 1_000
    assert most_bytes < 5_000_000


@pytest.mark.parametrize(
    "line",
    [
        "Tag=home.intended,1.000,1.000,0.1,bm8gaGlzdG9ncmFt",
        "Tag=home.intended,1.000,1.000,0.1,not base64!",
        "Tag=home.intended,1.000,1.000,0.1,",
        "Tag=home.intended,1.000",
        "Tag=home.intended",
        "",
    ],
)
def test_a_damaged_interval_is_passed_over(folder: RunFolder, timed: Timed, line: str) -> None:
    """A display goes on without it."""
    timed(0, 3, "home", [0.1])
    _append(folder.latency(0), line + "\n")
    timed(0, 4, "home", [0.1])
    assert [one.second for one in LatencyTail(folder).new()] == [3, 4]


def test_the_last_scrape_tells_what_is_left(folder: RunFolder, scraped: Scraped) -> None:
    """Unchanged values hold, several series add up, and a failed scrape knows nothing."""
    tail = ScrapeTail(folder.scrapes)
    tail.look()
    assert tail.last("site_seats", {"state": "left"}) is None
    scraped(0, 100.0)
    scraped(1, 60.0)
    scraped(2, 60.0)
    tail.look()
    assert tail.last("site_seats", {"state": "left"}) == 60.0
    assert tail.last("site_seats", {}) == 100.0
    assert tail.last("site_joins_total", {}) is None
    scraped(3, None)
    tail.look()
    assert tail.last("site_seats", {"state": "left"}) is None
    scraped(4, 60.0)
    tail.look()
    assert tail.last("site_seats", {"state": "left"}) == 60.0


def test_a_series_that_is_gone_is_not_left_over(tmp_path: Path) -> None:
    """Null ends a series; a damaged line changes nothing."""
    path = tmp_path / "site.jsonl"
    _append(path, '{"at":1,"up":1,"new":[["seats",{}]],"i":[0],"v":[5]}\n')
    _append(path, '{"at":1,"up":1,"i":[0,1],"v":[6]}\n')
    tail = ScrapeTail(path)
    tail.look()
    assert tail.last("seats", {}) == 5
    _append(path, '{"at":2,"up":1,"i":[0],"v":[null]}\n')
    tail.look()
    assert tail.last("seats", {}) is None


def test_of_a_closed_model_service_time_is_given(folder: RunFolder, timed: Timed) -> None:
    """It has no other."""
    timed(0, 3, "GET /", [0.1], intended=False)
    timed(0, 3, "home", [0.2])
    assert [(one.step, one.intended) for one in LatencyTail(folder, closed=True).new()] == [
        ("GET /", False)
    ]
