"""Claims about a waiting room: looks as the site asks, bounded, and everything said is noted."""

from collections.abc import Callable

import pytest

from siaga.crowd.absence import Absence
from siaga.crowd.answer import Answer
from siaga.crowd.turn import Turn
from siaga.crowd.visitor import JourneyEndedError, Visitor
from siaga.crowd.waiting_room import WaitingRoom
from tests.crowd.hostile_site import HostileSite, ok, says
from tests.crowd.visitor_stage import Stage

Start = Callable[..., HostileSite]


def _turn(answer: Answer) -> Turn:
    shown = answer.json()
    return Turn(
        admitted=shown["in"], token=shown.get("t", ""), place=shown.get("p"), wait_s=shown.get("w")
    )


def test_a_visitor_waits_until_it_is_let_in_and_notes_what_it_is_told(stage: Stage, site: Start) -> None:
    """The pause is the site's where it names one; estimates and the admission are in the ledger."""
    pages = [
        ok(b'{"in": false, "w": 30}', b"Retry-After: 0"),
        ok(b'{"in": false}'),
        ok(b'{"in": true, "t": "pass", "p": 3}'),
    ]
    at = site(says(*pages))
    stage.url = at.url
    me = stage.visitor()
    turn = me.queue("/queue", step="queue", reads=_turn, person="31", headers={"Accept": "a/b"})
    assert turn == Turn(admitted=True, token="pass", place=3)
    assert [(one["what"], one["person"], one.get("number")) for one in stage.facts()] == [
        ("estimate", "31", 30_000),
        ("admitted", "31", 3),
    ]
    assert all(b"\r\nAccept: a/b\r\n" in one for one in at.heard)
    assert [one.step for one in stage.recorded()] == ["queue"] * 3


def test_the_answer_that_put_one_in_the_queue_is_the_first_page(stage: Stage, site: Start) -> None:
    """Whoever is let in at once looks no more; without a person nothing is held against anything."""
    at = site(says(ok(b'{"in": true, "w": 1}')))
    stage.url = at.url
    me = stage.visitor()
    ticket = me.post("/queue", step="ticket", json={})
    assert me.queue("/queue", step="queue", reads=_turn, ticket=ticket).admitted
    assert (len(at.heard), stage.facts()) == (1, [])


def test_nobody_waits_for_ever(stage: Stage, site: Start) -> None:
    """The journey ends after the last look, with what it said."""
    at = site(says(*[ok(b'{"in": false}', b"Retry-After: 0")] * 9))
    stage.url = at.url
    with pytest.raises(JourneyEndedError, match="never let in") as ended:
        stage.visitor().queue("/queue", step="queue", reads=_turn, looks=2)
    assert len(at.heard) == 3
    assert ended.value.answer is not None


ROOM = WaitingRoom(path="/queue", step="queue", reads=_turn, looks=2, every_s=60.0)
OUTSIDE, INSIDE = b'{"in": false, "w": 9}', b'{"in": true, "t": "pass"}'


def test_whoever_lines_up_is_away_as_long_as_the_site_asks_and_goes_on_when_let_in(
    stage: Stage, site: Start
) -> None:
    """Each look says for how long; what follows the last is given the turn that let one in."""
    at = site(says(ok(OUTSIDE, b"Retry-After: 7"), ok(OUTSIDE), ok(INSIDE)))
    stage.url = at.url
    me, let_in = stage.visitor(), list[tuple[Visitor, Turn]]()
    absence = me.line_up(ROOM, person="31", then=lambda me, turn: let_in.append((me, turn)))
    assert isinstance(absence, Absence)
    assert (absence.pause_s, absence.asked) == (7.0, True)
    absence = absence.then(me)
    assert isinstance(absence, Absence)
    # A thousandth, as the time scale has it: only what the site asks for is in seconds of the clock.
    assert (absence.pause_s, absence.asked) == (0.06, False)
    assert absence.then(me) is None
    assert let_in == [(me, Turn(admitted=True, token="pass"))]
    assert [one["what"] for one in stage.facts()] == ["estimate", "estimate", "admitted"]


def test_whoever_lines_up_looks_no_more_often_than_there_are_looks(stage: Stage, site: Start) -> None:
    """The ticket is no look; after the last one the journey ends."""
    at = site(says(*[ok(OUTSIDE)] * 9))
    stage.url = at.url
    me = stage.visitor()
    absence = me.line_up(ROOM, me.post("/queue", step="ticket", json={}), then=lambda _me, _turn: None)
    assert isinstance(absence, Absence)
    absence = absence.then(me)
    assert isinstance(absence, Absence)
    with pytest.raises(JourneyEndedError, match="never let in"):
        absence.then(me)
    assert len(at.heard) == 3
