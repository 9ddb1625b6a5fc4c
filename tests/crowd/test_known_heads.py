"""Claims about known heads: an answer whose head was read before is read as it would be anew."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from siaga.crowd import known_heads
from siaga.crowd import reader as readers
from siaga.crowd.failure import Reason, TripError
from siaga.crowd.known_heads import LARGEST_HEAD_BYTES, MOST_IN_VAIN, MOST_OF_A_SIZE, MOST_SIZES
from siaga.crowd.reader import Limits, Reader
from tests.crowd.hostile_site import ok

Seen = tuple[int, Sequence[tuple[bytes, bytes]], list[tuple[str, str]], bytes, bool, bool] | Reason

FIRST = (
    b"HTTP/1.1 200 OK", b"HTTP/1.1 204 No Content", b"HTTP/1.1 304 Not Modified",  b"HTTP/1.1 100 Wait",
    b"HTTP/1.0 200 OK", b"HTTP/1.1 000 OK", b"HTTP/1.1 999 ", b"HTTP/1.1  200 OK", b"GET / HTTP/1.1",
)  # fmt: skip
LINES = (
    b"Content-Length: 5", b"Content-Length: 0", b"content-length: 05", b"Content-Length: 5, 5",
    b"Content-Length: +5", b"Content-Length : 5", b"Transfer-Encoding: chunked", b"Connection: close",
    b"Connection: keep-alive", b"Connection: upgrade", b"Upgrade: h2c", b"Set-Cookie: a=1", b"X: y",
    b"X-Request-Id: 1", b"X-Request-Id:2 ", b"Set-Cookie:\tb=2", b"X:", b" folded", b"X\x00: y",
    b"X: \xe4", b"no colon", b"",
)  # fmt: skip
BODIES = (b"hello", b"", b"hell", b"hello!", b"5\r\nhello\r\n0\r\n\r\n", ok(b"hello"), b"\r\n\r\n")


@pytest.fixture(autouse=True)
def _nothing_is_known() -> Iterator[None]:
    known_heads._known.clear()
    known_heads._unknown.rest = 0
    readers._spare.clear()
    yield
    known_heads._known.clear()
    known_heads._unknown.rest = 0


def _seen(chunk: bytes, method: str = "GET", limits: Limits | None = None) -> Seen:
    reader = Reader(limits or Limits())
    reader.begin(method)
    try:
        reader.feed(chunk)
    except TripError as error:
        return error.reason
    return reader.status, reader.fields, list(reader.headers), reader.body, reader.done, reader.keeps


_HEADS = st.builds(
    lambda first, lines, ends: ends.join([first, *lines]) + b"\r\n\r\n",
    st.sampled_from(FIRST) | st.just(FIRST[0]),
    st.lists(st.sampled_from(LINES) | st.just(LINES[0]), max_size=4),
    st.just(b"\r\n") | st.just(b"\n"),
)
_BODIES = st.sampled_from(BODIES)


@given(_HEADS, st.lists(_BODIES, min_size=1, max_size=3), _HEADS, _BODIES)
@example(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", [b"hello"], b"", b"hell")
@example(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", [b""], b"", b"hello")
@example(b"HTTP/1.1 100 Continue\r\n\r\n", [ok(b"hello")], b"", b"")
def test_whatever_was_read_before_an_answer_is_read_alike(
    head: bytes, bodies: list[bytes], other: bytes, body: bytes
) -> None:
    """Good heads and bad ones, with bodies that fit and that do not, and other answers before."""
    for chunk in (head + bodies[0], head + body, other + body, *(head + one for one in bodies)):
        known = dict(known_heads._known)
        again = _seen(chunk)
        known_heads._known.clear()
        assert again == _seen(chunk)
        known_heads._known.update(known)


def test_a_head_that_was_read_before_needs_no_parser() -> None:
    """The body is that of the new answer; no parser has even been made."""
    assert _seen(ok(b"hello")) == _seen(ok(b"hello"))
    readers._spare.clear()
    reader = Reader(Limits())
    reader.begin("GET")
    reader.feed(ok(b"world"))
    assert (reader.status, reader.body, reader.keeps, readers._spare) == (200, b"world", True, [])
    reader.begin("GET")
    reader.feed(ok(b"longer"))
    assert (reader.body, reader.keeps) == (b"longer", True)


@pytest.mark.parametrize("cut", [1, 10, len(ok(b"hello")) - 5, len(ok(b"hello")) - 1])
def test_in_pieces_it_is_read_as_ever(cut: int) -> None:
    """Whether they part it in the head, behind it or in the body."""
    whole = ok(b"hello")
    _seen(whole)
    reader = Reader(Limits())
    for _ in range(2):
        reader.begin("GET")
        reader.feed(whole[:cut])
        assert not reader.done
        reader.feed(whole[cut:])
        assert (reader.status, reader.body, reader.keeps) == (200, b"hello", True)


def test_the_answer_to_head_is_none_that_was_read_before() -> None:
    """It has no body, whatever its head says, and is none for others to be read by."""
    chunk = ok(b"hello")[:-5]
    for _ in range(2):
        seen = _seen(chunk, "HEAD")
        assert not isinstance(seen, Reason)
        assert seen[3:] == (b"", True, True)
    _seen(ok(b"hello"))
    assert _seen(chunk, "HEAD") == seen
    assert _seen(ok(b"hello"), "HEAD") != _seen(ok(b"hello"))


def test_limits_hold_also_for_what_somebody_else_has_read() -> None:
    """Readers may have limits of their own."""
    for chunk, limits in (
        (ok(b"hello"), Limits(body_bytes=4)),
        (b"HTTP/1.1 204 No\r\nX: y\r\n\r\n", Limits(head_bytes=20)),
    ):
        assert not isinstance(_seen(chunk), Reason)
        assert known_heads._known
        assert _seen(chunk, limits=limits) is Reason.TOO_LARGE
        known_heads._known.clear()


def test_no_more_is_kept_than_there_is_room_for() -> None:
    """Neither many heads, of one size or of all, nor large ones."""
    _seen(ok(b"hello", b"X: " + b"x" * LARGEST_HEAD_BYTES))
    assert not known_heads._known
    for number in range(10, 10 + MOST_IN_VAIN):
        _seen(ok(b"hello", b"X: %d" % number))
    assert [len(each.patterns) for each in known_heads._known.values()] == [MOST_OF_A_SIZE]
    for number in range(MOST_SIZES + 9):
        _seen(ok(b"hello", b"X: " + b"x" * number))
        assert len(known_heads._known) <= MOST_SIZES


def _parsers_of(*chunks: bytes) -> int:
    """Tell for how many of some answers a parser was needed, and that all are read as they are anew."""
    needed = 0
    for chunk in chunks:
        readers._spare.clear()
        seen = _seen(chunk)
        needed += len(readers._spare)
        known = dict(known_heads._known)
        known_heads._known.clear()
        assert seen == _seen(chunk)
        known_heads._known.clear()
        known_heads._known.update(known)
    return needed


@pytest.mark.parametrize(
    "name",
    [
        *(b"Set-Cookie", b"set-cookie", b"X-Request-ID", b"CF-RAY", b"Server-Timing", b"X-Runtime"),
        *(b"X-Amzn-Trace-Id", b"X-Amz-Cf-Id", b"X-B3-TraceId"),
    ],
)
def test_what_each_answer_has_of_its_own_needs_no_parser(name: bytes) -> None:
    """Its body, its cookies and its number, as long as they are as long, are read as they are."""
    own = [
        [name + b": a=%d; Path=/" % number, b"X: y", name + b":b=%d" % -number] for number in (1, 2, 3)
    ]
    assert _parsers_of(*(ok(b"hello", *lines) for lines in own)) == 1
    reader = Reader(Limits())
    reader.begin("GET")
    reader.feed(ok(b"world", *own[1]))
    small = name.lower()
    assert [value for field, value in reader.fields if field == small] == [b"a=2; Path=/", b"b=-2"]
    assert (reader.headers.get(name.decode()), reader.headers.named[small]) == ("a=2; Path=/", b"b=-2")
    assert reader.body == b"world"


@pytest.mark.parametrize(
    "value", [b"a=\t", b" a=", b"a= ", b"a=\xe4", b"a=\x00", b"a=\x7f", b"a\r\n", b"a\n ", b"\r\nX"]
)
def test_a_value_that_is_not_plain_is_for_the_parser(value: bytes) -> None:
    """It may be more than a value."""
    assert not isinstance(_seen(ok(b"hello", b"Set-Cookie: a=1")), Reason)
    known = dict(known_heads._known)
    again = _seen(ok(b"hello", b"Set-Cookie: " + value))
    known_heads._known.clear()
    assert again == _seen(ok(b"hello", b"Set-Cookie: " + value))
    assert known


def test_a_parser_reads_for_one_connection_after_the_other() -> None:
    """Nobody who waits for the next request needs it; left half way, it reads for nobody else."""
    first, second = Reader(Limits()), Reader(Limits())
    first.begin("GET")
    first.feed(ok(b"hello", b"X: 1"))
    (parser,) = readers._spare
    second.begin("GET")
    second.feed(ok(b"hello", b"X: 12")[:-1])
    assert readers._spare == []
    second.feed(b"!")
    assert (second.body, readers._spare) == (b"hell!", [parser])
    for method, chunk in (("GET", ok(b"hello", b"X: 123")[:-1]), ("HEAD", ok(b"hello")[:-5])):
        first.begin(method)
        first.feed(chunk)
        first.close()
        assert readers._spare == []
