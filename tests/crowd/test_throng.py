"""Claims about the throng: what it knows before anybody is let in, and when they come."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import gevent
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
        Throng(_world(), EVERYBODY, journeys, lambda _coming: True)


def test_nobody_is_let_in_when_the_books_are_broken() -> None:
    """Each arrival is told why."""
    throng = Throng(_world(), EVERYBODY, {"whole": _leave}, lambda _coming: True)
    throng.broken = LedgerError("the disk is full")
    with pytest.raises(LedgerError, match="the disk is full"):
        throng.admit(0, 0.0, 0)


@dataclass
class _Day:
    """What visitors do in a world whose clock only sleeping moves.

    Attributes:
        now_s: the time.
        kills: whether whoever sleeps is cut off.
        seen: what happened, and when.
    """

    now_s: float = 0.998
    kills: bool = False
    seen: list[tuple[str, float]] = field(default_factory=list)

    def sleep_until(self, due_s: float) -> None:
        """Move the clock."""
        self.seen.append(("sleeps", self.now_s))
        if self.kills:
            raise gevent.GreenletExit
        self.now_s = max(self.now_s, due_s)

    def note(self, what: str, *_others: object) -> None:
        """Write down what happens now."""
        self.seen.append((what, self.now_s))

    def open(self, _link: object) -> Any:  # noqa: ANN401 - as little of a browser as is asked for
        """Make a browser."""
        self.note("has a browser")
        return SimpleNamespace(close=lambda: self.note("leaves"))

    def world(self) -> World:
        """Give what the visitors share."""
        recorder = SimpleNamespace(
            arrived=lambda _name, late_s: self.note(f"arrives {late_s:g} s late"),
            finished=lambda _name, completed: self.note(f"completed: {completed}"),
        )
        return cast(
            "World",
            SimpleNamespace(
                seed=1,
                time_scale=1.0,
                now_s=lambda: self.now_s,
                sleep_until=self.sleep_until,
                browsers=SimpleNamespace(at_site=self.open),
                recorder=recorder,
            ),
        )


def _come(day: _Day) -> list[tuple[str, float]]:
    throng = Throng(
        day.world(), EVERYBODY, {"whole": lambda _me: day.note("walks")}, lambda _coming: True
    )
    throng.admit(0, 1.0, 0)
    throng.wait(10.0)
    return day.seen


def test_whoever_is_let_in_early_is_ready_and_comes_in_time() -> None:
    """The browser is made before; what is counted and walked happens at the intended moment."""
    assert _come(_Day()) == [
        ("has a browser", 0.998),
        ("sleeps", 0.998),
        ("arrives 0 s late", 1.0),
        ("walks", 1.0),
        ("completed: True", 1.0),
        ("leaves", 1.0),
    ]


def test_whoever_is_cut_off_before_its_time_has_never_come() -> None:
    """Its browser is closed, and nothing is counted."""
    seen = [("has a browser", 0.998), ("sleeps", 0.998), ("leaves", 0.998)]
    assert _come(_Day(kills=True)) == seen


def test_an_arrival_for_whom_there_is_no_room_is_not_let_in() -> None:
    """Connections come and go; whoever was let in and has not begun yet will want one."""
    asked: list[int] = []

    def has_room(coming: int) -> bool:
        asked.append(coming)
        return len(asked) > 1

    throng = Throng(_world(), EVERYBODY, {"whole": _leave}, has_room)
    assert [throng.admit(number, 0.0, 0) for number in range(3)] == [False, True, True]
    assert asked == [0, 0, 1]
    throng.clear()
