"""Claims about event sources: events come as the site sends them, over new streams, and not for ever."""

from collections.abc import Callable

import pytest

from siaga.crowd.event_stream import EventStream, ServerEvent
from siaga.crowd.failure import Reason, TripError
from siaga.crowd.visitor import JourneyEndedError, Visitor
from tests.crowd.hostile_site import HostileSite, Script, Talk, in_turn, ok, says, says_and_closes
from tests.crowd.visitor_stage import Stage

Start = Callable[..., HostileSite]

KIND = b"Content-Type: text/event-stream; charset=utf-8"
HEAD = b"HTTP/1.1 200 OK\r\n" + KIND + b"\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\n" + KIND + b"\r\nTransfer-Encoding: chunked\r\n\r\n"
SOON = b"retry: 0\n\n"
OVER = says(ok(status=b"204 No Content"))


def _chunked(text: bytes) -> bytes:
    return CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (len(text), text)


def _texts(me: Visitor, **options: object) -> list[str]:
    given = {"step": "queue", "until_s": 2_000.0, **options}
    return [one.text for one in me.events("/stream", **given)]  # type: ignore[arg-type]


def _told(stage: Stage) -> list[tuple[str, str]]:
    """Give what was recorded; what went well at once comes first."""
    return [(one.step, one.reason) for one in stage.recorded()]


@pytest.mark.parametrize("secure", [False, True])
def test_events_come_until_the_site_has_no_more(stage: Stage, site: Start, *, secure: bool) -> None:
    """Over another stream, which is asked for from where the last one ended; 204 is the end."""
    first = says_and_closes(_chunked(SOON + b"id: 7\ndata: a\n\nevent: place\ndata: b\n\ndata: cut"))
    at = site(in_turn(first, OVER), secure=secure)
    stage.url = at.url
    me = stage.visitor()
    me.browser.cookies.put("s", "1")
    heard = list(me.events("/stream?q=1", step="queue", until_s=2_000, headers={"X-Own": "2"}))
    assert heard == [
        ServerEvent(name="message", text="a", id="7"),
        ServerEvent(name="place", text="b", id="7"),
    ]
    assert _told(stage) == [("queue", ""), ("queue", "")]
    assert at.heard[0].startswith(b"GET /stream?q=1 HTTP/1.1\r\n")
    for line in (b"Accept: text/event-stream", b"Cookie: s=1", b"X-Own: 2"):
        assert b"\r\n" + line + b"\r\n" in at.heard[0]
    assert [b"\r\nLast-Event-ID: 7\r\n" in one for one in at.heard] == [False, True]


def test_events_are_timed_under_the_names_that_the_journey_gives(stage: Stage, site: Start) -> None:
    """From asking to the first, and from one to the next."""
    stage.url = site(says(HEAD + b"data: a\n\ndata: b\n\ndata: c\n\n")).url
    assert _texts(stage.visitor(), first="first-place", each="place", most=3) == ["a", "b", "c"]
    assert _told(stage) == [("queue", ""), ("first-place", ""), ("place", ""), ("place", "")]


def test_a_visitor_leaves_when_it_has_heard_enough_or_stayed_long_enough(
    stage: Stage, site: Start
) -> None:
    """The site says nothing that ends it; a first event that never came is a failed step."""
    at = site(says(HEAD + b"data: a\n\ndata: b\n\n"))
    stage.url = at.url
    assert _texts(stage.visitor(), most=1) == ["a"]
    at.script = says(HEAD)
    assert _texts(stage.visitor(), until_s=50.0, first="first-place") == []
    at.script = says(HEAD + b"data: a\n\n")
    assert _texts(stage.visitor(), until_s=50.0, first="first-place") == ["a"]
    assert _told(stage) == [
        ("queue", ""),
        ("queue", ""),
        ("queue", ""),
        ("first-place", "timeout"),
        ("first-place", ""),
    ]


def test_who_breaks_off_closes_the_stream(stage: Stage, site: Start) -> None:
    """At once; the script of the site ends."""
    stage.url = site(says(HEAD + b"data: a\n\n")).url
    me = stage.visitor()
    for _event in me.events("/stream", step="queue", until_s=2_000):
        break
    assert not me._course.channels


def test_who_leaves_closes_the_stream(stage: Stage, site: Start) -> None:
    """Whatever still holds on to its events."""
    stage.url = site(says(HEAD + b"data: a\n\n")).url
    me = stage.visitor()
    heard = me.events("/stream", step="queue", until_s=2_000)
    next(heard)
    me.leave()
    assert list(heard) == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ok(b"busy", status=b"503 Busy"), "status 503"),
        (ok(b"<p>", b"Content-Type: text/html"), "bad-answer"),
        (ok(b"", KIND, b"Content-Encoding: gzip"), "bad-answer"),
        (b"nonsense\r\n\r\n", "bad-answer"),
        (CHUNKED + b"nonsense\r\n", "bad-answer"),
        (b"HTTP/1.1 200 OK\r\n", "closed"),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 9\r\n\r\nshort", "closed"),
        (b"", "closed"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000, "too-large"),
    ],
)
def test_a_stream_that_does_not_open_ends_the_journey(
    stage: Stage, site: Start, answer: bytes, reason: str
) -> None:
    """For a reason of those that requests have."""
    stage.url = site(says_and_closes(answer)).url
    with pytest.raises(JourneyEndedError, match=reason):
        _texts(stage.visitor())
    assert _told(stage) == [("queue", reason)]


def test_a_stream_that_never_opens_is_waited_for_no_longer_than_an_answer(
    stage: Stage, site: Start
) -> None:
    """Nothing hangs."""
    stage.url = site(lambda talk: talk.hear() and talk.wait()).url
    stage.browse_within_s = 0.2
    with pytest.raises(JourneyEndedError, match="timeout"):
        _texts(stage.visitor())


BROKEN: dict[str, tuple[bytes, str]] = {
    "cut": (CHUNKED + b"9\r\nretry: 0\n\r\n", "closed"),
    "short": (b"HTTP/1.1 200 OK\r\n" + KIND + b"\r\nContent-Length: 99\r\n\r\nretry: 0\n", "closed"),
}


@pytest.mark.parametrize(("answer", "reason"), BROKEN.values(), ids=list(BROKEN))
def test_a_stream_that_breaks_is_counted_and_asked_for_again(
    stage: Stage, site: Start, answer: bytes, reason: str
) -> None:
    """As a browser does."""
    stage.url = site(in_turn(says_and_closes(answer), OVER)).url
    assert _texts(stage.visitor()) == []
    assert _told(stage) == [("queue", ""), ("queue", ""), ("queue", reason)]


def test_a_stream_without_end_of_line_is_cut_off_and_not_asked_for_again(
    stage: Stage, site: Start
) -> None:
    """It would do so again."""

    def flood(talk: Talk) -> None:
        talk.hear()
        talk.say(HEAD + b"data: ")
        while True:
            talk.say(b"x" * 65_536)

    at = site(flood)
    stage.url = at.url
    with pytest.raises(JourneyEndedError, match="too-large"):
        _texts(stage.visitor())
    assert (at.connections, _told(stage)) == (1, [("queue", ""), ("queue", "too-large")])


def test_what_a_broken_stream_told_is_shown_without_what_may_be_a_secret(
    stage: Stage, site: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As that of any other step."""

    def breaks(_stream: EventStream, _text: bytes) -> list[ServerEvent]:
        raise TripError(Reason.TOO_LARGE, f"event {'k' * 20} is too large")

    monkeypatch.setattr(EventStream, "feed", breaks)
    stage.url = site(says(HEAD + b"data: a\n\n")).url
    with pytest.raises(JourneyEndedError, match="too-large"):
        _texts(stage.visitor())
    assert stage.examples() == {"queue too-large": f"{stage.url}: event … is too large"}


def test_a_site_that_ends_every_stream_is_not_asked_for_ever(
    stage: Stage, site: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it says that it may be asked at once."""
    monkeypatch.setattr("siaga.crowd.event_source.MOST_STREAMS", 4)
    at = site(says_and_closes(HEAD + SOON))
    stage.url = at.url
    assert _texts(stage.visitor()) == []
    assert at.connections == 4


def test_a_visitor_does_not_wait_for_another_stream_beyond_its_time(stage: Stage, site: Start) -> None:
    """Where the site asks for longer, it leaves."""
    at = site(says_and_closes(HEAD + b"retry: 3000000\ndata: a\n\n"))
    stage.url = at.url
    assert (_texts(stage.visitor()), at.connections) == (["a"], 1)


def test_a_stream_in_chunks_goes_on_after_a_good_one(stage: Stage, site: Start) -> None:
    """A stream that ends as it should is no failure."""
    whole: Script = says(_chunked(b"data: a\n\nretry: 0\n\n"))
    stage.url = site(in_turn(whole, OVER)).url
    assert _texts(stage.visitor()) == ["a"]
    assert _told(stage) == [("queue", ""), ("queue", "")]
