"""Claims about event streams: they are read as the HTML standard says, however they are cut."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.crowd import event_stream
from siaga.crowd.event_stream import EventStream, ServerEvent
from siaga.crowd.failure import Reason, TripError


def _told(*chunks: bytes) -> list[tuple[str, str, str]]:
    stream = EventStream()
    return [(one.name, one.text, one.id) for chunk in chunks for one in stream.feed(chunk)]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (b"data: one\n\n", [("message", "one", "")]),
        (b"data: one\ndata:two\ndata\n\n", [("message", "one\ntwo\n", "")]),
        (b"event: place\ndata: 4\nid: 7\n\n", [("place", "4", "7")]),
        (b"id: 7\n\ndata: later\n\n", [("message", "later", "7")]),
        (b"id: 7\ndata: a\n\nid\ndata: b\n\n", [("message", "a", "7"), ("message", "b", "")]),
        (b"id: 7\0\ndata: a\n\n", [("message", "a", "")]),
        (b"event: place\n\ndata: a\n\n", [("message", "a", "")]),
        (b": a comment\ndata: a\n:another\n\n", [("message", "a", "")]),
        (b"data:  two spaces\n\n", [("message", " two spaces", "")]),
        (b"data\n\n", [("message", "", "")]),
        (b"unknown: a\ndata: b\n\n", [("message", "b", "")]),
        (b"data: a: b\n\n", [("message", "a: b", "")]),
        (b"\xef\xbb\xbfdata: a\n\n", [("message", "a", "")]),
        (b"data: a\r\rdata: b\r\n\r\n", [("message", "a", ""), ("message", "b", "")]),
        (b"data: \xff\n\n", [("message", "\ufffd", "")]),
        (b"data: never ended\n", []),
        (b"\n\n\n", []),
    ],
)
def test_a_stream_is_read_as_the_standard_says(text: bytes, events: list[tuple[str, str, str]]) -> None:
    """Whole, and byte for byte."""
    assert _told(text) == events
    assert _told(*(text[n : n + 1] for n in range(len(text)))) == events


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.lists(st.sampled_from(["data", "id", "event", ":", " ", "\r", "\n", "\r\n", "å", "7"])).map(
        "".join
    ),
    cuts=st.lists(st.integers(0, 60), max_size=5),
)
def test_how_a_stream_is_cut_changes_nothing(text: str, cuts: list[int]) -> None:
    """Not even within a letter or a line's end."""
    content = text.encode()
    places = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
    pieces = [content[begin:end] for begin, end in pairwise(places)]
    assert _told(*pieces) == _told(content)


@pytest.mark.parametrize(
    ("text", "retry_s"),
    [
        (b"retry: 1500\n", 1.5),
        (b"retry: soon\n", None),
        (b"retry: -1\n", None),
        (b"retry: 99999999999999\n", 3600.0),
    ],
)
def test_a_stream_says_when_to_ask_again(text: bytes, retry_s: float | None) -> None:
    """In milliseconds, an hour at most."""
    stream = EventStream()
    assert (stream.feed(text), stream.retry_s) == ([], retry_s)


def test_the_next_stream_begins_with_the_last_id() -> None:
    """It is the last one that an empty line has confirmed."""
    first = EventStream("6")
    assert first.feed(b"data: a\n\n") == [ServerEvent(name="message", text="a", id="6")]
    first.feed(b"id: 7\n\nid: 8\n")
    assert first.last_id == "7"


@pytest.mark.parametrize("piece", [b"x" * 40, b"data: x\n", b"data: " + b"y" * 40])
def test_what_has_no_end_is_cut_off(piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line, an event of many lines, and both."""
    monkeypatch.setattr(event_stream, "MOST_CHARACTERS", 100)
    with pytest.raises(TripError) as raised:
        _told(*[piece] * 200)
    assert raised.value.reason is Reason.TOO_LARGE
