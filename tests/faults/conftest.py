"""Fixtures of the tests of the faults."""

from collections.abc import Iterator

import pytest

from siaga.faults import waiting
from tests.faults.real_site import RealSite, running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """Give a site of two workers that every test leaves as it found it."""
    fast = ("--time-scale", "0.05", "--capacity-per-s", "2000", "--without", "rate-limits")
    with running(tmp_path_factory.mktemp("site"), "--processes", "2", *fast) as site:
        yield site


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nobody insist for long on an answer that does not come."""
    monkeypatch.setattr(waiting, "INSIST_S", 0.2)
