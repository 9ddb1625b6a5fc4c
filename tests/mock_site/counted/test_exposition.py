"""An exposition shows what all processes have counted, and what is looked at for the page."""

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge, Metric, values
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from mock_site.counted.exposition import Exposition
from mock_site.counted.shared_counts import SharedCounts
from tests.mock_site.counted.conftest import Process


class Seats(Collector):
    """Something that is looked at when the page is."""

    def collect(self) -> list[Metric]:
        """Give one family."""
        family = Metric("seats", "Seats.", "gauge")
        family.add_sample("seats", {}, 5.0)
        return [family]


@pytest.fixture
def shown(folder: Path, process: Process) -> Exposition:
    """Give one of two processes that have counted three and four joins."""
    for number, joins in ((1, 3), (2, 4)):
        Counter("joins", "J.", registry=process(number)).inc(joins)
    made = Exposition(CollectorRegistry(), SharedCounts(folder))
    made.register(Seats())
    return made


@pytest.mark.parametrize("accept", ["", "application/openmetrics-text;version=1.0.0"])
def test_a_page_has_both_and_ends_once(shown: Exposition, accept: str) -> None:
    """In either format."""
    encode, kind = choose_encoder(accept)
    page = shown.page(encode, kind)
    assert b"\njoins_total 7.0\n" in page
    assert b"\nseats 5.0\n" in page
    assert page.count(b"# EOF") == page.endswith(b"# EOF\n") == bool(accept)


@pytest.mark.parametrize(("name", "value"), [("joins_total", 7.0), ("seats", 5.0)])
def test_a_page_of_some_names_has_no_others(shown: Exposition, name: str, value: float) -> None:
    """Of either kind."""
    encode, kind = choose_encoder("")
    page = shown.page(encode, kind, [name]).decode()
    assert [line for line in page.split("\n") if line and line[0] != "#"] == [f"{name} {value}"]


def test_a_process_of_its_own_shows_its_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody shares, nothing is merged."""
    monkeypatch.setattr(values, "ValueClass", values.MutexValue)
    registry = CollectorRegistry()
    Gauge("waiting", "W.", registry=registry).set(2)
    encode, kind = choose_encoder("")
    assert b"\nwaiting 2.0\n" in Exposition(registry).page(encode, kind)
