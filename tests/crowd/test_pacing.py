"""Claims about pacing: how long a visitor is away, what it keeps, and when its next step is due."""

from collections.abc import Callable
from typing import Any

import gevent
import pytest

from siaga.crowd.absence import Absence
from siaga.crowd.turn import Turn
from siaga.crowd.visitor import Visitor
from siaga.crowd.waiting_room import WaitingRoom
from tests.crowd.hostile_site import HostileSite, ok, says
from tests.crowd.visitor_stage import Stage

Start = Callable[..., HostileSite]

ROOM = WaitingRoom(path="/queue", step="queue", reads=lambda _page: Turn(admitted=False))


def _then(_me: Visitor) -> None:
    """Do nothing."""


def test_thinking_is_shortened_with_the_time_scale(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty seconds at a thousandth are some twenty milliseconds."""
    slept: list[float] = []
    monkeypatch.setattr(gevent, "sleep", slept.append)
    for index in range(50):
        stage.visitor(index).think(20)
    assert 0.015 < sorted(slept)[25] < 0.027


@pytest.mark.parametrize(
    ("header", "pause_s"),
    [(b"Retry-After: 3", 3.0), (b"Retry-After: Fri, 31 Dec 1999 23:59:59 GMT", 0.02), (b"X: y", 0.02)],
)
def test_a_visitor_waits_as_long_as_the_site_asks(
    stage: Stage, site: Start, monkeypatch: pytest.MonkeyPatch, header: bytes, pause_s: float
) -> None:
    """The site speaks of seconds on the wall; only where it names none, the day's own are shortened."""
    stage.url = site(says(ok(b"", header))).url
    me = stage.visitor()
    answer = me.get("/", step="queue")
    slept: list[float] = []
    monkeypatch.setattr(gevent, "sleep", slept.append)
    me.obey(answer, otherwise_s=20.0)
    assert slept == [pytest.approx(pause_s)]


def test_a_visitor_is_away_for_seconds_of_the_unscaled_day(stage: Stage) -> None:
    """A thousandth of them by the clock, as the scenario's time scale has it."""
    absence = stage.visitor().away(20.0, _then)
    assert absence == Absence(pause_s=0.02, then=_then)


@pytest.mark.parametrize(
    ("header", "absence"),
    [
        (b"Retry-After: 7", Absence(pause_s=7.0, then=_then, asked=True)),
        (b"Retry-After: soon", Absence(pause_s=0.02, then=_then)),
    ],
)
def test_a_visitor_is_away_as_long_as_the_site_asks(
    stage: Stage, site: Start, header: bytes, absence: Absence
) -> None:
    """The site speaks of seconds on the wall; only where it names none, the day's own are shortened."""
    stage.url = site(says(ok(b"", header))).url
    me = stage.visitor()
    assert me.obeys(me.get("/", step="queue"), 20.0, _then) == absence


def test_whoever_stays_instead_sleeps_as_long_and_goes_on(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through every absence that follows, until there is none."""
    slept: list[float] = []
    monkeypatch.setattr(gevent, "sleep", slept.append)
    me = stage.visitor()
    me.stay(me.away(20.0, lambda me: me.away(10.0, _then)))
    me.stay(None)
    assert slept == [pytest.approx(0.02), pytest.approx(0.01)]


def test_whoever_goes_away_is_the_same_person_when_it_is_back(stage: Stage) -> None:
    """Who it is needs not be kept: it is made again."""
    me = stage.visitor()
    person = me.person
    me.go_away(1.0)
    assert me.person == person
    assert me.person is not person


def test_the_step_after_an_absence_counts_from_when_it_was_due(stage: Stage, site: Start) -> None:
    """Whoever is called late has waited since then."""
    stage.url = site(says(ok(), ok())).url
    me = stage.visitor()
    me.get("/", step="home")
    me.go_away(3.0)
    stage.at_s = 13.5
    me.get("/", step="queue")
    assert [(one.step, one.intended_s, one.started_s) for one in stage.recorded()] == [
        ("home", 10.0, 10.0),
        ("queue", 13.0, 13.5),
    ]


@pytest.mark.parametrize(
    "forgets",
    [
        lambda me: me.away(5.0, _then) and None,
        lambda me: me.line_up(ROOM, me.get("/queue", step="ticket"), then=lambda _me, _turn: None) and 7,
    ],
)
def test_a_journey_that_forgets_to_return_an_absence_is_told(
    stage: Stage,
    site: Start,
    forgets: Any,  # noqa: ANN401 - a journey as it should not be
) -> None:
    """What was to follow would never be done, and nobody would know."""
    stage.url = site(says(ok(), ok())).url
    me = stage.visitor()
    with pytest.raises(ValueError, match="`return` what `away`, `obeys` or `line_up` gives"):
        me.walk(forgets)
    assert me.walk(_then) is None


def test_whoever_has_come_back_from_an_absence_owes_none(stage: Stage) -> None:
    """Whether it stayed for it or went away."""
    me = stage.visitor()
    me.stay(me.walk(lambda me: me.away(0.0, lambda me: me.away(0.0, _then))))
    assert me.walk(_then) is None
    absence = me.walk(lambda me: me.away(1.0, _then))
    me.go_away(1.0)
    assert absence is not None
    assert me.walk(absence.then) is None
