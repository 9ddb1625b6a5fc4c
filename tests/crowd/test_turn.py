"""Claims about waiting for one's turn: looks as the site asks, bounded, and everything said is noted."""

from collections.abc import Callable

import pytest

from siaga.crowd.answer import Answer
from siaga.crowd.turn import Turn
from siaga.crowd.visitor import JourneyEndedError
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


@pytest.mark.parametrize("wrong", [{"place": -1}, {"wait_s": -1.0}, {"wait_s": float("nan")}])
def test_what_no_page_can_mean_is_refused(wrong: dict[str, float]) -> None:
    """It is an error of the function that reads it."""
    with pytest.raises(ValueError, match="0 or more is allowed"):
        Turn(admitted=False, **wrong)  # type: ignore[arg-type]
