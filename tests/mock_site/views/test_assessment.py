"""Assessment over HTTP: started, timed, handed in once, graded later."""

from collections.abc import Awaitable, Callable

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.sweeper import GRADED_S
from mock_site.testing import SiteInProcess
from tests.mock_site.around import Around
from tests.mock_site.reader import Reader
from tests.mock_site.test_sweeper import sweeper_of
from tests.mock_site.walker import Walker

Make = Callable[..., Awaitable[SiteInProcess]]


async def at_test(site: SiteInProcess, around: Around) -> Walker:
    """Give somebody who may start the test."""
    me = Walker(site, around)
    await me.walk_to("rest")
    return me


async def test_a_test_that_is_under_way_is_shown_again(site: SiteInProcess, around: Around) -> None:
    """Starting it twice gives the same questions, and no more time."""
    me = await at_test(site, around)
    assert await me.get("/assessment") == (200, {"state": "none"})
    _, first = await me.start()
    site.clock.now_s += 100
    status, second = await me.start()
    assert (status, second["questions"]) == (201, first["questions"])
    assert (first["ends_in"], second["ends_in"]) == (900.0, 800.0)
    assert await me.get("/assessment") == (200, {"state": "started"})


async def test_late_answers_are_refused(site: SiteInProcess, around: Around) -> None:
    """At the very end it is over; the test may be started anew, with other questions."""
    me = await at_test(site, around)
    _, body = await me.start()
    site.clock.now_s += 900
    assert await me.hand_in(body["questions"]) == (403, {"error": "late"})
    assert await me.get("/assessment") == (200, {"state": "none"})
    status, anew = await me.start()
    assert (status, anew["questions"] != body["questions"]) == (201, True)
    assert site.metric("site_steps_total", step="assessment", result="late") == 1


async def test_answers_before_the_start_are_refused(site: SiteInProcess, around: Around) -> None:
    """There is nothing to answer yet."""
    me = await at_test(site, around)
    assert await me.hand_in([]) == (409, {"error": "not-started"})


async def test_the_first_answers_count(site: SiteInProcess, around: Around) -> None:
    """Handing in again changes nothing; nor can the test be started anew while they wait."""
    me = await at_test(site, around)
    _, body = await me.start()
    assert await me.hand_in(body["questions"]) == (202, {"state": "pending"})
    assert await me.hand_in([]) == (202, {"state": "pending"})
    assert await me.start() == (409, {"error": "handed-in"})
    account = (await site.store.assessments(site.clock() + 1, 10))[0]
    assert account.assessment is not None
    assert account.assessment.answers != "{}"


async def test_answers_to_something_else_are_refused(site: SiteInProcess, around: Around) -> None:
    """Only the questions that were drawn can be answered."""
    me = await at_test(site, around)
    await me.start()
    status, body = await me.post("/assessment/answers", answers={"q99": "a"})
    assert (status, body["field"]) == (400, "q99")
    assert (await me.post("/assessment/answers", answers="all"))[0] == 400
    assert (await me.post("/assessment/start", score=1))[0] == 400


async def test_who_has_failed_may_try_again(site: SiteInProcess, around: Around) -> None:
    """The page says so, and the second attempt is graded by itself."""
    me = await at_test(site, around)
    sweeper = sweeper_of(site, around)
    for score, state in ((0.2, "failed"), (0.8, "passed")):
        _, body = await me.start()
        await me.hand_in(body["questions"])
        site.clock.now_s += 1
        around.evaluator.score = score
        await sweeper.grade_assessments()
        site.clock.now_s += GRADED_S
        await sweeper.grade_assessments()
        assert await me.get("/assessment") == (200, {"state": state})
        reader = Reader(site, cookies={"session": me.session["Cookie"].removeprefix("session=")})
        await reader.go("/assessment")
        assert ("mengulang" in reader.text) == (state == "failed")
    assert len(around.evaluator.submitted) == 2


async def test_hardened_tempo_refuses_what_nobody_can_have_read(make_site: Make, around: Around) -> None:
    """Two seconds after the questions at the soonest; the test goes on, and is handed in then."""
    site = await make_site(around=around, layers=Layers(without=frozenset({Layer.WAITING_ROOM})))
    me = await at_test(site, around)
    _, body = await me.start()
    site.clock.now_s += 1.9
    assert await me.hand_in(body["questions"]) == (429, {"error": "too-fast"})
    assert me.headers["Retry-After"] == "1"
    site.clock.now_s += 0.1
    assert await me.hand_in(body["questions"]) == (202, {"state": "pending"})
    assert (await me.hand_in([]))[0] == 202


@pytest.mark.parametrize(
    ("time_scale", "first", "again"), [(1.0, "12", "6"), (0.5, "6", "3"), (0.01, "1", "1")]
)
async def test_who_waits_for_the_result_is_asked_to_look_when_it_may_be_there(
    make_site: Make, around: Around, time_scale: float, first: str, again: str
) -> None:
    """Not before it can be, and now and then from then on, in a day of any length."""
    site = await make_site(around=around, time_scale=time_scale)
    me = await at_test(site, around)
    _, body = await me.start()
    await me.hand_in(body["questions"])
    assert me.headers["Retry-After"] == first
    site.clock.now_s += 2 * time_scale
    assert await me.get("/assessment") == (200, {"state": "pending"})
    assert me.headers["Retry-After"] == ("10" if time_scale == 1 else again if time_scale < 0.1 else "5")
    site.clock.now_s += 10 * time_scale
    assert await me.get("/assessment") == (200, {"state": "pending"})
    assert me.headers["Retry-After"] == again


async def test_naive_tempo_takes_the_test_at_once(make_site: Make, around: Around) -> None:
    """A programme has answered before a person has seen a question."""
    layers = Layers(profile=Profile.NAIVE, without=frozenset({Layer.WAITING_ROOM}))
    me = await at_test(await make_site(around=around, layers=layers), around)
    _, body = await me.start()
    assert (await me.hand_in(body["questions"]))[0] == 202
