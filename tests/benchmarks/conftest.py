"""Scripts of benchmarks/, which stand beside each other and are no package."""

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"

Script = Callable[[str], ModuleType]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """Give a script by its name."""
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module
