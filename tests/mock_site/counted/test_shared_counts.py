"""Shared counts are what prometheus_client makes of the same files."""

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from mock_site.counted import shared_counts
from mock_site.counted.count_file import CountFile
from mock_site.counted.shared_counts import SharedCounts
from tests.mock_site.counted.conftest import Process

MODES = ("sum", "livesum", "max", "livemax", "min", "livemin", "all", "liveall", "livemostrecent")
ACCEPTS = ("", "application/openmetrics-text;version=1.0.0")


class Counting:
    """A process that counts something of every kind."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requests = Counter("requests", "R.", ["route", "status"], registry=registry)
        self.duration = Histogram("duration", "D.", ["route"], registry=registry, buckets=(0.1, 1, 10))
        self.commits = Histogram("commits", "C.", registry=registry, buckets=(5, 50))
        self.sizes = Summary("sizes", "S.", registry=registry)
        self.gauges = [
            Gauge(f"gauge_{mode}", "G.", ["part"], registry=registry, multiprocess_mode=mode)  # type: ignore[arg-type]
            for mode in MODES
        ]

    def work(self, number: int) -> None:
        """Count."""
        for route in ("/", "/queue"):
            self.requests.labels(route, "2xx").inc(number)
            self.duration.labels(route).observe(number / 2)
        self.commits.observe(number * 4)
        self.sizes.observe(number)
        for at, gauge in enumerate(self.gauges):
            gauge.labels("a").set((number * 7 + at) % 5)


def lines(folder: Path, counts: SharedCounts, accept: str) -> tuple[list[bytes], list[bytes]]:
    """Give the lines of the page, and of the library's, neither of which has an order."""
    encode, kind = choose_encoder(accept)
    theirs = CollectorRegistry(support_collectors_without_names=True)
    MultiProcessCollector(theirs, str(folder))  # type: ignore[no-untyped-call]
    page = sorted(counts.page(encode, kind).split(b"\n"))
    assert sorted(encode(counts).split(b"\n")) == page
    return page, sorted(encode(theirs).split(b"\n"))


@pytest.mark.parametrize("accept", ACCEPTS)
def test_a_page_is_that_of_the_library(folder: Path, process: Process, accept: str) -> None:
    """Of one process and of three, as values change, as series come, and as processes end."""
    counts = SharedCounts(folder)
    workers: list[Counting] = []
    for number in (1, 2, 3):
        workers.append(Counting(process(number)))
        for worker in workers:
            worker.work(number)
            ours, theirs = lines(folder, counts, accept)
            assert ours == theirs
    workers[1].requests.labels("/later", "5xx").inc(9)
    workers[1].duration.labels("/later").observe(3)
    ours, theirs = lines(folder, counts, accept)
    assert ours == theirs
    assert any(b"/later" in line for line in ours)
    mark_process_dead(2, str(folder))  # type: ignore[no-untyped-call]
    ours, theirs = lines(folder, counts, accept)
    assert ours == theirs


def test_the_newest_of_a_gauge_is_shown_once_it_has_been_set(folder: Path, process: Process) -> None:
    """Until then the library shows nothing, though the file has its place already."""
    registry = process(1)
    gauge = Gauge("newest", "N.", registry=registry, multiprocess_mode="livemostrecent")
    counts = SharedCounts(folder)
    assert not any(line.startswith(b"newest ") for line in lines(folder, counts, "")[0])
    gauge.set(4)
    ours, theirs = lines(folder, counts, "")
    assert ours == theirs
    assert b"newest 4.0" in ours


def test_buckets_of_one_series_do_not_count_in_the_next(folder: Path, process: Process) -> None:
    """Each adds up from its narrowest bucket on, and its count is that of the widest."""
    duration = Histogram("d", "D.", ["route"], registry=process(1), buckets=(1, 2))
    duration.labels("/a").observe(0.5)
    duration.labels("/b").observe(1.5)
    ours, _theirs = lines(folder, SharedCounts(folder), "")
    assert {b'd_bucket{le="1.0",route="/a"} 1.0', b'd_bucket{le="1.0",route="/b"} 0.0'} <= set(ours)
    assert {b'd_count{route="/a"} 1.0', b'd_count{route="/b"} 1.0'} <= set(ours)


def test_where_nothing_is_new_the_library_merges_nothing(
    folder: Path, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is what makes a page cheap; the values are new all the same."""
    worker, counts = Counting(process(1)), SharedCounts(folder)
    worker.requests.labels("/", "2xx").inc()
    lines(folder, counts, "")
    merged: list[int] = []
    real = shared_counts._gaps
    monkeypatch.setattr(shared_counts, "_gaps", lambda *given: merged.append(1) or real(*given))  # type: ignore[func-returns-value]
    worker.requests.labels("/", "2xx").inc()
    assert b'requests_total{route="/",status="2xx"} 2.0' in lines(folder, counts, "")[0]
    assert not merged
    worker.requests.labels("/", "4xx").inc()
    assert b'requests_total{route="/",status="4xx"} 1.0' in lines(folder, counts, "")[0]
    assert merged


def test_series_that_come_while_the_files_are_read_are_looked_at_again(
    folder: Path, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is whole, and where they come all the time there is none."""
    worker, counts = Counting(process(1)), SharedCounts(folder)
    worker.work(1)
    real, left = CountFile.read, [2]

    def reading(path: Path) -> CountFile | None:
        """Have something new after a file was read, a few times."""
        file = real(path)
        if left[0] and "counter" in path.name:
            left[0] -= 1
            worker.requests.labels(f"/{left[0]}", "2xx").inc()
        return file

    monkeypatch.setattr(CountFile, "read", reading)
    ours, theirs = lines(folder, counts, "")
    assert ours == theirs
    left[0] = 10_000
    with pytest.raises(RuntimeError, match="changes all the time"):
        lines(folder, SharedCounts(folder), "")


def test_only_a_few_kinds_of_pages_are_kept(folder: Path, process: Process) -> None:
    """Whoever asks for ever other versions of a format does not fill the memory."""
    Counting(process(1)).work(1)
    counts = SharedCounts(folder)
    encode, _kind = choose_encoder("")
    for number in range(3 * shared_counts.MOST_FORMS):
        counts.page(encode, f"kind {number}")
        assert len(counts._plan.forms) <= shared_counts.MOST_FORMS
