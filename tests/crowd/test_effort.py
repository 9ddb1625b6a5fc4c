"""Claims about efforts: one step, however many requests, each counted and each in the ledger."""

from collections.abc import Callable
from typing import Any

import gevent
import pytest

from siaga.crowd.promise import Promise
from siaga.crowd.visitor import JourneyEndedError, TabClosedError
from siaga.ledger.outcome import Outcome
from tests.crowd.hostile_site import HostileSite, Script, Talk, in_turn, ok, says, says_and_closes
from tests.crowd.visitor_stage import Stage
from tests.crowd.waiting import until

Start = Callable[..., HostileSite]

SEAT = Promise(person="31", receipt="seat")
BUSY = ok(status=b"503 Busy")
GIVEN = ok(b'{"seat": "s-1"}', status=b"201 Created")


def _silent(talk: Talk) -> None:
    talk.hear()
    talk.wait()


def _closes(talk: Talk) -> None:
    talk.hear()


def _counted(stage: Stage) -> dict[str, Any]:
    tally = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    samples = [(one.step, one.reason) for one in stage.samples]
    return {
        "sent": tally.sent,
        "asked": tally.asked,
        "reactions": tally.reactions,
        "samples": samples,
    }


def _ends(stage: Stage) -> list[tuple[str, str]]:
    """Give the outcome and receipt of each operation that ended, in order."""
    return [(one["outcome"], one["seat"]) for one in stage.facts() if one["e"] == "complete"]


def _keys(stage: Stage) -> set[tuple[str, str]]:
    return {(one["person"], one["key"]) for one in stage.facts() if one["e"] == "invoke"}


def test_a_step_with_two_retries_is_one_step_and_three_requests(stage: Stage, site: Start) -> None:
    """One sample, good in the end; each request counted."""
    stage.react(retries={"most": 3})
    stage.url = site(says(BUSY, BUSY, ok(b"here"))).url
    assert stage.visitor().get("/", step="home").body == b"here"
    assert _counted(stage) == {
        "sent": 3,
        "asked": 1,
        "reactions": {"retried": 2},
        "samples": [("home", "")],
    }


def test_the_latency_of_a_step_goes_on_from_request_to_request(stage: Stage, site: Start) -> None:
    """From the intended start to the good answer, pauses included; a look began with its own request."""

    def later(talk: Talk) -> None:
        talk.hear()
        stage.at_s = 12.0
        talk.say(BUSY)
        talk.hear()
        stage.at_s = 15.0
        talk.say(ok())
        talk.wait()

    stage.react(retries={"most": 1})
    stage.url = site(later).url
    me = stage.visitor(at_s=9.0)
    me.get("/", step="home")
    me.saw.holding("31", "")
    (home,) = stage.recorded()
    assert (home.intended_s, home.started_s, home.ended_s) == (9.0, 10.0, 15.0)
    (look,) = stage.facts()
    assert (look["began_s"], look["at_s"]) == (12.0, 15.0)


def test_the_last_failure_is_that_of_the_step(stage: Stage, site: Start) -> None:
    """Nobody hears of the ones before."""
    stage.react(retries={"most": 1})
    stage.url = site(in_turn(_closes, says_and_closes(BUSY))).url
    with pytest.raises(JourneyEndedError, match="status 503"):
        stage.visitor().post("/", step="home", json={})
    assert _counted(stage)["samples"] == [("home", "status 503")]


def test_an_impatient_visitor_reloads_and_is_answered(stage: Stage, site: Start) -> None:
    """One step, two requests, each over a connection of its own."""
    stage.react(reloads={"after": "30 ms"})
    at = site(in_turn(_silent, says(ok(b"here"))))
    stage.url = at.url
    assert stage.visitor().get("/", step="home").body == b"here"
    assert at.connections == 2
    assert _counted(stage) == {
        "sent": 2,
        "asked": 1,
        "reactions": {"reloaded": 1},
        "samples": [("home", "")],
    }


def test_whoever_gives_up_has_failed_for_that_reason(stage: Stage, site: Start) -> None:
    """The site was too slow for the person, and the step has failed."""
    stage.react(**{"gives-up": "30 ms"}, retries={"most": 3})
    stage.url = site(_silent).url
    with pytest.raises(JourneyEndedError, match="gave-up"):
        stage.visitor().get("/", step="home")
    assert _counted(stage) == {
        "sent": 1,
        "asked": 1,
        "reactions": {"gave-up": 1},
        "samples": [("home", "gave-up")],
    }


def test_whoever_has_no_time_for_another_retry_gives_up(stage: Stage, site: Start) -> None:
    """The step has failed as its last request did."""
    stage.react(**{"gives-up": "2 s"}, retries={"most": 3, "backoff": "5000 s"})
    stage.url = site(says(BUSY)).url
    with pytest.raises(JourneyEndedError, match="status 503"):
        stage.visitor().get("/", step="home")
    assert _counted(stage)["reactions"] == {"gave-up": 1}


def test_a_promise_that_is_retried_is_asked_for_again_under_the_same_key(
    stage: Stage, site: Start
) -> None:
    """The first is unknown, the second acknowledged: nobody can take them for two promises."""
    stage.react(retries={"most": 2})
    stage.url = site(in_turn(_closes, says(GIVEN))).url
    kept = stage.visitor().promise("/join", step="join", promise=SEAT)
    assert (kept.outcome, kept.receipt, kept.answer.status) == (Outcome.OK, "s-1", 201)
    assert _ends(stage) == [("unknown", ""), ("ok", "s-1")]
    assert len(_keys(stage)) == 1
    assert _counted(stage)["samples"] == [("join", "")]


def _clicked_twice(stage: Stage, site: Start, first: Script, second: Script) -> HostileSite:
    """Have everybody click twice; the connections are played in the order in which they come."""
    stage.react(**{"double-clicks": "100 %"})
    at = site(in_turn(first, second))
    stage.url = at.url
    return at


def test_a_double_click_is_one_promise_asked_for_twice_at_the_same_time(
    stage: Stage, site: Start
) -> None:
    """Both are on their way before either is answered, with one key; both answers are in the ledger."""
    heard: list[bytes] = []

    def both(talk: Talk) -> None:
        heard.append(talk.hear())
        until(lambda: len(heard) == 2)
        talk.say(GIVEN)
        talk.wait()

    at = _clicked_twice(stage, site, both, both)
    assert stage.visitor().promise("/join", step="join", promise=SEAT).receipt == "s-1"
    assert at.connections == 2
    assert _ends(stage) == [("ok", "s-1"), ("ok", "s-1")]
    assert len(_keys(stage)) == 1
    assert [one["e"] for one in stage.facts()][:2] == ["invoke", "invoke"]
    assert _counted(stage) == {
        "sent": 2,
        "asked": 1,
        "reactions": {"double-clicked": 1},
        "samples": [("join", "")],
    }


@pytest.mark.parametrize("bad", [_closes, says_and_closes(BUSY)])
def test_one_good_answer_to_a_double_click_is_enough(stage: Stage, site: Start, bad: Script) -> None:
    """Whichever of the two it is."""
    _clicked_twice(stage, site, bad, says(GIVEN))
    assert stage.visitor().promise("/join", step="join", promise=SEAT).receipt == "s-1"
    assert _counted(stage)["samples"] == [("join", "")]


def test_the_second_click_has_the_cookies_of_the_first(stage: Stage, site: Start) -> None:
    """It is another window of the same browser; pages are not clicked twice."""
    at = _clicked_twice(stage, site, says(ok(b"", b"Set-Cookie: s=1"), ok()), says(ok()))
    stage.url = at.url
    me = stage.visitor()
    me.get("/", step="home")
    assert at.connections == 1
    me.post("/", step="join", json={})
    assert [b"\r\nCookie: s=1\r\n" in one for one in at.heard] == [False, True, True]


def test_whoever_is_cut_off_in_a_double_click_leaves_both_open(stage: Stage, site: Start) -> None:
    """Neither is completed, and neither connection stays."""
    at = _clicked_twice(stage, site, _silent, _silent)
    me = stage.visitor()
    inside = gevent.spawn(me.promise, "/join", step="join", promise=SEAT)
    with gevent.Timeout(5):
        while len(at.heard) < 2:
            gevent.sleep(0.005)
    inside.kill()
    me.leave()
    assert stage.ledger() == [("invoke", ""), ("invoke", "")]
    assert stage.recorded() == []


def test_a_closed_tab_leaves_the_promise_unknown_and_no_sample(stage: Stage, site: Start) -> None:
    """The site may have kept it; of how well it did nothing is known."""
    stage.react(**{"closes-tab": "100 %"}, retries={"most": 3})
    at = site(_silent)
    stage.url = at.url
    with pytest.raises(TabClosedError):
        stage.visitor().promise("/join", step="join", promise=SEAT)
    until(lambda: at.heard)
    assert _ends(stage) == [("unknown", "")]
    assert stage.ended()["why"].startswith("tab-closed: something was sent")
    assert _counted(stage) == {
        "sent": 1,
        "asked": 1,
        "reactions": {"tab-closed": 1},
        "samples": [],
    }
