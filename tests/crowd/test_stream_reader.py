"""Claims about reading streams: an answer is whole or a failure that says why, as in HTTP/1.1."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from h2.errors import ErrorCodes

from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.reader import Limits
from tests.crowd.stream_talk import StreamTalk


@pytest.mark.parametrize("method", ["HEAD", "GET"])
@pytest.mark.parametrize("status", [204, 304, 200])
def test_an_answer_without_a_body_is_one(visit: Callable[..., Any], method: str, status: int) -> None:
    """Whatever the method or the length that is told."""

    def script(talk: StreamTalk) -> None:
        talk.say(talk.hear().stream, status=status)

    answer = visit(script)[0].request(method, "/")
    assert (answer.status, answer.body) == (status, b"")


@pytest.mark.parametrize("ends", ["head", "frame"])
@pytest.mark.parametrize(
    ("method", "status"), [("GET", 304), ("HEAD", 304), ("HEAD", 200), ("GET", 204), ("HEAD", 404)]
)
def test_an_answer_without_a_body_may_tell_how_long_it_would_be(
    visit: Callable[..., Any], method: str, status: int, ends: str
) -> None:
    """Whether its head is its end or an empty frame after it (RFC 9110, 8.6); the connection goes on."""

    def script(talk: StreamTalk) -> None:
        stream = talk.hear().stream
        told = [(":status", str(status)), ("content-length", "7"), ("etag", "x")]
        talk.frames.send_headers(stream, told, end_stream=ends == "head")
        if ends == "frame":
            talk.frames.send_data(stream, b"", end_stream=True)
        talk.flush()
        talk.say(talk.hear().stream, b"home", content_length="4")

    me, at = visit(script)
    answer = me.request(method, "/")
    assert (answer.status, answer.body, answer.headers.every("content-length")) == (status, b"", ["7"])
    assert (me.get("/").body, at.connections) == (b"home", 1)


@pytest.mark.parametrize("length", [(), (("content-length", "1"),)])
def test_a_body_where_none_can_be_is_a_bad_answer(
    visit: Callable[..., Any], length: Sequence[tuple[str, str]]
) -> None:
    """Whatever its length is said to be."""

    def script(talk: StreamTalk) -> None:
        stream = talk.hear().stream
        talk.frames.send_headers(stream, [(":status", "304"), *length])
        talk.say_body(stream, b"x")

    with pytest.raises(RequestFailure, match="an answer 304 has a body") as failed:
        visit(script)[0].get("/")
    assert failed.value.reason == Reason.BAD_ANSWER


def test_interim_answers_are_passed_over(visit: Callable[..., Any]) -> None:
    """As they are in HTTP/1.1."""

    def script(talk: StreamTalk) -> None:
        stream = talk.hear().stream
        talk.frames.send_headers(stream, [(":status", "103"), ("link", "</a.css>")])
        talk.say(stream, b"home")

    answer = visit(script)[0].get("/")
    assert (answer.status, answer.body, answer.headers.get("link")) == (200, b"home", None)


@pytest.mark.parametrize(
    ("breaks", "reason", "told"),
    [
        (
            lambda talk, stream: talk.frames.reset_stream(stream, ErrorCodes.INTERNAL_ERROR),
            Reason.RESET,
            r"broke the request off \(INTERNAL_ERROR\)",
        ),
        (lambda talk, _: talk.talk.say(b"HTTP/1.1 200 OK\r\n\r\n"), Reason.BAD_ANSWER, "no HTTP/2"),
        (lambda talk, _: talk.talk.socket.close(), Reason.CLOSED, "closed|EOF"),
        (
            lambda talk, stream: talk.frames.send_headers(stream, [(":status", "99")], end_stream=True),
            Reason.BAD_ANSWER,
            "status 99 does not exist|no HTTP/2",
        ),
    ],
    ids=["reset", "another-protocol", "closed", "no-status"],
)
def test_whatever_breaks_is_a_failure_that_says_so(
    visit: Callable[..., Any], breaks: Callable[[StreamTalk, int], object], reason: Reason, told: str
) -> None:
    """Never a hang; of the request something was sent."""

    def script(talk: StreamTalk) -> None:
        stream = talk.hear().stream
        breaks(talk, stream)
        talk.flush()

    me, _ = visit(script)
    with pytest.raises(RequestFailure, match=told) as failed:
        me.post("/", json={})
    assert (failed.value.reason, failed.value.sent) == (reason, Sent.SOMETHING)


def test_an_answer_that_ends_with_the_connection_is_none(visit: Callable[..., Any]) -> None:
    """In HTTP/1.1 it may be one."""

    def script(talk: StreamTalk) -> None:
        stream = talk.hear().stream
        talk.frames.send_headers(stream, [(":status", "200")])
        talk.say_body(stream, b"half", ends=False)
        talk.talk.end()

    me, _ = visit(script)
    with pytest.raises(RequestFailure, match="closed the connection after 4 bytes of body") as failed:
        me.get("/")
    assert failed.value.reason == Reason.CLOSED


def test_too_large_an_answer_is_not_read_to_its_end(visit: Callable[..., Any]) -> None:
    """As with any other protocol."""

    def script(talk: StreamTalk) -> None:
        talk.say(talk.hear().stream, b"x" * 50_000)

    me, _ = visit(script, limits=Limits(body_bytes=10_000))
    with pytest.raises(RequestFailure) as failed:
        me.get("/")
    assert failed.value.reason == Reason.TOO_LARGE


def test_an_answer_is_as_long_as_it_says(visit: Callable[..., Any]) -> None:
    """One without a body may tell of one, where it is one of those; any other is cut short."""

    def script(talk: StreamTalk) -> None:
        while True:
            talk.say(talk.hear().stream, status=200, content_length="100")

    me, _ = visit(script)
    assert me.request("HEAD", "/").status == 200
    with pytest.raises(RequestFailure, match="the answer ended after 0 of 100 bytes") as failed:
        me.get("/")
    assert failed.value.reason == Reason.CLOSED


def test_a_status_of_any_length_is_a_failure_and_no_bug(visit: Callable[..., Any]) -> None:
    """Python refuses to read thousands of digits."""

    def script(talk: StreamTalk) -> None:
        talk.frames.send_headers(talk.hear().stream, [(":status", "2" * 5_000)], end_stream=True)
        talk.flush()

    me, _ = visit(script)
    with pytest.raises(RequestFailure, match="status 0 does not exist") as failed:
        me.get("/")
    assert failed.value.reason == Reason.BAD_ANSWER
