"""Locust files that are asked once: reading one takes a second, and it says the same each time."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from siaga.stage import declaration

_SAID: dict[tuple[object, ...], "subprocess.CompletedProcess[str]"] = {}


def _asked(command: Sequence[str], **options: Any) -> "subprocess.CompletedProcess[str]":  # noqa: ANN401
    path = Path(command[-1])
    asked = (*command, path.read_bytes() if path.exists() else b"")
    if asked not in _SAID:
        _SAID[asked] = subprocess.run(command, **options)  # noqa: PLW1510 - among the options
    return _SAID[asked]


def ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have preparations ask about the same Locust file once, by a process of its own as ever."""
    monkeypatch.setattr(declaration, "subprocess", SimpleNamespace(run=_asked))
