"""Processes that count in files, played in this one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, values

Process = Callable[[int], CollectorRegistry]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder in which they count."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Process:
    """Give a function that gives a registry, in which a process counts until the next is begun."""

    def begun(number: int) -> CollectorRegistry:
        """Begin the process of this number."""
        assert folder.is_dir()
        shared: Callable[[Callable[[], int]], type] = values.MultiProcessValue
        monkeypatch.setattr(values, "ValueClass", shared(lambda: number))
        return CollectorRegistry()

    return begun
