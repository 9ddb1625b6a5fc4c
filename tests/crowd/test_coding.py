"""Claims about compressed bodies: undone within a limit, or refused."""

import gzip
import random
import time
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.crowd.coding import MOST_CODINGS, MOST_MEMBERS, SLICE_BYTES, decoded
from siaga.crowd.failure import Reason, TripError

LIMIT_BYTES = 10_000
EMPTY_MEMBER = gzip.compress(b"")


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


@pytest.mark.parametrize("size", [1, SLICE_BYTES - 20, SLICE_BYTES, 3 * SLICE_BYTES + 1])
def test_members_are_read_wherever_they_end(size: int) -> None:
    """Before the end of what is undone at once, at it and behind it; zlib's and Brotli's, too."""
    noise = random.Random(size).randbytes(size)  # noqa: S311 - what does not compress
    body = b"".join(gzip.compress(part) for part in (noise, b"", noise, b"end"))
    assert decoded(body, ["gzip"], 2 * size + 3) == noise * 2 + b"end"
    assert decoded(zlib.compress(noise), ["deflate"], size) == noise
    assert decoded(brotli.compress(noise), ["br"], size) == noise
    for missing in (1, 8, size // 2 + 8):
        with pytest.raises(TripError, match="cut short"):
            decoded(gzip.compress(noise)[:-missing], ["gzip"], size)


def test_more_members_than_anybody_needs_are_refused() -> None:
    """Each takes its time, and the whole worker waits."""
    assert decoded(EMPTY_MEMBER * MOST_MEMBERS, ["gzip"], LIMIT_BYTES) == b""
    with pytest.raises(TripError, match="has more than 10000 members of gzip") as raised:
        decoded(EMPTY_MEMBER * (MOST_MEMBERS + 1), ["gzip"], LIMIT_BYTES)
    assert raised.value.reason is Reason.TOO_LARGE


def test_what_stands_behind_a_member_costs_nothing() -> None:
    """Were it copied behind each, this would take seconds, and minutes at the largest."""
    body = EMPTY_MEMBER * 3_000 + b"\0" * 16_000_000
    began_s = time.process_time()
    assert decoded(body, ["gzip"], LIMIT_BYTES) == b""
    assert time.process_time() - began_s < 1


def test_a_body_that_is_coded_more_often_than_anybody_does_is_refused() -> None:
    """Each coding may make the most that is allowed of it; what codes nothing does not count."""
    body, codings = b"hello", ["gzip", " identity", "gzip,, gzip", "gzip", "gzip"]
    for _ in range(MOST_CODINGS):
        body = gzip.compress(body)
    assert decoded(body, codings, LIMIT_BYTES) == b"hello"
    with pytest.raises(TripError, match="is coded 6 times, and 5 are undone") as raised:
        decoded(gzip.compress(body), [*codings, "x-gzip"], LIMIT_BYTES)
    assert raised.value.reason is Reason.BAD_ANSWER
    assert decoded(b"", ["gzip"] * 6, LIMIT_BYTES) == b""


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
