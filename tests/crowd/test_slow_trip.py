"""Claims about slow trips: a phone's line takes its time both ways, and no site is blamed for it."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.crowd.browser import Browser
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.visitor import JourneyEndedError, Visitor
from siaga.scenario.link import Link
from tests.crowd.hostile_site import PATIENCE_S, HostileSite, Talk, in_turn, ok, says, says_and_closes
from tests.crowd.visitor_stage import Stage

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]

LINK = Link.model_validate({"sends": 4_000, "takes": 20_000, "latency": 0.1})
TLS = pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])


@TLS
def test_a_request_goes_out_in_drops_and_its_answer_comes_in_in_drops(
    site: Start, browse: Browse, *, secure: bool
) -> None:
    """The time is that of the line, both are whole, and the connection is kept."""
    at = site(says(ok(b"p" * 4_000), ok(b"again")), secure=secure)
    me = browse(at.url, link=LINK)
    got = me.post("/form", body=b"x" * 1_000)
    assert (got.body, at.heard[0].endswith(b"x" * 1_000)) == (b"p" * 4_000, True)
    sent_s, taken_s = len(at.heard[0]) / 4_000, 4_000 / 20_000
    assert got.line_s > 0.1 + sent_s + taken_s - 0.05
    assert got.total_s >= got.line_s
    assert got.total_s - got.line_s < 0.5
    assert got.sent_bytes >= len(at.heard[0])
    assert (me.get("/").body, at.connections) == (b"again", 1)


def test_the_site_hears_a_request_a_little_at_a_time(site: Start, browse: Browse) -> None:
    """So that one without patience shows itself."""
    pieces: list[int] = []

    def script(talk: Talk) -> None:
        while sum(pieces) < 1_000:
            pieces.append(len(talk.socket.recv(65_536)))
        talk.say(ok())

    browse(site(script).url, link=LINK).post("/form", body=b"x" * 1_000)
    assert len(pieces) >= 3
    assert max(pieces) <= 800


@TLS
def test_whoever_is_too_slow_for_a_site_is_told_so(site: Start, browse: Browse, *, secure: bool) -> None:
    """In the middle of the request, and the connection is not used again."""

    def impatient(talk: Talk) -> None:
        talk.socket.recv(400)
        talk.say(ok(status=b"408 Request Timeout"))
        talk.wait()

    at = site(in_turn(impatient, says(ok(b"next"))), secure=secure)
    me = browse(at.url, link=LINK)
    assert me.post("/form", body=b"x" * 4_000).status == 408
    assert me.get("/").body == b"next"
    assert at.connections == 2


def test_a_site_that_closes_on_a_slow_phone_is_a_failure(site: Start, browse: Browse) -> None:
    """Some of the request was sent."""

    def closes(talk: Talk) -> None:
        talk.socket.recv(400)

    with pytest.raises(RequestFailure) as failure:
        browse(site(closes).url, link=LINK).post("/form", body=b"x" * 4_000)
    assert failure.value.reason in {Reason.CLOSED, Reason.RESET}
    assert failure.value.sent is Sent.SOMETHING


def test_a_kept_connection_that_has_gone_stale_is_replaced(site: Start, browse: Browse) -> None:
    """As on any line: nothing of the request was sent."""
    at = site(in_turn(says_and_closes(ok(b"1")), says_and_closes(ok(b"2"))))
    me = browse(at.url, link=LINK)
    assert [me.post("/form").body, me.post("/form").body] == [b"1", b"2"]


def test_a_deadline_holds_on_a_slow_line_too(site: Start, browse: Browse) -> None:
    """Something was sent by then."""
    me = browse(site(Talk.wait).url, link=LINK, deadline_s=0.3)
    began_s = time.monotonic()
    with pytest.raises(RequestFailure, match=r"no whole answer within 0\.3 s") as failure:
        me.post("/form", body=b"x" * 40_000)
    assert failure.value.sent is Sent.SOMETHING
    assert time.monotonic() - began_s < PATIENCE_S / 2


def test_what_the_line_takes_is_no_latency_of_the_site(stage: Stage, site: Start) -> None:
    """The sample tells of the site alone."""
    stage.url = site(says(ok(b"home"))).url
    stage.population = stage.population.model_copy(update={"link": LINK})
    began_s = time.monotonic()
    world = replace(stage.world(), now_s=lambda: time.monotonic() - began_s)
    Visitor(world, 0, stage.population, 0.0).get("/", step="home")
    (sample,) = stage.recorded()
    assert time.monotonic() - began_s > 0.1
    assert sample.ended_s - sample.started_s < 0.09


def test_a_site_without_patience_blocks_slow_phones_alone(stage: Stage, site: Start) -> None:
    """Whoever has a line of this machine's speed is answered by the same site."""

    def impatient(talk: Talk) -> None:
        talk.socket.settimeout(PATIENCE_S)
        first = talk.socket.recv(65_536)
        is_whole = first.endswith(b"\r\n\r\n")
        talk.say(ok() if is_whole else ok(status=b"408 Request Timeout"))
        talk.wait()

    stage.url = site(impatient).url
    phones = stage.population.model_copy(update={"name": "phones", "link": LINK})
    Visitor(stage.world(), 0, stage.population, 0.0).get("/", step="home")
    with pytest.raises(JourneyEndedError, match="status 408"):
        Visitor(stage.world(), 1, phones, 0.0).get("/" + "x" * 1_000, step="home")
    people = stage.recorder.fold(0, loop_lag_s=0, cpu_ratio=0, closed=False).populations
    assert {name: (one.tries, one.blocked) for name, one in people.items()} == {
        "everybody": (1, 0),
        "phones": (1, 1),
    }
