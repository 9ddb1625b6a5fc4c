"""Claims about walkers: they go all the way at once, and make the pauses that more than time needs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.promise import Promise
from siaga.crowd.walk.trail import TooManyRequestsError
from siaga.crowd.walk.walker import Chances, Gait
from siaga.record.content import content_digest
from siaga.record.walk_fact import Asked, Paused, Reached, Saw, Took, Vowed
from siaga.scenario.model import OutcomeRow
from tests.crowd.hostile_site import HostileSite, ok, says
from tests.crowd.walk.walk_stage import WalkStage

Start = Callable[..., HostileSite]


@pytest.fixture
def stage(tmp_path: Path) -> WalkStage:
    """Give the stage of the test."""
    return WalkStage(tmp_path)


def test_a_walker_reaches_every_stage_that_anybody_reaches(stage: WalkStage) -> None:
    """With the share that does in a run."""
    me = stage.walker()
    assert (me.goes_on("verified"), me.goes_on("joined")) == (True, False)
    assert stage.facts == [
        Reached(stage="verified", ratio=0.75, yes=True),
        Reached(stage="joined", ratio=0.0, yes=False),
    ]
    with pytest.raises(ValueError, match="'paid': is not in the funnel"):
        me.goes_on("paid")


@pytest.mark.parametrize(
    ("chances", "said"), [("yes", [True, False, True]), ("no", [False, False, True])]
)
def test_chances_are_taken_as_the_walk_is_told(
    stage: WalkStage, chances: Chances, said: list[bool]
) -> None:
    """But for what never happens, and what always does."""
    me = stage.walker(Gait(chances=chances))
    assert [me.draw.chance("a", ratio) for ratio in (0.5, 0.0, 1.0)] == said
    assert stage.facts[0] == Took(purpose="a", ratio=0.5, yes=said[0])


def test_a_chance_may_be_drawn_as_in_a_run(stage: WalkStage) -> None:
    """The same for the same purpose."""
    me = stage.walker(Gait(chances="drawn"))
    drawn = [me.draw.chance(str(number), 0.5) for number in range(40)]
    assert drawn == [me.draw.uniform(str(number)) < 0.5 for number in range(40)]
    assert set(drawn) == {True, False}


def test_thinking_is_left_out_and_counts_for_the_times_of_a_run(stage: WalkStage, site: Start) -> None:
    """Before another step; what comes after a pause is offset by it."""
    stage.url = site(says(ok(), ok())).url
    me = stage.walker()
    me.get("/", step="home")
    me.wait(20)
    me.get("/form", step="form")
    me.leave()
    assert stage.of(Paused) == [Paused(pause_s=10.0, slept_s=0.0, why="think")]
    assert [one.offset_s for one in stage.of(Asked) if isinstance(one, Asked)] == [0.0, 10.0]
    assert stage.slept_s == []


def test_a_pace_has_the_walker_think(stage: WalkStage, site: Start) -> None:
    """As long as it says."""
    stage.url = site(says(ok(), ok())).url
    me = stage.walker(Gait(pace=0.5))
    me.get("/", step="home")
    me.wait(20)
    me.get("/form", step="form")
    me.leave()
    assert stage.of(Paused) == [Paused(pause_s=10.0, slept_s=5.0, why="think")]
    assert stage.slept_s == [5.0]


def test_whoever_looks_again_gives_the_site_time(stage: WalkStage, site: Start) -> None:
    """At one page or at two in turn, and no longer than five seconds; a third page is another matter."""
    stage.url = site(says(*[ok()] * 6)).url
    me = stage.walker()
    for step, pause_s in (("inbox", 4), ("inbox", 4), ("state", 60), ("inbox", 4), ("home", 4)):
        me.get("/", step=step)
        me.wait(pause_s)
    me.get("/", step="state")
    me.leave()
    slept = [(one.why, one.slept_s) for one in stage.of(Paused) if isinstance(one, Paused)]
    assert slept == [("again", 2.0), ("think", 0.0), ("again", 5.0), ("think", 0.0), ("think", 0.0)]


def test_the_site_is_obeyed_but_not_for_ever(stage: WalkStage, site: Start) -> None:
    """What it asks for is asked for whatever the pace; without that it is a pause as any."""
    stage.url = site(says(ok(b"", b"Retry-After: 3"), ok(b"", b"Retry-After: 900"), ok())).url
    me = stage.walker()
    for path in ("/a", "/b", "/c"):
        me.obey(me.get(path, step=path), otherwise_s=8)
    me.leave()
    assert stage.slept_s == [3.0, 30.0]
    assert stage.of(Paused)[1] == Paused(pause_s=900.0, slept_s=30.0, why="asked")


def test_who_would_be_away_stays_and_obeys_the_site_as_little(stage: WalkStage, site: Start) -> None:
    """A walk goes through what comes after an absence as through any other part."""
    stage.url = site(says(ok(b"", b"Retry-After: 900"), ok(), ok())).url
    me = stage.walker()
    asked = me.get("/a", step="a")
    last = me.away(20, lambda me: (me.get("/c", step="c"), None)[1])
    me.stay(me.obeys(asked, 8, lambda me: (me.get("/b", step="b"), last)[1]))
    me.leave()
    slept = [(one.why, one.pause_s, one.slept_s) for one in stage.of(Paused) if isinstance(one, Paused)]
    assert slept == [("asked", 900.0, 30.0), ("think", 10.0, 0.0)]


def test_who_is_turned_away_for_another_reason_asks_once(stage: WalkStage, site: Start) -> None:
    """A pause would change nothing."""
    stage.url = site(says(ok(), ok(status=b"403 No"))).url
    me = stage.walker()
    me.get("/", step="home")
    me.wait(20)
    with pytest.raises(JourneyEndedError, match="status 403"):
        me.get("/form", step="form")
    me.leave()
    assert stage.slept_s == []


def test_each_request_is_written_down_once_whatever_its_method(stage: WalkStage, site: Start) -> None:
    """The browser's own request says it, so the step does not say it again."""
    stage.url = site(says(*[ok()] * 5)).url
    me = stage.walker()
    methods = ("get", "post", "put", "patch", "delete")
    for method in methods:
        getattr(me, method)("/", step=method)
    me.leave()
    told = [(one.method, one.step) for one in stage.of(Asked) if isinstance(one, Asked)]
    assert told == [(one.upper(), one) for one in methods]


def test_a_walk_sends_no_more_requests_than_it_may(stage: WalkStage, site: Start) -> None:
    """And says which step it was at."""
    stage.url, stage.most_requests = site(says(ok(), ok())).url, 1
    me = stage.walker()
    me.get("/", step="home")
    with pytest.raises(TooManyRequestsError, match=r"^1 requests were sent, at last for step 'more'"):
        me.get("/", step="more")
    me.leave()


def test_a_promise_is_written_down_as_the_ledger_has_it(stage: WalkStage, site: Start) -> None:
    """With what each row of the scenario says of the answer."""
    stage.rows = (
        OutcomeRow.model_validate(
            {"status": "5xx", "body": {"error.code": "full"}, "outcome": "refused", "why": "No seat."}
        ),
    )
    stage.url = site(says(ok(b'{"error": {"code": "down"}}', status=b"500 Oops"))).url
    me = stage.walker()
    asked = Promise(person="31", receipt="seat", expect={500}, content={"name": "A", "age": 3.0})
    me.promise("/join", step="join", promise=asked, json={})
    me.leave()
    (vow,) = stage.of(Vowed)
    assert vow == Vowed(
        step="join",
        person="31",
        key=me.draw.token("join 2"),
        outcome="unknown",
        why="status 500: an answer that says neither yes nor no",
        receipt_key="seat",
        names=("error",),
        read=True,
        content={"name": "A", "age": "3"},
        digest=content_digest({"name": "A", "age": 3}),
        rows=("outcomes.0: wants 'full' at error.code, the answer has 'down'",),
        body='{"error": {"code": "down"}}',
    )


def test_a_promise_that_breaks_before_it_is_asked_for_is_none(stage: WalkStage) -> None:
    """A mistake of the journey: the ledger knows nothing of it."""
    me = stage.walker()
    with pytest.raises(TypeError):
        me.promise("/join", step="join", promise=Promise(person="31", receipt="seat"), headers=7)
    me.leave()
    assert stage.of(Vowed) == []


def test_what_a_page_showed_is_told(stage: WalkStage, site: Start) -> None:
    """As it goes into the ledger."""
    stage.url = site(says(ok())).url
    me = stage.walker()
    me.get("/", step="home")
    me.saw.remaining(1200, person="31")
    me.saw.holding("31", "")
    me.leave()
    assert stage.of(Saw) == [
        Saw(what="remaining", shown="1,200", person="31"),
        Saw(what="holding", shown="", person="31"),
    ]


def test_whether_the_journey_asks_who_the_visitor_is_is_known(stage: WalkStage) -> None:
    """Whoever has no identity is none of those whom the site gets to know."""
    me = stage.walker()
    assert me.asked_who is False
    assert me.person == me.person
    assert me.asked_who is True


def test_what_is_asked_elsewhere_is_written_down_too(stage: WalkStage, site: Start) -> None:
    """With its place: another origin of the site, or something beside it."""
    stage.url = site(says(ok())).url
    api, inbox = site(says(ok(b'{"seat": "s"}'))).url, site(says(ok())).url
    me = stage.walker()
    me.at(api).promise("/join", step="join", promise=Promise(person="31", receipt="seat"), json={})
    me.beside(f"{inbox}/letters", step="inbox")
    me.leave()
    asked = [(one.path, one.beside) for one in stage.of(Asked) if isinstance(one, Asked)]
    assert asked == [(f"{api}/join", False), (f"{inbox}/letters", True)]
    assert [one.outcome for one in stage.of(Vowed) if isinstance(one, Vowed)] == ["ok"]


def test_what_a_page_names_is_written_down_apart(stage: WalkStage, site: Start) -> None:
    """Whether it comes or not."""
    page = ok(b'<img src="/a.png">', b"Content-Type: text/html")
    stage.url = site(says(page, ok(status=b"404 None"))).url
    me = stage.walker()
    me.open("/", step="home")
    me.leave()
    asked = [(one.step, one.path, one.reason) for one in stage.of(Asked) if isinstance(one, Asked)]
    assert asked == [
        ("home", "/", ""),
        ("home/resources", "/a.png", "status 404"),
        ("home/whole", "", "incomplete"),
    ]
