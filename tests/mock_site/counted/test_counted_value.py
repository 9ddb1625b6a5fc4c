"""A counted value stands in its file as prometheus_client writes it, and is one process's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values

from mock_site.counted.count_file import CountFile
from mock_site.process.counting import FOLDER, count_together


@pytest.fixture(autouse=True)
def _together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have what is counted from now on be counted in files, until the test ends."""
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    monkeypatch.setenv(FOLDER, "elsewhere")
    count_together(tmp_path)


def _told(path: Path) -> Iterator[tuple[str, float]]:
    file = CountFile.read(path)
    assert file is not None
    return ((name.name, file.values[place]) for name, place in file.places())


def test_what_is_added_stands_in_the_file(tmp_path: Path) -> None:
    """The first time and later, down as well as up."""
    counter = Counter("one", "One.", registry=CollectorRegistry())
    gauge = Gauge("one", "One.", registry=CollectorRegistry())
    counter.inc()
    counter.inc(2.5)
    gauge.inc(3)
    gauge.dec()
    here = os.getpid()
    assert dict(_told(tmp_path / f"counter_{here}.db")) == {"one_total": 3.5}
    assert dict(_told(tmp_path / f"gauge_all_{here}.db")) == {"one": 2.0}


def test_what_is_set_is_added_to(tmp_path: Path) -> None:
    """From what it was set to."""
    gauge = Gauge("one", "One.", registry=CollectorRegistry())
    gauge.inc()
    gauge.set(10)
    gauge.inc()
    assert dict(_told(tmp_path / f"gauge_all_{os.getpid()}.db")) == {"one": 11.0}


def test_a_file_that_grows_is_counted_on_in(tmp_path: Path) -> None:
    """Its values are mapped anew then."""
    first = Counter("first", "First.", registry=CollectorRegistry())
    first.inc()
    many = Counter("many", "Many.", ["name"], registry=CollectorRegistry())
    for name in range(2_000):
        many.labels("x" * 100 + str(name)).inc()
    first.inc()
    told = dict(_told(tmp_path / f"counter_{os.getpid()}.db"))
    assert told["first_total"] == 2


def test_a_histogram_counts_as_before(tmp_path: Path) -> None:
    """Its sum and its buckets are values of their own."""
    histogram = Histogram("took", "Took.", registry=CollectorRegistry(), buckets=(1, 2))
    for s in (0.5, 0.5, 1.5):
        histogram.observe(s)
    file = CountFile.read(tmp_path / f"histogram_{os.getpid()}.db")
    assert file is not None
    assert [file.values[place] for _name, place in file.places()] == [2.5, 2.0, 1.0, 0.0]


def test_a_process_that_is_forked_counts_for_itself(tmp_path: Path) -> None:
    """In files of its own, from 0 on."""
    counter = Counter("one", "One.", registry=CollectorRegistry())
    counter.inc(5)
    child = os.fork()
    if not child:
        counter.inc()
        counter.inc()
        os._exit(0)
    os.waitpid(child, 0)
    assert dict(_told(tmp_path / f"counter_{child}.db")) == {"one_total": 2.0}
    assert dict(_told(tmp_path / f"counter_{os.getpid()}.db")) == {"one_total": 5.0}
