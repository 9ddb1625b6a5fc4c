"""Claims about WebSockets: each answer waited for is a sample, and nothing makes a journey hang."""

import threading
from collections.abc import Callable

import gevent
import pytest
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage

from siaga.crowd.visitor import JourneyEndedError
from tests.crowd.hostile_site import PATIENCE_S, HostileSite, Script, Talk, ok, says_and_closes
from tests.crowd.socket_site import SocketTalk, accepts, framed
from tests.crowd.visitor_stage import Stage
from tests.crowd.waiting import until

Start = Callable[..., HostileSite]


def _told(stage: Stage) -> list[tuple[str, str, str]]:
    return [(one.step, one.method, one.reason) for one in stage.recorded()]


@pytest.mark.parametrize("secure", [False, True])
def test_what_is_said_is_answered(stage: Stage, site: Start, *, secure: bool) -> None:
    """With cookies, the run's headers and the origin of the site; each answer is a step."""
    at = site(lambda talk: SocketTalk(talk).echo(), secure=secure)
    stage.url = at.url
    me = stage.visitor()
    me.browser.cookies.put("s", "1")
    with me.socket("/ws?q=1", step="queue", headers={"X-Own": "2"}) as socket:
        socket.send("hello")
        assert socket.receive() == "HELLO"
        socket.send("again")
        assert socket.receive(step="place", within_s=5) == "AGAIN"
    me.leave()
    assert _told(stage) == [
        ("queue", "SOCKET", ""),
        ("queue/message", "SOCKET", ""),
        ("place", "SOCKET", ""),
    ]
    assert at.heard[0].startswith(b"GET /ws?q=1 HTTP/1.1\r\n")
    for line in (
        b"Cookie: s=1",
        b"X-Own: 2",
        b"Origin: " + at.url.encode(),
        b"Sec-WebSocket-Version: 13",
    ):
        assert at.heard[0].count(b"\r\n" + line + b"\r\n") == 1
    assert me.browser.cookies.get("ws") == "1"


def test_an_answer_counts_from_what_was_sent(stage: Stage, site: Start) -> None:
    """And the next from when the journey begins to wait; what was there before has taken no time."""
    stage.url = site(lambda talk: SocketTalk(talk, framed(TextMessage(data="early"))).echo()).url
    me = stage.visitor()
    with me.socket("/ws", step="queue") as socket:
        until(lambda: not gevent.sleep(0) and socket._incoming._waiting)
        stage.at_s = 20.0
        assert socket.receive() == "early"
        socket.send("hello")
        until(lambda: not gevent.sleep(0) and socket._incoming._waiting)
        stage.at_s = 30.0
        socket.receive()
    _opening, early, hello = stage.recorded()
    assert (early.started_s, early.ended_s) == (10.0, 10.0)
    assert (hello.started_s, hello.ended_s) == (20.0, 20.0)


def test_pings_are_answered_while_the_journey_does_something_else(stage: Stage, site: Start) -> None:
    """A person who reads is still there."""
    heard = list[object]()

    def play(talk: Talk) -> None:
        socket = SocketTalk(talk)
        socket.say(Ping(payload=b"there?"))
        heard.append(socket.hear())
        talk.wait()

    stage.url = site(play).url
    with stage.visitor().socket("/ws", step="queue"):
        until(lambda: not gevent.sleep(0) and heard)
    assert heard == [Pong(payload=b"there?")]


def test_a_message_in_parts_and_one_of_bytes_come_whole(stage: Stage, site: Start) -> None:
    """As the site meant them."""

    def play(talk: Talk) -> None:
        socket = SocketTalk(talk)
        socket.say(TextMessage(data="one ", message_finished=False))
        socket.say(TextMessage(data="two"))
        socket.say(BytesMessage(data=b"\0\1"))
        talk.wait()

    stage.url = site(play).url
    with stage.visitor().socket("/ws", step="queue") as socket:
        assert [socket.receive(), socket.receive()] == ["one two", b"\0\1"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ok(b"busy", status=b"503 Busy"), "status 503"),
        (ok(b"page"), "status 200"),
        (b"HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n", "status 403"),
        (b"HTTP/1.1 403 No\r\n\r\nuntil the end", "status 403"),
        (b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n", "bad-answer"),
        (b"nonsense\r\n\r\n", "bad-answer"),
        (b"HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\nshort", "closed"),
        (b"HTTP/1.1 403 No\r\n", "closed"),
        (b"", "closed"),
        (b"X" * 100_000, "bad-answer"),
        (b"HTTP/1.1 403 No\r\n\r\n" + b"X" * 2_000_000, "too-large"),
    ],
)
def test_a_site_that_does_not_open_it_ends_the_journey(
    stage: Stage, site: Start, answer: bytes, reason: str
) -> None:
    """For a reason of those that requests have."""
    stage.url = site(says_and_closes(answer)).url
    with pytest.raises(JourneyEndedError, match=reason), stage.visitor().socket("/ws", step="queue"):
        pass
    assert _told(stage) == [("queue", "SOCKET", reason)]


def test_a_site_that_never_opens_it_is_waited_for_no_longer_than_for_a_request(
    stage: Stage, site: Start
) -> None:
    """Nothing hangs."""
    stage.url = site(lambda talk: talk.hear() and talk.wait()).url
    stage.browse_within_s = 0.2
    with pytest.raises(JourneyEndedError, match="timeout"), stage.visitor().socket("/ws", step="queue"):
        pass
    assert _told(stage) == [("queue", "SOCKET", "timeout")]


def _closes(talk: Talk) -> None:
    SocketTalk(talk).say(CloseConnection(code=1013, reason="full"))
    talk.wait()


def _floods(talk: Talk) -> None:
    SocketTalk(talk)
    talk.say(b"\x81\x7f" + (2**40).to_bytes(8, "big"))
    while True:
        talk.say(b"x" * 65_536)


def _says_nonsense(talk: Talk) -> None:
    SocketTalk(talk)
    talk.say(b"\xff\xff\xff")
    talk.wait()


def _says_what_is_no_text(talk: Talk) -> None:
    SocketTalk(talk)
    talk.say(b"\x81\x02\xc3\x28")
    talk.wait()


def _resets(talk: Talk) -> None:
    SocketTalk(talk)
    talk.reset()


def _says_nothing(talk: Talk) -> None:
    SocketTalk(talk)
    talk.wait()


def _goes(talk: Talk) -> None:
    SocketTalk(talk)


ENDS: dict[str, tuple[Script, str]] = {
    "close": (_closes, "close 1013"),
    "flood": (_floods, "too-large"),
    "nonsense": (_says_nonsense, "bad-answer"),
    "no-text": (_says_what_is_no_text, "bad-answer"),
    "reset": (_resets, "reset"),
    "gone": (_goes, "closed"),
    "silence": (_says_nothing, "timeout"),
}


@pytest.mark.parametrize(("script", "reason"), ENDS.values(), ids=list(ENDS))
def test_an_answer_that_does_not_come_ends_the_journey(
    stage: Stage, site: Start, script: Script, reason: str
) -> None:
    """With a sample that says why."""
    stage.url = site(script).url
    with (
        pytest.raises(JourneyEndedError, match=reason),
        stage.visitor().socket("/ws", step="queue") as socket,
    ):
        socket.receive(within_s=0.3 if reason == "timeout" else 5)
    assert _told(stage) == [("queue", "SOCKET", ""), ("queue/message", "SOCKET", reason)]


def test_a_site_that_sends_more_than_anybody_asks_for_is_cut_off(
    stage: Stage, site: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came before is still there."""
    monkeypatch.setattr("siaga.crowd.incoming.MOST_WAITING", 3)

    def play(talk: Talk) -> None:
        socket = SocketTalk(talk)
        while True:
            socket.say(TextMessage(data="more"))

    stage.url = site(play).url
    with stage.visitor().socket("/ws", step="queue") as socket:
        until(lambda: not gevent.sleep(0) and socket._incoming.ending)
        assert [socket.receive() for _message in range(3)] == ["more"] * 3
        with pytest.raises(JourneyEndedError, match="too-large"):
            socket.receive()


def test_a_site_that_takes_nothing_holds_nobody(stage: Stage, site: Start) -> None:
    """Neither what is said nor the good-bye waits for ever."""
    over = threading.Event()

    def play(talk: Talk) -> None:
        talk.say(accepts(talk.hear()))
        over.wait(PATIENCE_S)

    stage.url = site(play).url
    stage.browse_within_s = 0.3
    with (
        pytest.raises(JourneyEndedError, match="timeout"),
        stage.visitor().socket("/ws", step="queue") as socket,
    ):
        socket.send("x" * 30_000_000)
    over.set()
    assert _told(stage)[1:] == [("queue/message", "SOCKET", "timeout")]


def test_nothing_can_be_said_when_the_site_has_closed(stage: Stage, site: Start) -> None:
    """The site's own code is the reason."""
    stage.url = site(_closes).url
    with stage.visitor().socket("/ws", step="queue") as socket:
        until(lambda: not gevent.sleep(0) and socket._incoming.ending)
        with pytest.raises(JourneyEndedError, match="close 1013"):
            socket.send("hello")


def test_what_a_site_says_when_it_closes_is_shown_without_what_may_be_a_secret(
    stage: Stage, site: Start
) -> None:
    """As the answer to any other step."""

    def play(talk: Talk) -> None:
        SocketTalk(talk).say(CloseConnection(code=1008, reason=f"token {'k' * 20} is old"))
        talk.wait()

    stage.url = site(play).url
    with (
        pytest.raises(JourneyEndedError, match="close 1008"),
        stage.visitor().socket("/ws", step="queue") as socket,
    ):
        socket.receive()
    assert stage.examples() == {"queue/message close 1008": "token … is old"}


def test_nothing_can_be_said_before_it_is_open(stage: Stage) -> None:
    """It is `with` that opens it."""
    with pytest.raises(JourneyEndedError, match="reset"):
        stage.visitor().socket("/ws", step="queue").send("hello")


def test_a_visitor_who_goes_closes_it(stage: Stage, site: Start) -> None:
    """Also one who is cut off in the middle."""
    gone = threading.Event()

    def play(talk: Talk) -> None:
        SocketTalk(talk)
        talk.wait()
        gone.set()

    stage.url = site(play).url
    me = stage.visitor()
    me.socket("/ws", step="queue").__enter__()
    me.leave()
    until(gone.is_set)
