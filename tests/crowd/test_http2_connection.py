"""Claims about HTTP/2: the same browser and the same answers, whatever the site does to its frames."""

from collections.abc import Callable
from typing import Any

import pytest
from h2.events import PingAckReceived, StreamReset
from h2.settings import SettingCodes

from siaga.crowd.browser import Browser
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.http2_connection import PROTOCOLS
from siaga.scenario.link import Link
from tests.crowd.hostile_site import HostileSite, Talk, ok, says
from tests.crowd.stream_talk import StreamTalk, offering_http2

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]


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
        talk.talk.say(bytes.fromhex("000008070000000000") + bytes.fromhex("0000000100000000"))
        talk.say(asked.stream, b"the last")

    me, at = visit(script)
    assert [me.get("/").body, me.get("/").body, at.connections] == [b"the last", b"the last", 2]


def test_a_request_that_the_site_has_not_taken_is_asked_again_if_that_does_no_harm(
    visit: Callable[..., Any],
) -> None:
    """On a kept connection; a promise is not, though the site says that it is safe."""
    talks = []

    def script(talk: StreamTalk) -> None:
        talks.append(talk)
        talk.say(talk.hear().stream, b"good")
        if len(talks) % 2:
            talk.hear()
            talk.talk.say(bytes.fromhex("000008070000000000") + bytes.fromhex("000000010000000b"))
        else:
            talk.say(talk.hear().stream, b"again")

    me, at = visit(script)
    assert [me.get("/").body, me.get("/").body, at.connections] == [b"good", b"good", 2]
    me, _ = visit(script)
    me.get("/")
    with pytest.raises(RequestFailure) as failed:
        me.post("/", json={})
    assert (failed.value.reason, failed.value.sent) == (Reason.CLOSED, Sent.SOMETHING)


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
