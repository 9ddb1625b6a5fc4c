"""Claims about large requests: sent while listening, as the site may refuse half way."""

from collections.abc import Callable
from threading import Event

import pytest

from siaga.crowd.browser import Browser
from siaga.crowd.failure import RequestFailure, Sent
from tests.crowd.hostile_site import PATIENCE_S, HostileSite, Talk, in_turn, ok, says

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]

LARGE = b"x" * 8_000_000


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
def test_a_large_body_arrives_whole(site: Start, browse: Browse, *, secure: bool) -> None:
    """The kernel takes it in many parts."""
    at = site(says(ok(b"thanks"), ok(b"again")), secure=secure)
    me = browse(at.url)
    got = me.put("/photo", body=LARGE)
    assert (got.body, at.heard[0].endswith(b"\r\n\r\n" + LARGE)) == (b"thanks", True)
    assert got.sent_bytes >= len(at.heard[0])
    assert me.get("/").body == b"again"
    assert at.connections == 1


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
def test_a_site_that_refuses_a_large_body_is_heard_at_once(
    site: Start, browse: Browse, *, secure: bool
) -> None:
    """The answer counts though the body was not taken; the connection is not used again."""
    served = Event()

    def refuse(talk: Talk) -> None:
        talk.socket.recv(1_000)
        talk.say(ok(b"too large", status=b"413 Content Too Large"))
        # Reading on would let the whole body through, and keep the connection.
        served.wait(PATIENCE_S)

    def serve(talk: Talk) -> None:
        says(ok(b"next"))(talk)
        served.set()

    at = site(in_turn(refuse, serve), secure=secure)
    me = browse(at.url)
    got = me.put("/photo", body=LARGE * 4)
    assert (got.status, got.body) == (413, b"too large")
    assert me.get("/").body == b"next"
    assert at.connections == 2


def test_a_site_that_breaks_off_a_large_body_is_a_failure(site: Start, browse: Browse) -> None:
    """Something was sent, nobody knows what became of it."""

    def break_off(talk: Talk) -> None:
        talk.socket.recv(1_000)
        talk.reset()

    with pytest.raises(RequestFailure) as raised:
        browse(site(break_off).url).put("/photo", body=LARGE * 4)
    assert raised.value.sent is Sent.SOMETHING
