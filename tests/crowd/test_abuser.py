"""Claims about an abuser: who it is, what of it is written down, and what it cannot do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from siaga.crowd.abuser import Seen, needed
from siaga.crowd.answer import Answer
from siaga.crowd.call import Call
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.journey_end import JourneyEndedError
from siaga.people.people import PEOPLE_PER_EPOCH
from siaga.scenario.abuse import PEOPLE_EACH
from tests.crowd.ill_site import IllSite, Table

CALL = Call(path="/join", json={})


@pytest.fixture
def ill(tmp_path: Path) -> Callable[..., IllSite]:
    """Make a site that is a table."""

    def made(table: Table | None = None) -> IllSite:
        return IllSite(tmp_path, table or {})

    return made


def test_every_abuser_has_people_of_its_own(ill: Callable[..., IllSite]) -> None:
    """None of them is another's, and none is met among honest visitors, who are counted from 0."""
    site = ill()
    first, second = site.abuser("step-skip", 0), site.abuser("step-skip", 1)
    assert first.person(PEOPLE_EACH - 1).index == PEOPLE_PER_EPOCH - 1
    assert second.person(PEOPLE_EACH - 1).index == first.person(0).index - 1
    with pytest.raises(ValueError, match="person 64: is none of an abuser; 0 to 63 is allowed"):
        first.person(64)


def test_an_abuser_is_the_same_in_every_run(ill: Callable[..., IllSite]) -> None:
    """Its keys and guesses follow from the seed."""
    site = ill()
    keys = [site.abuser("step-skip", number).draw.token("key") for number in (0, 0, 1)]
    assert keys[0] == keys[1] != keys[2]


def test_an_attempt_is_written_down_with_how_it_ended(ill: Callable[..., IllSite]) -> None:
    """Its status, or why there is none, and what was gained."""
    site = ill({"/join": lambda _n, _options: (403, {})})
    me = site.abuser("step-skip")
    me.ask("join", me.browser(), CALL, person="9712")
    me.ask("join", me.browser(), CALL, gained=lambda answer: f"got {answer.status}")
    me.attempt("join", lambda: Seen(why="timeout"))
    ends = [(one.person, one.status, one.why, one.gained) for one in site.tried()]
    assert ends == [("9712", 403, "", ""), ("", 403, "", "got 403"), ("", None, "timeout", "")]


def test_a_request_without_an_answer_is_an_attempt(
    ill: Callable[..., IllSite], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says for which reason there is none."""

    def broken(*_: object, **__: object) -> Answer:
        raise RequestFailure(Reason.TIMEOUT, Sent.SOMETHING, "too late")

    site = ill()
    monkeypatch.setattr(site.at_site().__class__, "request", broken)
    me = site.abuser("step-skip")
    assert me.ask("join", me.browser(), CALL) is None
    (tried,) = site.tried()
    assert tried.hung


def test_what_this_machine_could_not_send_is_no_attempt(ill: Callable[..., IllSite]) -> None:
    """The site knows nothing of it, and has neither withstood it nor failed."""
    site = ill()
    with pytest.raises(JourneyEndedError, match="this machine has no descriptor, port or memory left"):
        site.abuser("step-skip").attempt("join", lambda: Seen(why="descriptors"))
    assert not site.tried()


def test_a_probe_that_the_case_does_not_have_is_refused(ill: Callable[..., IllSite]) -> None:
    """Nobody could judge it; nothing is sent."""
    site = ill()
    with pytest.raises(ValueError, match="probe 'other': is none of step-skip"):
        site.abuser("step-skip").attempt("other", lambda: Seen(status=200))
    assert not site.tried()


def test_a_join_is_a_promise_too(ill: Callable[..., IllSite]) -> None:
    """The audit holds the site to what it said to whom, also to those who mean harm."""
    site = ill({"/join": lambda _n, _options: (201, {"id": "r1"})})
    me = site.abuser("race-one-person")
    me.join("join", me.browser(), "key", me.person())
    (invoked,), (ended,) = site.facts("invoke"), site.facts("complete")
    assert (invoked["person"], invoked["key"], invoked["visitor"]) == (me.person().nik, "key", -1)
    assert (ended["outcome"], ended["seat"]) == ("ok", "r1")
    assert [(one.probe, one.status) for one in site.tried()] == [("join", 201)]


def test_what_is_done_on_the_way_is_no_attempt(ill: Callable[..., IllSite]) -> None:
    """And where the site does not do it, the attack ends there."""
    site = ill({"/join": lambda n, _options: (200 if n == 0 else 409, {})})
    me = site.abuser("step-skip")
    assert me.do(me.browser(), CALL).status == 200
    with pytest.raises(JourneyEndedError, match="/join: status 409"):
        me.do(me.browser(), CALL)
    assert not site.tried()


def test_a_browser_like_another_begins_with_its_cookies(ill: Callable[..., IllSite]) -> None:
    """What comes later each keeps for itself."""
    me = ill().abuser("step-skip")
    first = me.browser()
    first.cookies.put("session", "1")
    second = me.browser(first)
    second.cookies.put("session", "2")
    assert (first.cookies.get("session"), second.cookies.get("session")) == ("1", "2")


def test_things_done_together_give_what_each_gave(
    ill: Callable[..., IllSite], capfd: pytest.CaptureFixture[str]
) -> None:
    """In the order in which they were named; what one of them raises is raised, and printed nowhere."""

    def breaks() -> Any:  # noqa: ANN401 - nothing is given
        raise JourneyEndedError("broken")

    me = ill().abuser("step-skip")
    assert me.together([lambda: 1, lambda: 2]) == [1, 2]
    with pytest.raises(JourneyEndedError, match="broken"):
        me.together([lambda: 1, breaks])
    assert capfd.readouterr().err == ""


def test_a_part_that_a_surface_lacks_ends_the_attack() -> None:
    """With the reason, which is written down."""
    with pytest.raises(JourneyEndedError, match="the Locust file does not say what the case needs"):
        needed(None)
