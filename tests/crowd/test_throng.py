"""Claims about the throng: what it knows before anybody is let in, and when they come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import gevent
import pytest

from siaga.crowd.absence import Absence
from siaga.crowd.browser import Browser
from siaga.crowd.throng import Throng
from siaga.crowd.visitor import JourneyEndedError, Visitor
from siaga.crowd.world import World
from siaga.errors import UsageError
from siaga.ledger.journal import LedgerError
from siaga.scenario.model import Population

EVERYBODY = (Population(name="everybody", journey="whole"),)


def _world() -> World:
    return cast("World", SimpleNamespace(recorder=None, now_s=lambda: 0.0, later=None))


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
        bells: call those back who are away.
    """

    now_s: float = 0.998
    kills: bool = False
    seen: list[tuple[str, float]] = field(default_factory=list)
    bells: list[Callable[[], object]] = field(default_factory=list)

    def later(self, pause_s: float, call: Callable[[], object]) -> None:
        """Have somebody be away until the test rings."""
        self.note(f"away for {pause_s:g} s")
        self.bells.append(call)

    def sleep_until(self, due_s: float) -> None:
        """Move the clock."""
        self.seen.append(("sleeps", self.now_s))
        if self.kills:
            raise gevent.GreenletExit
        self.now_s = max(self.now_s, due_s)

    def note(self, what: str, *_others: object) -> None:
        """Write down what happens now."""
        self.seen.append((what, self.now_s))

    def open(self, _link: object) -> Browser:
        """Make a browser."""
        self.note("has a browser")
        return Browser("http://127.0.0.1:1", deadline_s=1.0)

    def world(self) -> World:
        """Give what the visitors share."""
        recorder = SimpleNamespace(
            arrived=lambda _name, late_s: self.note(f"arrives {late_s:g} s late"),
            bug=lambda *_where: self.note("complains"),
            finished=lambda _name, completed: self.note(f"completed: {completed}"),
        )
        return cast(
            "World",
            SimpleNamespace(
                seed=1,
                time_scale=1.0,
                now_s=lambda: self.now_s,
                sleep_until=self.sleep_until,
                later=self.later,
                browsers=SimpleNamespace(at_site=self.open),
                recorder=recorder,
                note=self.note,
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


def _part(day: _Day, then: Callable[[Visitor], Any], pause_s: float = 5.0) -> Callable[[Visitor], Any]:
    """Walk a first part, and go on after an absence."""

    def part(_me: Visitor) -> Absence:
        day.note("walks")
        return Absence(pause_s=pause_s, then=then)

    return part


class _Known:
    """A visitor of whom a test does something itself: none that is compiled can be changed."""

    def __init__(self, visitor: Visitor, instead: dict[str, Callable[..., Any]]) -> None:
        self._visitor, self._instead = visitor, instead

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a visitor has
        return self._instead.get(name) or getattr(self._visitor, name)


def _instead(monkeypatch: pytest.MonkeyPatch, **instead: Callable[..., Any]) -> None:
    """Have whoever comes do something as the test says."""

    def come(world: Any, *others: Any) -> _Known:  # noqa: ANN401 - as a visitor takes them
        return _Known(Visitor(world, *others), {"leave": lambda: world.note("leaves"), **instead})

    monkeypatch.setattr("siaga.crowd.throng.Visitor", come)


@pytest.fixture(autouse=True)
def _noted_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everybody who leaves note that."""
    _instead(monkeypatch)


def _away(day: _Day, then: Callable[[Visitor], Any]) -> Throng:
    """Let somebody in who goes away after a first part."""
    throng = Throng(day.world(), EVERYBODY, {"whole": _part(day, then)}, lambda _coming: True)
    throng.admit(0, 1.0, 0)
    gevent.sleep(0)
    assert [what for what, _at_s in day.seen[-2:]] == ["walks", "away for 5 s"]
    day.seen.clear()
    return throng


def _rings(day: _Day, throng: Throng) -> list[str]:
    """Have it be time for whoever is away; gives what was seen since."""
    day.now_s += 5.0
    day.bells.pop()()
    gevent.sleep(0)
    throng.wait(day.now_s)
    return [what for what, _at_s in day.seen]


def test_whoever_is_away_goes_on_when_it_is_time_and_leaves_at_the_end() -> None:
    """As often as it is away: nothing is counted in between, and one that waits waits for it."""
    day = _Day()
    throng = _away(day, _part(day, lambda _me: day.note("joins"), pause_s=7.0))
    assert _rings(day, throng) == ["walks", "away for 7 s"]
    assert _rings(day, throng)[2:] == ["joins", "completed: True", "leaves"]


def test_nobody_has_left_as_long_as_somebody_is_away() -> None:
    """Whoever waits for everybody is told when the last has gone."""
    day = _Day()
    throng = _away(day, lambda _me: None)
    waiting = gevent.spawn(throng.wait, day.now_s + 60.0)
    gevent.sleep(0)
    assert not waiting.ready()
    day.bells.pop()()
    waiting.get(timeout=5)
    assert [what for what, _at_s in day.seen] == ["completed: True", "leaves"]


def test_a_part_that_breaks_or_ends_early_ends_the_journey() -> None:
    """What comes after an absence is a part of the journey as any other."""

    def breaks(_me: Visitor) -> None:
        raise ZeroDivisionError

    def ends(_me: Visitor) -> None:
        raise JourneyEndedError("status 500")

    day = _Day()
    assert _rings(day, _away(day, breaks)) == ["complains", "completed: False", "leaves"]
    day = _Day()
    assert _rings(day, _away(day, ends)) == ["completed: False", "leaves"]


def test_whoever_comes_back_to_the_start_walks_the_whole_journey_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where it was away when it was turned away."""
    comes_back = iter([True, False])
    _instead(monkeypatch, begins_again=lambda: next(comes_back))

    def ends(_me: Visitor) -> None:
        raise JourneyEndedError("status 503")

    day = _Day()
    throng = _away(day, ends)
    assert _rings(day, throng) == ["walks", "away for 5 s"]
    assert _rings(day, throng)[2:] == ["completed: False", "leaves"]


def test_whoever_is_away_when_all_are_cut_off_leaves_and_never_comes_back() -> None:
    """Its journey is not completed; the call that comes too late does nothing."""
    day = _Day()
    throng = _away(day, lambda _me: day.note("joins"))
    throng.clear()
    assert _rings(day, throng) == ["completed: False", "leaves"]


def test_whoever_was_just_called_back_when_all_are_cut_off_leaves_once() -> None:
    """Its greenlet has not had a turn yet, and gets none."""
    day = _Day()
    throng = _away(day, lambda _me: day.note("joins"))
    day.bells.pop()()
    throng.clear()
    assert [what for what, _at_s in day.seen] == ["completed: False", "leaves"]


def test_what_a_journey_gives_that_is_no_absence_is_nothing() -> None:
    """Some end with `return me.get(...)`."""
    day = _Day()
    throng = Throng(
        day.world(), EVERYBODY, {"whole": cast("Any", lambda _me: "an answer")}, lambda _coming: True
    )
    throng.admit(0, 1.0, 0)
    throng.wait(10.0)
    assert [what for what, _at_s in day.seen[-2:]] == ["completed: True", "leaves"]


def test_the_next_step_of_whoever_is_away_is_due_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What comes late then is late by the clock of the plan."""
    away_s: list[float] = []
    _instead(monkeypatch, go_away=away_s.append)
    _away(_Day(), lambda _me: None)
    assert away_s == [5.0]
