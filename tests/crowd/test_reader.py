"""Claims about reading answers: any split of any bytes gives the same answer, or the same failure."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.crowd.failure import Reason, TripError
from siaga.crowd.reader import Limits, Reader
from tests.crowd.hostile_site import ok

LIMITS = Limits(head_bytes=2_000, body_bytes=1_000)


def _read(stream: bytes, *, method: str = "GET", cuts: list[int] | None = None) -> Reader:
    """Read an answer from a connection that closes after the stream."""
    reader = Reader(LIMITS)
    reader.begin(method)
    for begin, end in pairwise([0, *sorted(cuts or []), len(stream)]):
        if reader.done:
            return reader
        if begin < end:
            reader.feed(stream[begin:end])
    if not reader.done:
        reader.end()
    return reader


def _seen(stream: bytes, cuts: list[int] | None = None) -> tuple[int, bytes] | Reason:
    try:
        reader = _read(stream, cuts=cuts)
    except TripError as error:
        return error.reason
    return reader.status, reader.body


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

WHOLE = {
    "with-a-length": (ok(b"hello"), (200, b"hello"), True),
    "without-a-body": (ok(), (200, b""), True),
    "chunked": (CHUNKED + b"3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", (200, b"hello"), True),
    "with-trailers": (CHUNKED + b"5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n", (200, b"hello"), True),
    "after-interim-answers": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok(b"hello"),
        (200, b"hello"),
        True,
    ),
    "no-content": (b"HTTP/1.1 204 No Content\r\nX: y\r\n\r\n", (204, b""), True),
    "not-modified": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", (304, b""), True),
    "up-to-the-close": (b"HTTP/1.1 200 OK\r\n\r\nhello", (200, b"hello"), False),
    "closing": (ok(b"hello", b"Connection: close"), (200, b"hello"), False),
    "of-http-1.0": (b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", (200, b"hello"), False),
    "of-status-999": (b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n", (999, b""), True),
}


@pytest.mark.parametrize(("stream", "seen", "keeps"), WHOLE.values(), ids=list(WHOLE))
def test_a_whole_answer_is_read_however_it_is_cut(
    stream: bytes, seen: tuple[int, bytes], *, keeps: bool
) -> None:
    """In one piece, byte by byte, and in halves at each place."""
    for cuts in [[], list(range(len(stream))), *([place] for place in range(len(stream)))]:
        reader = _read(stream, cuts=cuts)
        assert (reader.status, reader.body) == seen
        assert reader.keeps is keeps


def test_the_answer_to_head_has_no_body_whatever_it_says() -> None:
    """The connection can be used again, and the next answer has a body."""
    reader = _read(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n", method="HEAD")
    assert (reader.status, reader.body, reader.keeps) == (200, b"", True)
    reader.begin("GET")
    reader.feed(ok(b"hello"))
    assert (reader.body, reader.keeps) == (b"hello", True)


@pytest.mark.parametrize(
    ("head", "keeps"),
    [
        (b"HTTP/1.1 200 OK", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip", True),
        (b"HTTP/1.1 200 OK\r\nConnection: x\r\nConnection: y , Close", False),
        (b"HTTP/1.0 200 OK", False),
        (b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive", True),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive, close", False),
    ],
)
def test_the_answer_to_head_says_itself_whether_the_connection_goes_on(
    head: bytes, *, keeps: bool
) -> None:
    """Where its body would end does not matter, as it has none (RFC 9112, 6.3 and 9.3)."""
    for cuts in ([], list(range(len(head) + 4))):
        reader = _read(head + b"\r\n\r\n", method="HEAD", cuts=cuts)
        assert (reader.status, reader.body, reader.keeps) == (200, b"", keeps)
    for beyond in (b"hello", ok(b"unasked")):
        assert _read(head + b"\r\n\r\n" + beyond, method="HEAD").keeps is False


def test_fields_of_interim_answers_and_trailers_are_not_the_answers() -> None:
    """Only the fields of the final head are there, names in small letters."""
    stream = (
        b"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nX-A: 1\r\nTransfer-Encoding: chunked"
    )
    reader = _read(stream + b"\r\n\r\n0\r\nX-B: 2\r\n\r\n")
    assert reader.fields == [(b"x-a", b"1"), (b"transfer-encoding", b"chunked")]


BROKEN = {
    "nothing": (b"", Reason.CLOSED),
    "half-a-head": (b"HTTP/1.1 200 OK\r\nContent-Le", Reason.CLOSED),
    "only-an-interim-answer": (b"HTTP/1.1 100 Continue\r\n\r\n", Reason.CLOSED),
    "half-a-body": (ok(b"hello")[:-1], Reason.CLOSED),
    "no-body-at-all": (ok(b"hello")[:-5], Reason.CLOSED),
    "no-last-chunk": (CHUNKED + b"5\r\nhello\r\n", Reason.CLOSED),
    "half-a-chunk": (CHUNKED + b"5\r\nhel", Reason.CLOSED),
    "a-broken-chunk": (CHUNKED + b"5\r\nhello world\r\n", Reason.BAD_ANSWER),
    "two-lengths": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        Reason.BAD_ANSWER,
    ),
    "no-http": (b"SSH-2.0-OpenSSH_9.9\r\n", Reason.BAD_ANSWER),
    "a-request": (b"GET / HTTP/1.1\r\n\r\n", Reason.BAD_ANSWER),
    "status-0": (b"HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n", Reason.BAD_ANSWER),
    "another-protocol": (
        b"HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
        Reason.BAD_ANSWER,
    ),
    "an-endless-head": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 3_000, Reason.TOO_LARGE),
    "endless-interim-answers": (b"HTTP/1.1 100 Continue\r\n\r\n" * 100, Reason.TOO_LARGE),
    "an-endless-trailer": (CHUNKED + b"1\r\nh\r\n0\r\nX: " + b"x" * 3_000, Reason.TOO_LARGE),
    "endless-chunk-extensions": (CHUNKED + (b"1;" + b"x" * 90 + b"\r\nh\r\n") * 50, Reason.TOO_LARGE),
    "a-long-trailer-of-a-large-body": (
        CHUNKED + b"3e8\r\n" + b"x" * 1_000 + b"\r\n0\r\nX: " + b"x" * 3_000,
        Reason.TOO_LARGE,
    ),
    "a-large-body": (ok(b"x" * 1_001), Reason.TOO_LARGE),
    "a-large-chunked-body": (CHUNKED + b"400\r\n" + b"x" * 1_024 + b"\r\n", Reason.TOO_LARGE),
}


@pytest.mark.parametrize(("stream", "reason"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_answer_is_a_failure_with_its_reason(stream: bytes, reason: Reason) -> None:
    """In one piece, byte by byte, and in pieces of a hundred bytes."""
    assert _seen(stream, list(range(0, len(stream), 100))) is reason
    assert _seen(stream, list(range(len(stream)))) is reason


@pytest.mark.parametrize("chunk", [b"1\r\nx\r\n", b"00000001\r\nx\r\n", b"1;last=no\r\nx\r\n"])
def test_a_body_in_the_smallest_of_chunks_is_taken(chunk: bytes) -> None:
    """Around it stands several times what a head may have, and never much at once."""
    stream = CHUNKED + chunk * LIMITS.body_bytes + b"0\r\n\r\n"
    assert len(stream) > 2 * LIMITS.head_bytes
    for size in (len(stream), 100, 1):
        reader = _read(stream, cuts=list(range(0, len(stream), size)))
        assert (reader.body, reader.keeps) == (b"x" * LIMITS.body_bytes, True)


def test_bytes_beyond_an_answer_end_the_use_of_the_connection() -> None:
    """Whether they are another answer or garbage, and however many: nobody asked for them."""
    for beyond in (ok(b"unasked"), b"garbage", b"\r\nx", ok(b"x" * 2_500), b"x" * 2_500):
        reader = _read(ok(b"hello") + beyond)
        assert (reader.status, reader.body, reader.keeps) == (200, b"hello", False)


def test_a_body_of_just_the_limit_is_taken() -> None:
    """The limit itself is allowed."""
    assert _read(ok(b"x" * LIMITS.body_bytes)).body == b"x" * LIMITS.body_bytes


def test_limits_that_let_nothing_through_are_refused() -> None:
    """Both have to be at least 1."""
    with pytest.raises(ValueError, match="limits: are 0, 1; both have to be at least 1"):
        Limits(head_bytes=0, body_bytes=1)


PARTS = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"Content-Length: 5\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"\r\n",
        b"hello",
        b"5\r\nhello\r\n",
        b"0\r\n\r\n",
    ]
)


@given(st.lists(PARTS | st.binary(max_size=8), max_size=12).map(b"".join), st.data())
def test_how_the_network_cuts_the_bytes_makes_no_difference(stream: bytes, data: st.DataObject) -> None:
    """Random bytes in random pieces end in the answer or the failure that one piece ends in."""
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=10))
    assert _seen(stream, cuts) == _seen(stream, list(range(len(stream))))


def test_what_was_read_is_not_kept_for_the_next_time() -> None:
    """Whoever waits for an hour holds no page meanwhile; the next answer is read as the first was."""
    reader = Reader(LIMITS)
    for _ in range(2):
        reader.begin("GET")
        reader.hear(ok(b"hello"))
        assert (reader.body, len(reader.fields) > 0, reader.keeps) == (b"hello", True, True)
        reader.let_go()
        assert (reader.body, reader.fields, reader.keeps) == (b"", [], True)
