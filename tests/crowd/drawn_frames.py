"""The drawn frames: what a hostile site may say in HTTP/2, from sound frames to noise."""

from collections.abc import Callable, Sequence

from hpack import Encoder
from hyperframe.frame import (
    DataFrame,
    Frame,
    GoAwayFrame,
    HeadersFrame,
    PingFrame,
    PushPromiseFrame,
    RstStreamFrame,
    SettingsFrame,
    WindowUpdateFrame,
)
from hypothesis import strategies as st

Say = Callable[[Encoder], bytes]
"""Gives the bytes of a frame; heads depend on those that went before on the connection."""

_streams = st.sampled_from([1, 1, 1, 1, 0, 2, 3])
_numbers = st.sampled_from([0, 1, 2, 5, 16_384, 65_535, 2**31 - 1])
_fields = st.lists(
    st.sampled_from(
        [
            (b":status", b"200"),
            (b":status", b"304"),
            (b":status", b"100"),
            (b":status", b"99"),
            (b":path", b"/"),
            (b"content-length", b"5"),
            (b"content-length", b"x"),
            (b"location", b"/there"),
            (b"set-cookie", b"a=b"),
            (b"content-encoding", b"gzip"),
            (b"X-Large", b"1"),
            (b"connection", b"close"),
            (b"te", b"x"),
        ]
    ),
    max_size=4,
)
_heads = _fields | _fields.map(lambda more: [(b":status", b"200"), *more])
_contents = st.sampled_from([b"", b"hello", b"x" * 2_000]) | st.binary(max_size=30)


def _sound(frame: Frame) -> Say:
    return lambda _encoder: frame.serialize()


def _head(stream: int, fields: Sequence[tuple[bytes, bytes]], flags: list[str]) -> Say:
    def said(encoder: Encoder) -> bytes:
        return HeadersFrame(stream or 1, encoder.encode(fields), flags=flags).serialize()

    return said


def _body(stream: int, content: bytes, padding: int, flags: list[str]) -> Say:
    more = ["PADDED"] if padding else []
    return _sound(DataFrame(stream or 1, content, pad_length=padding, flags=[*flags, *more]))


def _raw(kind: int, flags: int, stream: int, payload: bytes, lie: int) -> Say:
    size = max(len(payload) + lie, 0).to_bytes(3)
    return lambda _encoder: size + bytes([kind, flags]) + stream.to_bytes(4) + payload


def _noise(content: bytes) -> Say:
    return lambda _encoder: content


_ends = st.sampled_from([[], ["END_STREAM"]])
_head_flags = st.sampled_from(
    [["END_HEADERS"], ["END_HEADERS"], ["END_HEADERS", "END_STREAM"], ["END_STREAM"], []]
)
_harmless = st.one_of(
    st.just(_sound(PingFrame(opaque_data=b"anybody?"))),
    st.just(_sound(SettingsFrame(settings={3: 100}))),
    st.just(_sound(WindowUpdateFrame(0, window_increment=9))),
    st.builds(_raw, st.just(77), st.integers(0, 255), _streams, st.binary(max_size=9), st.just(0)),
)
_interim = st.just(_head(1, [(b":status", b"103"), (b"link", b"x")], ["END_HEADERS"]))
_said = st.one_of(
    st.builds(_head, _streams, _heads, _head_flags),
    st.builds(_body, _streams, _contents, st.sampled_from([0, 0, 7]), _ends),
    st.builds(
        _raw,
        st.integers(0, 12),
        st.integers(0, 255),
        _streams,
        st.binary(max_size=24),
        st.sampled_from([0, 0, 0, -1, 3, 20_000]),
    ),
    st.builds(lambda code: _sound(RstStreamFrame(1, error_code=code)), st.integers(0, 14)),
    st.builds(
        lambda last, code: _sound(GoAwayFrame(last_stream_id=last, error_code=code)),
        st.integers(0, 3),
        st.integers(0, 14),
    ),
    st.builds(
        lambda key, value: _sound(SettingsFrame(settings={key: value})), st.integers(1, 8), _numbers
    ),
    st.builds(lambda stream, by: _raw(8, 0, stream, by.to_bytes(4), 0), _streams, _numbers),
    st.just(_sound(PushPromiseFrame(1, promised_stream_id=2, data=b"", flags=["END_HEADERS"]))),
    st.builds(_noise, st.binary(max_size=40)),
)
_few = st.lists(_harmless, max_size=2)
_rarely = st.sampled_from([True, False, False])
_answers = st.sampled_from(
    [
        ((b":status", b"200"), (b"content-length", b"5")),
        ((b":status", b"200"), (b"content-encoding", b"gzip")),
        ((b":status", b"304"), (b"content-length", b"5")),
        ((b":status", b"404"),),
    ]
)


@st.composite
def _answer(draw: st.DrawFn) -> list[Say]:
    """Draw an answer that is sound but for what may stand in it."""
    head = _head(1, draw(_answers), ["END_HEADERS"])
    body = _body(1, draw(st.sampled_from([b"hello", b"hello", b"", b"hell"])), 0, ["END_STREAM"])
    before = draw(st.lists(_harmless | _interim, max_size=2))
    noise = [draw(st.lists(_said, max_size=1) if draw(_rarely) else _few) for _ in "ab"]
    return [*before, head, *noise[0], body, *noise[1]]


everything = _answer() | st.lists(_said, max_size=6)
"""What a site may say after the request on stream 1."""


def spoken(every: Sequence[Say]) -> bytes:
    """Give what is said on one connection."""
    encoder = Encoder()
    return b"".join(one(encoder) for one in every)
