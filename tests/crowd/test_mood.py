"""Claims about moods: when a visitor waits no longer, and when it asks again."""

import math
from typing import Any

import pytest

from siaga.crowd.cut import Cut
from siaga.crowd.draw import Draw
from siaga.crowd.exchange import Exchange
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.mood import Mood
from siaga.scenario.reactions import Reactions
from tests.crowd.test_exchange import answer_with

RESET = Exchange(failure=RequestFailure(Reason.RESET, Sent.SOMETHING, ""))
RELOADED = Exchange(failure=RequestFailure(Reason.RELOADED, Sent.SOMETHING, ""))
GAVE_UP = Exchange(failure=RequestFailure(Reason.GAVE_UP, Sent.SOMETHING, ""))
LATE = Cut(after_s=3.0, reason=Reason.RELOADED)


def _mood(reactions: dict[str, Any], visitor: int = 0, *, posts: bool = False) -> Mood:
    """Give a mood at a step that begins at 10 s, on a day that is twice as fast."""
    given = Reactions.model_validate(reactions)
    return Mood(given, Draw(1, visitor), "join 1", 10.0, 0.5, posts=posts)


def _said(status: int, *headers: tuple[bytes, bytes]) -> Exchange:
    return Exchange(answer=answer_with(status=status, headers=list(headers)))


def test_whoever_does_not_react_waits_and_asks_once() -> None:
    """As long as the deadline of the request lets it."""
    mood = _mood({})
    assert (mood.cut(10.0), mood.pause_s(RESET, 11.0), mood.double) == (None, None, False)


@pytest.mark.parametrize(
    ("after", "again"),
    [
        (["no-answer"], [True, False, False, False]),
        (["5xx"], [False, True, False, False]),
        (["429"], [False, False, True, False]),
        (["no-answer", "5xx", "429"], [True, True, True, False]),
    ],
)
def test_people_try_again_after_what_they_are_said_to(after: list[str], again: list[bool]) -> None:
    """Whatever else the site says is an answer; who gave up does not."""
    ends = [RESET, _said(503), _said(429), _said(409)]
    moods = [_mood({"retries": {"most": 1, "after": after}}) for _ in ends]
    asked = [mood.pause_s(one, 10.0) is not None for mood, one in zip(moods, ends, strict=True)]
    assert asked == again
    assert _mood({"retries": {"most": 1, "after": after}}).pause_s(GAVE_UP, 10.0) is None


def test_nobody_tries_more_often_than_the_most() -> None:
    """Two retries, at once."""
    mood = _mood({"retries": {"most": 2}})
    assert [mood.pause_s(RESET, 10.0) for _ in range(4)] == [0.0, 0.0, None, None]


def test_pauses_are_those_of_a_day_that_is_twice_as_fast() -> None:
    """Fixed ones and those that grow; what is drawn is drawn anew for each."""
    fixed = _mood({"retries": {"most": 2, "backoff": "4 s"}})
    assert [fixed.pause_s(RESET, 10.0) for _ in range(2)] == [2.0, 2.0]
    growing = _mood({"retries": {"most": 3, "backoff": {"first": "4 s", "jitter": "0 %"}}})
    assert [growing.pause_s(RESET, 10.0) for _ in range(3)] == [2.0, 4.0, 8.0]
    drawn = _mood({"retries": {"most": 9, "backoff": {"first": "4 s", "most": "4 s"}}})
    pauses_s = [drawn.pause_s(RESET, 10.0) or math.nan for _ in range(9)]
    assert all(1.0 <= one <= 2.0 for one in pauses_s)
    assert len(set(pauses_s)) == 9


def test_a_share_waits_as_long_as_the_site_asks() -> None:
    """In seconds on the wall; the others have their own pause, and so has everybody without a plea."""
    asks = _said(503, (b"retry-after", b"7"))
    polite = {"retries": {"most": 1, "backoff": "4 s", "obeys-retry-after": "60 %"}}
    waits = [_mood(polite, visitor).pause_s(asks, 10.0) for visitor in range(200)]
    assert set(waits) == {2.0, 7.0}
    assert 90 < waits.count(7.0) < 150
    assert {_mood(polite, visitor).pause_s(_said(503), 10.0) for visitor in range(20)} == {2.0}


def test_the_impatient_reload_and_then_wait() -> None:
    """Two times after three seconds; how long somebody waits is no pause, and is not scaled."""
    mood = _mood({"reloads": {"after": "3 s", "most": 2}})
    for _ in range(2):
        assert mood.cut(10.0) == LATE
        assert mood.pause_s(RELOADED, 13.0) == 0.0
    assert mood.cut(16.0) is None


def test_a_share_is_impatient_the_same_at_every_play() -> None:
    """Drawn for the visitor and the step."""
    some = {"reloads": {"after": "3 s", "share": "30 %"}}
    cuts = [_mood(some, visitor).cut(10.0) for visitor in range(300)]
    assert cuts == [_mood(some, visitor).cut(10.0) for visitor in range(300)]
    assert 60 < cuts.count(LATE) < 120


def test_people_give_up_when_their_time_is_over() -> None:
    """In the middle of a request, or rather than begin a pause that is longer than what is left."""
    mood = _mood({"gives-up": "5 s", "retries": {"most": 9, "backoff": "2 s"}})
    assert mood.cut(11.5) == Cut(after_s=3.5, reason=Reason.GAVE_UP)
    assert (mood.pause_s(RESET, 13.9), mood.gave_up) == (1.0, False)
    assert (mood.pause_s(RESET, 14.1), mood.gave_up) == (None, True)
    assert mood.cut(20.0) == Cut(after_s=0.001, reason=Reason.GAVE_UP)


def test_the_last_wait_of_the_impatient_ends_with_their_time() -> None:
    """A reload that would come later does not come."""
    mood = _mood({"gives-up": "5 s", "reloads": {"after": "3 s"}})
    assert mood.cut(10.0) == LATE
    assert mood.cut(13.0) == Cut(after_s=2.0, reason=Reason.GAVE_UP)


def test_only_posts_are_clicked_twice() -> None:
    """A share of them."""
    clicks = {"double-clicks": "20 %"}
    doubled = [_mood(clicks, visitor, posts=True).double for visitor in range(300)]
    assert 35 < sum(doubled) < 90
    assert not any(_mood(clicks, visitor).double for visitor in range(300))


def test_whoever_closes_the_tab_does_so_at_once() -> None:
    """When the request is on its way."""
    cuts = [_mood({"closes-tab": "20 %"}, visitor).cut(10.0) for visitor in range(300)]
    gone = Cut(after_s=0, reason=Reason.TAB_CLOSED)
    assert set(cuts) == {None, gone}
    assert 35 < cuts.count(gone) < 90
