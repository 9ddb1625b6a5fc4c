"""Claims about courses: who comes back goes on at the step that went wrong, or begins again."""

from collections.abc import Callable

import gevent
import pytest

from siaga.crowd.throng import Throng
from siaga.crowd.visitor import JourneyEndedError, Visitor
from siaga.judge.latencies import Latencies
from tests.crowd.hostile_site import HostileSite, Talk, in_turn, ok, says, says_and_closes
from tests.crowd.visitor_stage import Stage
from tests.crowd.waiting import until

Start = Callable[..., HostileSite]

BUSY = ok(status=b"503 Busy")


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses of visitors, who do not sleep."""
    pauses_s: list[float] = []
    monkeypatch.setattr(gevent, "sleep", pauses_s.append)
    return pauses_s


def test_a_visitor_comes_back_to_the_step_that_went_wrong(
    stage: Stage, site: Start, slept: list[float]
) -> None:
    """Another connection, the same person; the step is a sample each time."""
    stage.react(**{"comes-back": {"after": "100 s", "most": 2}})
    at = site(in_turn(says(ok(b"", b"Set-Cookie: s=1"), BUSY), says_and_closes(BUSY), says(ok(b"3"))))
    stage.url = at.url
    me = stage.visitor()
    me.get("/", step="home")
    assert (me.get("/", step="page").body, me.returns) == (b"3", 2)
    assert at.connections == 3
    assert all(b"\r\nCookie: s=1\r\n" in one for one in at.heard[1:])
    assert [one.reason for one in stage.recorded()] == ["", "status 503", "status 503", ""]
    assert all(0.02 < pause_s < 0.5 for pause_s in slept)


def test_nobody_comes_back_for_ever(stage: Stage, site: Start, slept: list[float]) -> None:
    """After the last time the journey ends as any other, and tells what the site said."""
    stage.react(**{"comes-back": {"after": "100 s", "most": 1}})
    stage.url = site(in_turn(says_and_closes(BUSY), says_and_closes(BUSY))).url
    with pytest.raises(JourneyEndedError, match="status 503") as ended:
        stage.visitor().get("/", step="home")
    assert ended.value.answer is not None
    assert (ended.value.answer.status, len(slept)) == (503, 1)


def test_the_first_failure_of_a_kind_is_written_down(stage: Stage, site: Start) -> None:
    """With what the site said; whoever meets the same later adds nothing."""
    stage.url = site(in_turn(says_and_closes(BUSY), says_and_closes(BUSY))).url
    for _visitor in range(2):
        with pytest.raises(JourneyEndedError, match="status 503"):
            stage.visitor().get("/", step="home")
    tally = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert tally.errors == {"home status 503": 2}
    assert list(tally.examples) == ["home status 503"]
    assert tally.examples["home status 503"].startswith("status 503")


def test_nobody_comes_back_to_a_no(stage: Stage, site: Start, slept: list[float]) -> None:
    """The journey hears of it at once, and may find another way."""
    stage.react(**{"comes-back": {"after": "100 s"}})
    stage.url = site(says(ok(status=b"401 Who"))).url
    with pytest.raises(JourneyEndedError, match="status 401"):
        stage.visitor().get("/", step="home")
    assert slept == []


def _played(stage: Stage, journey: Callable[[Visitor], None]) -> dict[str, int]:
    """Send one visitor through a journey, and give what was counted of its population."""
    throng = Throng(stage.world(), [stage.population], {"whole": journey}, lambda _coming: True)
    throng.admit(0, 10.0, 0)
    throng.wait(15.0)
    tally = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    people = tally.populations["everybody"]
    return {
        "completed": people.completed,
        "ended": people.ended,
        "returns": tally.reactions.get("came-back", 0),
    }


def test_a_visitor_begins_the_journey_again(stage: Stage, site: Start) -> None:
    """Whatever ended it, a step or the journey's own word; it can still come to its end."""
    stage.react(**{"comes-back": {"after": "1 s", "most": 3, "to": "start"}})
    stage.url = site(in_turn(says_and_closes(BUSY), says(ok()), says(ok()))).url
    went: list[int] = []

    def journey(me: Visitor) -> None:
        went.append(me.returns)
        me.get("/", step="home")
        if me.returns < 2:
            raise JourneyEndedError("no letter came")

    assert _played(stage, journey) == {"completed": 1, "ended": 1, "returns": 2}
    assert went == [0, 1, 2]


def test_a_stage_is_reached_once_by_a_person(stage: Stage) -> None:
    """However often the person comes by it."""
    people = [stage.visitor(index) for index in range(20)]
    went = sum(me.goes_on("verified") for me in people)
    assert sum(me.goes_on("verified") for me in people) == went > 0
    tally = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert tally.reached == {"everybody verified": went}


def test_whoever_closes_the_tab_does_not_come_back(stage: Stage, site: Start) -> None:
    """It was no failure of the site."""
    stage.react(**{"comes-back": {"after": "1 s", "to": "start"}, "closes-tab": "100 %"})
    stage.url = site(says(ok())).url

    def journey(me: Visitor) -> None:
        me.get("/", step="home")

    assert _played(stage, journey) == {"completed": 0, "ended": 1, "returns": 0}
    assert stage.samples == []


def test_who_clicked_twice_is_not_late_for_the_next_step(stage: Stage, site: Start) -> None:
    """The visitor was kept until both answers were there, which is no delay of the next one."""
    heard: list[bytes] = []

    def play(talk: Talk) -> None:
        heard.append(talk.hear())
        second = len(heard) == 2
        until(lambda: len(heard) == 2)
        if second:
            until(lambda: answered)
            stage.at_s = 11.0
        talk.say(ok())
        answered.append(True)
        talk.hear()
        talk.say(ok())
        talk.wait()

    answered: list[bool] = []
    stage.react(**{"double-clicks": "100 %"})
    stage.url = site(play).url
    me = stage.visitor()
    me.post("/", step="click", json={})
    me.get("/", step="next")
    assert [one.intended_s for one in stage.recorded()] == [10.0, 11.0]


def test_every_answer_of_the_site_is_counted_also_that_to_a_try(
    stage: Stage, site: Start, slept: list[float]
) -> None:
    """Two that turned away before one that served; what stands beside the site answers for itself."""
    stage.react(retries={"most": 3, "backoff": {"first": "1 s", "most": "1 s"}})
    stage.url = site(in_turn(says_and_closes(BUSY), says_and_closes(BUSY), says(ok(b"3")))).url
    office = site(says(ok(b"mail")))
    me = stage.visitor()
    me.get("/", step="page")
    me.beside(f"{office.url}/inbox", step="inbox")
    tally = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert (tally.answers, tally.rejects) == ({"page": 3}, {"page": 2})
    assert len(slept) == 2


def test_who_was_not_answered_was_neither_served_nor_rejected(stage: Stage, site: Start) -> None:
    """A connection that breaks is no answer."""
    stage.url = site(says(b"")).url
    with pytest.raises(JourneyEndedError):
        stage.visitor().get("/", step="page")
    assert stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False).answers == {}


def test_a_page_is_asked_for_again_though_it_is_there(
    stage: Stage, site: Start, slept: list[float]
) -> None:
    """Each time is a sample; forms and what is beside the site are asked for once."""
    stage.react(refreshes={"every": "100 s", "times": 2})
    at = site(says(ok(b"1"), ok(b"2"), ok(b"3"), ok(b"form")))
    stage.url = at.url
    me = stage.visitor()
    assert me.get("/", step="home").body == b"3"
    me.post("/form", step="form", json={})
    assert len(slept) == 2
    tally = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert tally.reactions == {"refreshed": 2}
    assert [(one.step, one.reason) for one in stage.samples] == [("home", "")] * 3 + [("form", "")]
    assert tally.populations["everybody"].tries == 4


def test_whoever_is_blocked_for_asking_again_is_counted(
    stage: Stage, site: Start, slept: list[float]
) -> None:
    """And asks no more."""
    stage.react(refreshes={"every": "100 s", "times": 5})
    stage.url = site(says(ok(b"1"), ok(status=b"429 Enough"))).url
    with pytest.raises(JourneyEndedError, match="status 429"):
        stage.visitor().get("/", step="home")
    assert len(slept) == 1
    people = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False).populations["everybody"]
    assert (people.tries, people.blocked) == (2, 1)


def test_what_a_step_expects_blocks_nobody(stage: Stage, site: Start) -> None:
    """Closed doors are an answer."""
    stage.url = site(says(ok(status=b"403 Closed"))).url
    stage.visitor().post("/join", step="join", expect={403}, json={})
    people = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False).populations["everybody"]
    assert (people.tries, people.blocked) == (1, 0)


@pytest.mark.parametrize("reacts", [False, True])
def test_whoever_is_dropped_is_missing_from_the_step_that_visitors_begin_with(
    stage: Stage, site: Start, *, reacts: bool
) -> None:
    """The first alone, whether they react to anything or not, and also while it has no answer yet."""
    if reacts:
        stage.react(**{"comes-back": {"after": "100 s", "most": 1}})

    def dropped(talk: Talk) -> None:
        talk.hear()
        stage.recorder.dropped("everybody", "whole")
        stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
        talk.say(ok(b"1"))
        says(ok(b"2"))(talk)

    stage.url = site(dropped).url
    me = stage.visitor()
    me.get("/", step="home")
    me.get("/", step="page")
    stage.recorder.dropped("everybody", "whole")
    stage.recorder.fold(1, loop_lag_s=0, cpu_ratio=0, closed=False)
    kept = Latencies.read([stage.path / "l.hlog"])
    assert [kept.pool("home", range(at, at + 1)).never for at in (0, 1)] == [1, 1]
    assert kept.pool().never == 2
