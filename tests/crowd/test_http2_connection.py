"""Claims about HTTP/2: the same browser and the same answers, whatever the site does to its frames."""

import gc
import threading
import weakref
from collections.abc import Callable
from typing import Any

import gevent
import pytest
from h2.errors import ErrorCodes
from h2.events import PingAckReceived, StreamReset
from h2.settings import SettingCodes

from siaga.crowd import secure_connection
from siaga.crowd.browser import Browser
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.http2_connection import PROTOCOLS
from siaga.scenario.link import Link
from tests.crowd.hostile_site import HostileSite, Talk, ok, says
from tests.crowd.stream_talk import StreamTalk, offering_http2

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]


GOODBYE_AT_1 = bytes.fromhex("0000080700000000000000000100000000")
WINDOW_OF_1 = bytes.fromhex("00000408000000000100001000")
"""Frames: GOAWAY after the first stream, and room for 4,096 bytes more on it."""


def test_requests_are_streams_of_one_connection(visit: Callable[..., Any]) -> None:
    """With cookies and bodies as ever; what only one hop is told of stays out."""
    heard = []

    def script(talk: StreamTalk) -> None:
        for number in range(3):
            heard.append(asked := talk.hear())
            talk.say(asked.stream, b"answer %d" % number, set_cookie="a=b; Path=/")

    me, at = visit(script)
    assert me.get("/one?x=1").body == b"answer 0"
    assert me.post("/two", json={"a": 1}, headers={"TE": "trailers", "X-Own": "7"}).status == 200
    assert me.get("/three").headers.get("set-cookie") == "a=b; Path=/"
    first, second, third = heard
    assert (at.connections, [one.stream for one in heard]) == (1, [1, 3, 5])
    assert {name: first.fields[name] for name in (b":method", b":scheme", b":path", b":authority")} == {
        b":method": b"GET",
        b":scheme": b"https",
        b":path": b"/one?x=1",
        b":authority": f"localhost:{at.port}".encode(),
    }
    assert (second.body, second.fields[b"content-length"], second.fields[b"x-own"]) == (
        b'{"a":1}', b"7", b"7",
    )  # fmt: skip
    assert b"te" not in second.fields
    assert b"host" not in first.fields
    assert third.fields[b"cookie"] == b"a=b"


def test_a_site_that_speaks_no_http2_is_spoken_to_as_ever(site: Start, browse: Browse) -> None:
    """Whether it says so or knows nothing of the question."""
    for protocols in ((), ("http/1.1",)):
        at = site(says(ok(b"1"), ok(b"2")), secure=True, protocols=protocols)
        me = browse(at.url, http2=offering_http2())
        assert [me.get("/").body, me.get("/").body] == [b"1", b"2"]
        assert at.heard[0].startswith(b"GET / HTTP/1.1")


def test_a_slow_line_is_offered_none(site: Start, browse: Browse) -> None:
    """How long its bytes take is counted by what goes over it."""
    at = site(says(ok(b"1")), secure=True, protocols=PROTOCOLS)
    link = Link.model_validate({"takes": "1000000/s", "sends": "1000000/s", "latency": "1 ms"})
    assert browse(at.url, http2=offering_http2(), link=link).get("/").body == b"1"
    assert at.heard[0].startswith(b"GET / HTTP/1.1")


def test_a_large_body_goes_as_the_site_has_room_for_it(visit: Callable[..., Any]) -> None:
    """Its windows are small, and it opens them as it reads; what goes out is counted with its frames."""
    sizes = []

    def script(talk: StreamTalk) -> None:
        asked = talk.hear()
        sizes.append(len(asked.body))
        talk.say(asked.stream, b"thanks")

    me, _ = visit(script, window_bytes=1_000)
    answer = me.post("/", body=b"z" * 300_000, headers={"Content-Type": "a/b"})
    assert (answer.body, sizes) == (b"thanks", [300_000])
    assert answer.sent_bytes > 300_000


def test_a_large_answer_comes_whole(visit: Callable[..., Any]) -> None:
    """The visitor opens its window as it reads."""
    content = bytes(range(256)) * 40_000

    def script(talk: StreamTalk) -> None:
        talk.say(talk.hear().stream, content)

    assert visit(script)[0].get("/").body == content


def test_an_answer_before_the_end_of_the_request_ends_it(visit: Callable[..., Any]) -> None:
    """The rest of the body is not sent, and the site is told so; the connection goes on."""
    events = []

    def script(talk: StreamTalk) -> None:
        talk.say(talk.hear_head().stream, status=413)
        talk.say(talk.hear().stream, b"next")
        events.extend(talk.events)

    me, at = visit(script, window_bytes=100)
    talked = me.request("POST", "/", body=b"z" * 1_000_000, headers={"Content-Type": "a/b"})
    assert (talked.status, me.get("/").body, at.connections) == (413, b"next", 1)
    assert any(isinstance(one, StreamReset) for one in events)


def test_a_site_that_says_goodbye_answers_what_it_has_taken(visit: Callable[..., Any]) -> None:
    """The next request has a connection of its own."""

    def script(talk: StreamTalk) -> None:
        asked = talk.hear()
        talk.talk.say(GOODBYE_AT_1)
        talk.say(asked.stream, b"the last")

    me, at = visit(script)
    assert [me.get("/").body, me.get("/").body, at.connections] == [b"the last", b"the last", 2]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("refuses", ["goodbye", "reset"])
def test_a_request_that_the_site_says_it_has_not_taken_is_asked_again(
    visit: Callable[..., Any], method: str, refuses: str
) -> None:
    """Whatever it is: nothing was done with it, and browsers ask again, too."""
    talks: list[StreamTalk] = []

    def script(talk: StreamTalk) -> None:
        talks.append(talk)
        talk.say(talk.hear().stream, b"good")
        if len(talks) > 1:
            return
        stream = talk.hear().stream
        if refuses == "goodbye":
            talk.talk.say(GOODBYE_AT_1)
        else:
            talk.frames.reset_stream(stream, ErrorCodes.REFUSED_STREAM)
            talk.flush()

    me, at = visit(script)
    me.get("/")
    answer = me.request(method, "/")
    assert (answer.body, answer.requests, at.connections) == (b"good", 2, 2)


def test_a_request_that_the_site_breaks_off_is_not_asked_again(visit: Callable[..., Any]) -> None:
    """Not even on a kept connection: the site was there, and has said what it thinks of it."""

    def script(talk: StreamTalk) -> None:
        talk.say(talk.hear().stream, b"good")
        talk.frames.reset_stream(talk.hear().stream, ErrorCodes.ENHANCE_YOUR_CALM)
        talk.flush()

    me, at = visit(script)
    me.get("/")
    with pytest.raises(RequestFailure, match="ENHANCE_YOUR_CALM") as failed:
        me.get("/")
    assert (failed.value.reason, failed.value.requests, at.connections) == (Reason.RESET, 1, 1)


def test_a_site_that_wants_no_more_of_a_request_may_say_so_with_its_answer(
    visit: Callable[..., Any],
) -> None:
    """As RFC 9113, 8.1, has it, and all of it at once, with more room that nobody needs any more."""

    def script(talk: StreamTalk) -> None:
        stream = talk.hear_head().stream
        talk.frames.send_headers(stream, [(":status", "413")], end_stream=True)
        talk.frames.reset_stream(stream, ErrorCodes.NO_ERROR)
        talk.talk.say(WINDOW_OF_1 + talk.frames.data_to_send())

    me, _ = visit(script, window_bytes=100)
    answer = me.request("POST", "/", body=b"z" * 1_000_000, headers={"Content-Type": "a/b"})
    assert answer.status == 413


def test_a_site_that_takes_no_request_at_all_was_sent_nothing(visit: Callable[..., Any]) -> None:
    """A promise of which nothing left is certainly not made."""

    def script(talk: StreamTalk) -> None:
        talk.say(talk.hear().stream, b"good")
        talk.frames.update_settings({SettingCodes.MAX_CONCURRENT_STREAMS: 0})
        talk.flush()

    me, _ = visit(script)
    me.get("/")
    gevent.sleep(0.1)
    with pytest.raises(RequestFailure, match="the site takes no request") as failed:
        me.post("/", json={})
    assert (failed.value.reason, failed.value.sent) == (Reason.BAD_ANSWER, Sent.NOTHING)


def test_a_connection_that_is_gone_keeps_nothing_of_what_was_spoken(visit: Callable[..., Any]) -> None:
    """Whoever is away for hours would keep 18 kB of it."""
    me, _ = visit(lambda talk: talk.say(talk.hear().stream, b"good"))
    me.get("/")
    connection = weakref.ref(me._line._connection._protocol)
    me.hang_up()
    gc.collect()
    assert connection() is None


def test_a_site_that_talks_without_end_between_two_requests_loses_its_connection(
    visit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole worker would listen to it."""
    monkeypatch.setattr(secure_connection, "MOST_UNASKED", 0)
    answered = threading.Event()

    def script(talk: StreamTalk) -> None:
        talk.say(talk.hear().stream, b"good")
        answered.wait(10)
        talk.frames.ping(b"anybody?")
        talk.flush()

    me, at = visit(script)
    me.get("/")
    answered.set()
    connection = me._line._connection
    with gevent.Timeout(10):
        while not connection.closed:
            gevent.sleep(0.01)
    assert (me.get("/").body, at.connections) == (b"good", 2)


def test_what_a_site_says_of_the_connection_meanwhile_is_answered(visit: Callable[..., Any]) -> None:
    """It asks whether anybody is there, and changes its mind about windows, between two requests."""
    answered: list[object] = []

    def script(talk: StreamTalk) -> None:
        talk.say(talk.hear().stream, b"1")
        talk.frames.ping(b"anybody?")
        talk.frames.update_settings({SettingCodes.INITIAL_WINDOW_SIZE: 70_000})
        talk.flush()
        answered.append(talk.hear())
        answered.extend(one for one in talk.events if isinstance(one, PingAckReceived))
        talk.say(3, b"2")

    me, at = visit(script)
    assert [me.get("/").body, me.get("/").body] == [b"1", b"2"]
    assert (at.connections, len(answered)) == (1, 2)


def test_a_channel_speaks_http1(site: Start, browse: Browse) -> None:
    """WebSockets and streams of events have a connection of their own, as they had."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.wait()

    at = site(script, secure=True, protocols=PROTOCOLS)
    me = browse(at.url, http2=offering_http2())
    channel = me.channel()
    with pytest.raises(RequestFailure):
        channel.opened(lambda: channel.say(b"GET / HTTP/1.1\r\n\r\n") or channel.hear(), 0.2, None)  # type: ignore[func-returns-value, arg-type, return-value]
    assert at.heard == [b"GET / HTTP/1.1\r\n\r\n"]
