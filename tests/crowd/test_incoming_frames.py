"""Claims about incoming frames: a goodbye is heard, and everything else passes as it came."""

from itertools import pairwise

import pytest
from h2.exceptions import FrameTooLargeError
from hyperframe.frame import DataFrame, Frame, GoAwayFrame, PingFrame
from hypothesis import given
from hypothesis import strategies as st

from siaga.crowd.incoming_frames import LONGEST_BYTES, IncomingFrames


def _frames(*frames: Frame) -> bytes:
    return b"".join(one.serialize() for one in frames)


KINDS = st.one_of(
    st.builds(lambda content: DataFrame(1, data=content), st.binary(max_size=40)),
    st.builds(lambda content: PingFrame(opaque_data=content), st.binary(min_size=8, max_size=8)),
    st.builds(
        lambda last, code, more: GoAwayFrame(last_stream_id=last, error_code=code, additional_data=more),
        st.integers(0, 2**31 - 1),
        st.integers(0, 13),
        st.binary(max_size=30),
    ),
)


@given(st.lists(KINDS, max_size=6), st.data())
def test_everything_but_a_goodbye_passes_in_order_however_it_comes(
    sent: list[Frame], drawn: st.DataObject
) -> None:
    """The last one counts: a site may say first that it will go, and then with which request."""
    whole = _frames(*sent)
    cuts = drawn.draw(st.lists(st.integers(0, len(whole)), max_size=6))
    frames = IncomingFrames()
    places = sorted({0, len(whole), *cuts})
    passed = b"".join(frames.passed(whole[at:to]) for at, to in pairwise(places))
    said = [one for one in sent if isinstance(one, GoAwayFrame)]
    assert passed == _frames(*(one for one in sent if not isinstance(one, GoAwayFrame)))
    assert frames.last_stream == (said[-1].last_stream_id if said else None)


@pytest.mark.parametrize(("code", "named"), [(0, "NO_ERROR"), (11, "ENHANCE_YOUR_CALM"), (77, "77")])
def test_a_goodbye_says_why(code: int, named: str) -> None:
    """By the name that the protocol has for it, if it has one."""
    frames = IncomingFrames()
    assert frames.passed(_frames(GoAwayFrame(last_stream_id=3, error_code=code))) == b""
    assert (frames.last_stream, frames.why) == (3, named)


def test_a_goodbye_that_is_too_short_to_be_one_is_left_to_the_library() -> None:
    """It says what is wrong with it."""
    short = bytes.fromhex("000007070000000000") + b"1234567"
    frames = IncomingFrames()
    assert (frames.passed(short), frames.last_stream) == (short, None)


def test_no_frame_is_waited_for_that_is_too_large() -> None:
    """Nobody has allowed any beyond the usual size, and the memory would be filled meanwhile."""
    head = LONGEST_BYTES.to_bytes(3) + bytes.fromhex("000000000001")
    assert IncomingFrames().passed(head) == head
    with pytest.raises(FrameTooLargeError, match="has 16385 bytes; 16384 are allowed"):
        IncomingFrames().passed((LONGEST_BYTES + 1).to_bytes(3) + head[3:])
