"""Claims about the throng: what it knows before anybody is let in."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from siaga.crowd.throng import Throng
from siaga.crowd.world import World
from siaga.errors import UsageError
from siaga.ledger.journal import LedgerError
from siaga.scenario.model import Population

EVERYBODY = (Population(name="everybody", journey="whole"),)


def _world() -> World:
    return cast("World", SimpleNamespace(recorder=None, now_s=lambda: 0.0))


def _leave(_me: Any) -> None:  # noqa: ANN401 - nobody looks at the visitor
    """Leave at once."""


@pytest.mark.parametrize(
    ("journeys", "known"), [({"other": _leave, "half": _leave}, "half, other"), ({}, "none")]
)
def test_a_journey_that_is_not_there_is_bad_usage(journeys: dict[str, Any], known: str) -> None:
    """Before anybody arrives, and the message names those that are there."""
    with pytest.raises(UsageError, match=f"'whole': is not in the Locust file; it has {known}"):
        Throng(_world(), EVERYBODY, journeys, 10)


def test_nobody_is_let_in_when_the_books_are_broken() -> None:
    """Each arrival is told why."""
    throng = Throng(_world(), EVERYBODY, {"whole": _leave}, 10)
    throng.broken = LedgerError("the disk is full")
    with pytest.raises(LedgerError, match="the disk is full"):
        throng.admit(0, 0.0, 0)
