"""Claims about compressed bodies: undone within a limit, or refused."""

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.crowd.coding import decoded
from siaga.crowd.failure import Reason, TripError

LIMIT_BYTES = 10_000


def _raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


@given(st.binary(max_size=500))
def test_every_coding_gives_the_body_back(body: bytes) -> None:
    """gzip, Brotli, zlib's deflate and the raw one of some servers, also one upon the other."""
    assert decoded(gzip.compress(body), ["gzip"], LIMIT_BYTES) == body
    assert decoded(zlib.compress(body), ["deflate"], LIMIT_BYTES) == body
    assert decoded(_raw_deflate(body), ["deflate"], LIMIT_BYTES) == body
    assert decoded(brotli.compress(body), ["br"], LIMIT_BYTES) == body
    both = gzip.compress(zlib.compress(body))
    assert decoded(both, ["deflate, x-gzip"], LIMIT_BYTES) == body
    assert decoded(both, ["DEFLATE", " gzip "], LIMIT_BYTES) == body


def test_a_body_of_several_members_is_read_whole() -> None:
    """Streams of gzip may follow each other; padding after the last is passed over."""
    body = gzip.compress(b"one") + gzip.compress(b"two") + b"\0\0\0"
    assert decoded(body, ["gzip"], LIMIT_BYTES) == b"onetwo"


@pytest.mark.parametrize("codings", [[], ["identity"], [""], ["zstd"], ["gzip, zstd"]])
def test_what_nobody_asked_for_is_left_as_it_is(codings: list[str]) -> None:
    """A coding that is unknown stays on, and with it those below."""
    assert decoded(b"as it is", codings, LIMIT_BYTES) == b"as it is"


def test_an_empty_body_needs_no_coding() -> None:
    """An answer without a body may name one."""
    assert decoded(b"", ["gzip"], LIMIT_BYTES) == b""


@pytest.mark.parametrize(
    ("body", "coding", "reason"),
    [
        (b"no gzip at all", "gzip", Reason.BAD_ANSWER),
        (gzip.compress(b"x" * 500)[:-4], "gzip", Reason.BAD_ANSWER),
        (zlib.compress(b"x" * 500)[:-4], "deflate", Reason.BAD_ANSWER),
        (gzip.compress(b"x" * (LIMIT_BYTES + 1)), "gzip", Reason.TOO_LARGE),
        (gzip.compress(b"x" * 6_000) * 2, "gzip", Reason.TOO_LARGE),
        (gzip.compress(b"x" * 50_000_000), "gzip", Reason.TOO_LARGE),
        (b"no brotli at all", "br", Reason.BAD_ANSWER),
        (brotli.compress(b"x" * 500)[:-2], "br", Reason.BAD_ANSWER),
        (brotli.compress(b"x" * 500) + b"more", "br", Reason.BAD_ANSWER),
        (brotli.compress(b"x" * (LIMIT_BYTES + 1)), "br", Reason.TOO_LARGE),
        (brotli.compress(b"x" * 50_000_000), "br", Reason.TOO_LARGE),
    ],
    ids=[
        "garbage",
        "cut",
        "cut-deflate",
        "one-over",
        "members-over",
        "bomb",
        "br-garbage",
        "br-cut",
        "br-more",
        "br-over",
        "br-bomb",
    ],
)
def test_a_bad_body_is_refused(body: bytes, coding: str, reason: Reason) -> None:
    """Broken, cut short or over the limit when it is undone."""
    with pytest.raises(TripError) as raised:
        decoded(body, [coding], LIMIT_BYTES)
    assert raised.value.reason is reason


def test_a_body_of_just_the_limit_is_taken() -> None:
    """The limit itself is allowed."""
    assert len(decoded(gzip.compress(b"x" * LIMIT_BYTES), ["gzip"], LIMIT_BYTES)) == LIMIT_BYTES


@given(st.binary(max_size=60), st.sampled_from(["gzip", "deflate"]))
def test_random_bytes_give_a_body_or_a_failure(body: bytes, coding: str) -> None:
    """Nothing else ever comes out."""
    end: Reason | None = None
    try:
        decoded(body, [coding], LIMIT_BYTES)
    except TripError as error:
        end = error.reason
    assert end in {None, Reason.BAD_ANSWER}
