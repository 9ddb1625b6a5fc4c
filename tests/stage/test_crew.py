"""Claims about the crew: each is started on the run's folder with the orders it needs."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from siaga.record.run_folder import RunFolder
from siaga.stage import crew as module
from siaga.stage.crew import Crew

STARTED: list[tuple[str, list[str], Mapping[str, str]]] = []


class _Child:
    """Stands in for a process."""

    def __init__(
        self, name: str, command: Sequence[str], environ: Mapping[str, str], _log: object
    ) -> None:
        STARTED.append((name, list(command), environ))
        self._name = name

    def code(self) -> int | None:
        """Give how it ended: the abort has done what it was there for."""
        return 0 if self._name == "abort" else -9

    def loss(self) -> str:
        """Say that it ended."""
        return f"it ended: {self.code()}"


def test_each_gets_the_folder_and_its_orders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All in the run's environment, where the token is."""
    STARTED.clear()
    monkeypatch.setattr(module, "Child", _Child)
    environ = {"SITE_ADMIN_TOKEN": "secret"}
    crew = Crew(folder=RunFolder(tmp_path), environ=environ, log=lambda _line: None)
    crew.observer("http://127.0.0.1:1", "/metrics")
    crew.exporter(9646)
    crew.exporter(0, page=True)
    crew.abort()
    crew.injector("--mend")
    place = str(tmp_path)
    site = ["--site", "http://127.0.0.1:1", "--metrics-path", "/metrics"]
    shown = ["--port", "0", "--page"]
    assert [
        ("observer", [sys.executable, "-m", "siaga.observe", place, *site], environ),
        ("exporter", [sys.executable, "-m", "siaga.stage.export", place, "--port", "9646"], environ),
        ("exporter", [sys.executable, "-m", "siaga.stage.export", place, *shown], environ),
        ("abort", [sys.executable, "-m", "siaga.stage.abort", place], environ),
        ("injector", [sys.executable, "-m", "siaga.faults", place, "--mend"], environ),
    ] == STARTED


def test_whoever_is_lost_is_told_of_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who has ended as it should was not lost; of guard and injector others tell."""
    STARTED.clear()
    monkeypatch.setattr(module, "Child", _Child)
    crew = Crew(folder=RunFolder(tmp_path), environ={}, log=lambda _line: None)
    assert crew.losses() == []
    crew.observer("http://127.0.0.1:1", "/metrics")
    crew.abort()
    crew.guard()
    crew.injector()
    assert crew.losses() == ["observer: it ended: -9 during the run"]
    assert crew.losses() == []


def test_an_injector_that_stands_still_is_told_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its faults last longer than they should; of one that has ended whoever heals them tells."""
    monkeypatch.setattr(module, "Child", _Child)
    monkeypatch.setattr(_Child, "code", lambda _self: None)
    crew = Crew(folder=RunFolder(tmp_path), environ={}, log=lambda _line: None)
    crew.injector()
    assert crew.losses() == ["injector: it ended: None during the run"]
