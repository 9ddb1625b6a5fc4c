"""The counting of a process is settled by itself, whatever was when the library was imported."""

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Counter, values

from mock_site.process.counting import FOLDER, count_alone, count_together


@pytest.fixture(autouse=True)
def _undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the tests' own process count as before."""
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    monkeypatch.setenv(FOLDER, "elsewhere")


def _counted() -> None:
    Counter("things", "Things.", registry=CollectorRegistry()).inc()


def test_what_is_counted_together_stands_in_files(tmp_path: Path) -> None:
    """Those of each process, by its id."""
    count_together(tmp_path)
    _counted()
    assert [one.name.split("_")[0] for one in tmp_path.iterdir()] == ["counter"]


def test_what_is_counted_alone_stands_in_none(tmp_path: Path) -> None:
    """Although others of the same origin count together."""
    count_together(tmp_path)
    count_alone()
    _counted()
    assert list(tmp_path.iterdir()) == []
