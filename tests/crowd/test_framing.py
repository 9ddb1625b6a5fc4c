"""Claims about framing: a head says whether the end of the connection is that of the answer."""

import pytest

from siaga.crowd.framing import goes_on, says_length
from siaga.crowd.headers import Field, Headers


@pytest.mark.parametrize(
    ("said", "version", "expected"),
    [
        ([], "1.1", True),
        ([], "1.0", False),
        ([b"close"], "1.1", False),
        ([b"Keep-Alive"], "1.0", True),
        ([b"keep-alive, Close"], "1.1", False),
        ([b"keep-alive", b"close"], "1.0", False),
    ],
)
def test_an_answer_without_a_body_says_whether_another_may_follow(
    said: list[bytes], version: str, *, expected: bool
) -> None:
    """HTTP/1.1 goes on unless it is told not to, and older versions only where they are told to."""
    assert goes_on(Headers([(b"connection", value) for value in said]), version) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([], False),
        ([(b"content-length", b"5")], True),
        ([(b"transfer-encoding", b"gzip, Chunked ")], True),
        ([(b"transfer-encoding", b"chunked"), (b"transfer-encoding", b"gzip")], False),
        ([(b"transfer-encoding", b"gzip"), (b"content-length", b"5")], False),
    ],
)
def test_a_length_or_chunks_say_where_the_body_ends(fields: list[Field], *, expected: bool) -> None:
    """A coding that is not chunked at last has no other end than the connection's."""
    assert says_length(fields) is expected
