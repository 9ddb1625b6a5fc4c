"""Locust files that are asked once: reading one takes a second, and it says the same each time."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from siaga.stage import declaration
from tests.crowd.nursling import ran

_SAID: dict[tuple[object, ...], "subprocess.CompletedProcess[str]"] = {}


def _asked(command: Sequence[str], **options: Any) -> "subprocess.CompletedProcess[str]":  # noqa: ANN401
    path = Path(command[-1])
    asked = (*command, path.read_bytes() if path.exists() else b"")
    if asked not in _SAID:
        _python, _m, module, *arguments = command
        _SAID[asked] = ran(*arguments, module=module, timeout_s=options["timeout"])
    return _SAID[asked]


def ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have preparations ask about the same Locust file once, by a process of its own that is forked."""
    monkeypatch.setattr(declaration, "subprocess", SimpleNamespace(run=_asked))
