"""Claims about visitors: each step leaves a sample, each promise a record, in the order that proves."""

from collections.abc import Callable

import gevent
import pytest

from siaga.crowd.promise import Promise
from siaga.crowd.visitor import JourneyEndedError
from siaga.ledger.journal import LedgerError
from siaga.ledger.outcome import Outcome, rows_of
from siaga.scenario.model import OutcomeRow
from tests.crowd.hostile_site import HostileSite, Script, Talk, ok, says, says_and_closes
from tests.crowd.visitor_stage import PEOPLE, Stage

Start = Callable[..., HostileSite]

SEAT = Promise(person="31", receipt="seat")


def test_the_first_step_counts_from_the_intended_arrival(stage: Stage, site: Start) -> None:
    """A visitor due at 9.5 s who could start at 10 s has waited half a second already."""
    stage.url = site(says(ok(b"hello"), ok(b"again"))).url
    me = stage.visitor(at_s=9.5)
    assert me.get("/", step="home").body == b"hello"
    me.get("/", step="reload")
    home, reload = stage.recorded()
    assert (home.step, home.method, home.intended_s, home.started_s, home.reason) == (
        "home",
        "GET",
        9.5,
        10.0,
        "",
    )
    assert reload.intended_s == 10.0


def test_after_a_pause_the_next_step_is_due_when_the_pause_is_over(stage: Stage, site: Start) -> None:
    """Waking up late is the generator's doing, and shows in the intended latency."""
    stage.url = site(says(ok())).url
    me = stage.visitor()
    me.wait(5.0)
    stage.at_s = 10.2
    me.get("/", step="home")
    (home,) = stage.recorded()
    assert home.intended_s == pytest.approx(10.005)
    assert home.started_s == 10.2


@pytest.mark.parametrize(("answer", "reason"), [(ok(status=b"503 Busy"), "status 503"), (b"", "closed")])
def test_a_step_that_goes_wrong_is_recorded_and_ends_the_journey(
    stage: Stage, site: Start, answer: bytes, reason: str
) -> None:
    """The sample says why."""
    stage.url = site(says_and_closes(answer)).url
    with pytest.raises(JourneyEndedError, match=reason):
        stage.visitor().post("/", step="home", json={})
    assert [(one.method, one.reason) for one in stage.recorded()] == [("POST", reason)]


def test_a_journey_may_expect_any_status(stage: Stage, site: Start) -> None:
    """Then it is a good step."""
    stage.url = site(says(ok(status=b"404 None"))).url
    assert stage.visitor().get("/", step="home", expect={404}).status == 404
    assert stage.recorded()[0].reason == ""


def test_a_promise_is_in_the_ledger_before_a_byte_of_it_is_sent(stage: Stage, site: Start) -> None:
    """When the site hears of it, the record is there, with the key that the site was given."""
    seen: list[tuple[str, str]] = []

    def look(talk: Talk) -> None:
        talk.hear()
        seen.extend(stage.ledger())
        talk.say(ok(b'{"seat": "s-1"}', status=b"201 Created"))
        talk.wait()

    at = site(look)
    stage.url = at.url
    kept = stage.visitor().promise("/join", step="join", promise=SEAT, json={"a": 1})
    assert seen == [("invoke", "")]
    assert (kept.outcome, kept.receipt, kept.answer.status) == (Outcome.OK, "s-1", 201)
    assert stage.ledger() == [("invoke", ""), ("complete", "ok")]
    began = stage.facts()[0]
    assert f"\r\nIdempotency-Key: {began['key']}\r\n".encode() in at.heard[0]


def test_a_promise_can_be_asked_for_with_a_form(stage: Stage, site: Start) -> None:
    """As pages ask for it; headers of the journey's own go along with the key."""
    at = site(says(ok(b'{"seat": "s-1"}')))
    stage.url = at.url
    form, headers = {"csrf": ["a b"], "day": ["1", "2"]}, {"Referer": "http://a/"}
    stage.visitor().promise("/join", step="join", promise=SEAT, form=form, headers=headers)
    head, _, body = at.heard[0].partition(b"\r\n\r\n")
    assert body == b"csrf=a+b&day=1&day=2"
    assert b"\r\nReferer: http://a/\r\nIdempotency-Key: " in head


def _hangs_up(talk: Talk) -> None:
    talk.hear()


_OTHERS = ok(b'{"seat": "s", "person": "32"}')
_MARKED = ok(b"", b"X-Not-Processed: 1", status=b"503 Busy")
ENDS = {
    "granted": (says(ok(b'{"seat": "s"}')), "ok", "status 200: a success that names"),
    "of-another-person": (says(_OTHERS), "unknown", "status 200: the answer is about another"),
    "a-page-instead": (says(ok(b"<html>Welcome!</html>")), "unknown", "status 200: a success that does"),
    "refused": (says(ok(status=b"403 Closed")), "refused", "status 403: a refusal"),
    "an-error": (says(ok(status=b"500 Oops")), "unknown", "status 500: an answer that says neither"),
    "certainly-not": (says(_MARKED), "refused", "status 503: an error that the site marks"),
    "no-answer": (_hangs_up, "unknown", "closed: something was sent and no whole answer came"),
}


@pytest.mark.parametrize(("script", "outcome", "why"), ENDS.values(), ids=list(ENDS))
def test_a_promise_ends_as_the_table_says(
    stage: Stage, site: Start, script: Script, outcome: str, why: str
) -> None:
    """Whatever the journey makes of it, the ledger has both records, and which row decided."""
    stage.url = site(script).url
    me = stage.visitor()
    try:
        me.promise("/join", step="join", promise=SEAT)
    except JourneyEndedError:
        assert outcome != "ok"
    assert stage.ledger() == [("invoke", ""), ("complete", outcome)]
    assert stage.ended()["why"].startswith(why)


OWN = {
    "a-yes-of-its-own": (says(ok(b'{"state": "done"}', status=b"202 Taken")), "ok"),
    "another-state": (says(ok(b'{"state": "queued"}', status=b"202 Taken")), "unknown"),
    "of-another-person": (says(_OTHERS), "unknown"),
    "no-answer": (_hangs_up, "unknown"),
}


@pytest.mark.parametrize(("script", "outcome"), OWN.values(), ids=list(OWN))
def test_a_promise_ends_by_the_sites_own_row_where_one_applies(
    stage: Stage, site: Start, script: Script, outcome: str
) -> None:
    """Never by one where no whole answer came, or one that names somebody else."""
    yes = {"status": "2xx", "outcome": "ok", "why": "It is booked."}
    done, of_another = {"state": "done"}, {"person": "32"}
    rows: list[dict[str, object]] = [{"body": done}, {"step": "pay"}, {"body": of_another}]
    stage.outcomes = rows_of([OutcomeRow.model_validate({**yes, **row}) for row in rows])
    stage.url = site(script).url
    asked = Promise(person="31", receipt="seat", expect=(200, 202))
    try:
        assert stage.visitor().promise("/join", step="join", promise=asked).outcome.value == outcome
    except JourneyEndedError:
        assert script is _hangs_up
    end = stage.ended()
    assert (end["outcome"], end["seat"]) == (outcome, "")
    assert end["why"].endswith(" (outcomes.0)") == (outcome == "ok")


def test_a_promise_to_a_site_that_is_not_there_is_certainly_refused(stage: Stage) -> None:
    """No byte left."""
    with pytest.raises(JourneyEndedError, match="refused"):
        stage.visitor().promise("/join", step="join", promise=SEAT)
    assert stage.ledger() == [("invoke", ""), ("complete", "refused")]


def test_a_visitor_killed_in_the_middle_leaves_the_promise_open(stage: Stage, site: Start) -> None:
    """It is never completed, neither then nor when the answer would have come."""

    def silent(talk: Talk) -> None:
        talk.hear()
        talk.wait()

    at = site(silent)
    stage.url = at.url
    me = stage.visitor()
    inside = gevent.spawn(me.promise, "/join", step="join", promise=SEAT)
    with gevent.Timeout(5):
        while not at.heard:
            gevent.sleep(0.005)
    inside.kill()
    me.leave()
    assert stage.ledger() == [("invoke", "")]
    assert stage.recorded() == []


def test_without_a_ledger_nothing_is_asked_for(stage: Stage, site: Start) -> None:
    """The site never hears of it."""
    at = site(says(ok()))
    stage.url = at.url
    stage.journal.close()
    with pytest.raises(LedgerError, match="nothing more is promised"):
        stage.visitor().promise("/join", step="join", promise=SEAT)
    assert at.connections == 0


def test_a_person_promises_the_same_step_under_the_same_key(stage: Stage) -> None:
    """A repeat by hand is recognised by the site, another person's is not."""
    for index in (0, 0, 1):
        with pytest.raises(JourneyEndedError):
            stage.visitor(index).promise("/join", step="join", promise=SEAT)
    keys = [fact["key"] for fact in stage.facts() if fact["e"] == "invoke"]
    assert keys[0] == keys[1] != keys[2]


def test_the_shares_of_a_funnel_go_on(stage: Stage) -> None:
    """Three of four reach the first stage, nobody the second, and those who do are counted."""
    went = [stage.visitor(index).goes_on("verified") for index in range(400)]
    assert 265 < sum(went) < 335
    assert not any(stage.visitor(index).goes_on("joined") for index in range(100))
    tally = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False)
    assert tally.reached == {"everybody verified": sum(went)}


def test_a_stage_that_no_funnel_has_is_a_mistake(stage: Stage) -> None:
    """The message names the population."""
    with pytest.raises(
        ValueError, match="stage 'seated': is not in the funnel of population 'everybody'"
    ):
        stage.visitor().goes_on("seated")


def test_the_person_is_made_when_first_asked_for_and_stays(stage: Stage) -> None:
    """Visitors who only look need none."""
    me = stage.visitor(7)
    assert me._person is None
    assert me.person is me.person
    assert me.person == PEOPLE.identity(7)


def test_each_way_to_change_something_is_a_step_of_its_own(stage: Stage, site: Start) -> None:
    """It is recorded under its method; whoever has something removed carries nothing."""
    at = site(says(ok(b"put"), ok(b"changed"), ok(status=b"204 No Content")))
    stage.url = at.url
    me = stage.visitor()
    assert me.put("/profile", step="profile", json={"a": 1}).body == b"put"
    assert me.patch("/profile", step="change", json={"a": 2}).body == b"changed"
    assert me.delete("/profile", step="remove").status == 204
    told = [one.partition(b" HTTP/1.1")[0] for one in at.heard]
    assert told == [b"PUT /profile", b"PATCH /profile", b"DELETE /profile"]
    assert at.heard[1].endswith(b'{"a":2}')
    assert b"content-length" not in at.heard[2].lower()
    recorded = [(one.method, one.step) for one in stage.recorded()]
    assert recorded == [("PUT", "profile"), ("PATCH", "change"), ("DELETE", "remove")]


def test_a_letter_is_fetched_beside_the_site_over_one_connection(stage: Stage, site: Start) -> None:
    """Looking again connects to nothing anew, and each look is a sample."""
    stage.url = site(says(ok(b"home"))).url
    office = site(says(ok(b"[]"), ok(b"[1]")))
    me = stage.visitor()
    me.get("/", step="home")
    looks = [me.beside(f"{office.url}/inboxes/a?b=c", step="inbox").body for _ in range(2)]
    assert looks == [b"[]", b"[1]"]
    assert office.connections == 1
    assert office.heard[0].startswith(b"GET /inboxes/a?b=c ")
    assert [one.step for one in stage.recorded()] == ["home", "inbox", "inbox"]
    me.leave()


def test_a_letter_that_cannot_be_fetched_ends_the_journey(stage: Stage, site: Start) -> None:
    """As any step does."""
    office = site(says_and_closes(ok(status=b"503 Busy")))
    with pytest.raises(JourneyEndedError, match="status 503"):
        stage.visitor().beside(f"{office.url}/inboxes/a", step="inbox")
