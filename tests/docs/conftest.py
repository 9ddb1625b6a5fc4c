"""Pages whose Locust files are asked for their journeys."""

import pytest

from tests.stage.asked_once import ask_once


@pytest.fixture(autouse=True)
def _asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask each Locust file for its journeys once."""
    ask_once(monkeypatch)
