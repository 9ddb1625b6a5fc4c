"""Fixtures of the tests of the faults."""

from collections.abc import Iterator

import pytest

from siaga.faults import waiting
from tests.faults import on_the_way
from tests.faults.on_the_way import Entrance, Running, upstream
from tests.faults.proxied import TARGET
from tests.faults.real_site import RealSite, running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """Give a site of two workers that every test leaves as it found it.

    One for the session would be quicker to start and dearer in all: its processes would go on ticking
    beside thousands of tests that have nothing to do with it.
    """
    fast = ("--time-scale", "0.05", "--capacity-per-s", "2000", "--without", "rate-limits")
    with running(tmp_path_factory.mktemp("site"), "--processes", "2", *fast) as site:
        yield site


@pytest.fixture(scope="session")
def process() -> Iterator[Running]:
    """Give a proxy process, which every test leaves without its proxies."""
    with on_the_way.running() as process:
        yield process


@pytest.fixture
def way(process: Running) -> Iterator[Entrance]:
    """Give a proxy that has the name of a target, before an upstream that sends all back."""
    with upstream() as address:
        yield process.entrance(address, TARGET)
        process.call("DELETE", f"/proxies/{TARGET}")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nobody insist for long on an answer that does not come."""
    monkeypatch.setattr(waiting, "INSIST_S", 0.2)
