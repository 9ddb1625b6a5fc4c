"""Claims about replayed requests: what has a body is told whole, however it came, and nothing else."""

from itertools import pairwise

import httptools
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.faults.proxy.replayed import MOST_BODY_BYTES, Rereading

LONG = b"POST /join?a=b HTTP/1.1\r\nHost: x\r\nIdempotency-Key: 7\r\nContent-Length: 5\r\n\r\nhello"
HEAD = b"PUT /profile HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKED = HEAD + b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
BARE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
EMPTY = b"POST /out HTTP/1.1\r\nContent-Length: 0\r\n\r\n"
TOLD = [
    b"POST /join?a=b HTTP/1.1\r\nHost: x\r\nIdempotency-Key: 7\r\ncontent-length: 5\r\n\r\nhello",
    b"PUT /profile HTTP/1.1\r\nHost: x\r\ncontent-length: 5\r\n\r\nhello",
]


@given(st.lists(st.integers(0, len(LONG + BARE + CHUNKED + EMPTY)), max_size=8))
def test_requests_are_read_however_they_are_cut(cuts: list[int]) -> None:
    """Several on one connection; chunks become a length."""
    whole, told = LONG + BARE + CHUNKED + EMPTY, list[bytes]()
    reading = Rereading(told.append)
    places = [0, *sorted(cuts), len(whole)]
    for start, end in pairwise(places):
        reading.feed(whole[start:end])
    assert told == TOLD


def test_a_body_that_is_too_large_is_not_kept() -> None:
    """Its request is not replayed; the next one is."""
    told = list[bytes]()
    reading = Rereading(told.append)
    size = MOST_BODY_BYTES + 1
    reading.feed(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % size + bytes(size))
    assert told == []
    reading.feed(LONG)
    assert told == TOLD[:1]


def test_what_is_no_http_is_told() -> None:
    """TLS, for one."""
    with pytest.raises(httptools.HttpParserError):
        Rereading(lambda _: None).feed(b"\x16\x03\x01\x02\x00")
