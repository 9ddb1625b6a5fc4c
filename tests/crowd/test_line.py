"""Claims about the kept connection of a browser: reused, found stale, replaced, no POST doubled."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from siaga.crowd.address import Address
from siaga.crowd.browser import Browser
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.resolver import Resolver
from tests.crowd.hostile_site import HostileSite, Script, Talk, in_turn, ok, says, says_and_closes
from tests.crowd.waiting import until

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]


def _answers_then(end: Callable[[Talk], None]) -> Script:
    """Answer one request, take a second one, and end without a word."""

    def play(talk: Talk) -> None:
        talk.hear()
        talk.say(ok(b"first"))
        talk.hear()
        end(talk)

    return play


ENDS = {"closes": lambda _: None, "resets": Talk.reset}


@pytest.mark.parametrize("end", ENDS.values(), ids=list(ENDS))
def test_a_get_on_a_connection_gone_stale_is_sent_again(
    site: Start, browse: Browse, end: Callable[[Talk], None]
) -> None:
    """A person sees nothing of it; both sendings are counted."""
    at = site(in_turn(_answers_then(end), says(ok(b"second"))))
    me = browse(at.url)
    me.get("/1")
    got = me.get("/2")
    assert (got.body, got.requests) == (b"second", 2)
    assert got.sent_bytes == 2 * len(at.heard[2])
    assert [request.split()[1] for request in at.heard] == [b"/1", b"/2", b"/2"]


def test_of_a_get_that_was_sent_again_in_vain_both_sendings_are_counted(
    site: Start, browse: Browse
) -> None:
    """The site has seen it twice, though nothing came of it."""

    def hears(talk: Talk) -> None:
        talk.hear()

    at = site(in_turn(_answers_then(ENDS["closes"]), hears))
    me = browse(at.url)
    me.get("/1")
    with pytest.raises(RequestFailure) as raised:
        me.get("/2")
    assert (raised.value.reason, raised.value.requests) == (Reason.CLOSED, 2)
    assert [request.split()[1] for request in at.heard] == [b"/1", b"/2", b"/2"]


@pytest.mark.parametrize("end", ENDS.values(), ids=list(ENDS))
def test_a_post_of_which_a_byte_left_is_never_sent_again(
    site: Start, browse: Browse, end: Callable[[Talk], None]
) -> None:
    """The site may have done it: a failure with something sent, and no second request."""
    at = site(in_turn(_answers_then(end), says(ok(b"never"))))
    me = browse(at.url)
    me.get("/1")
    with pytest.raises(RequestFailure, match="closed the kept connection") as raised:
        me.post("/2", json={})
    assert (raised.value.reason, raised.value.sent) == (Reason.CLOSED, Sent.SOMETHING)
    assert len(at.heard) == 2
    assert me.get("/3").body == b"never"


def test_a_post_does_not_use_a_connection_that_the_site_has_closed(site: Start, browse: Browse) -> None:
    """The close is seen before anything is sent, so the POST goes out once, on a new connection."""
    closed: list[bool] = []

    def once(talk: Talk) -> None:
        says_and_closes(ok(b"first"))(talk)
        talk.socket.close()
        closed.append(True)

    at = site(in_turn(once, says(ok(b"second"))))
    me = browse(at.url)
    me.get("/1")
    until(lambda: closed)
    got = me.post("/2", json={})
    assert (got.body, got.requests, len(at.heard)) == (b"second", 1, 2)


def test_a_connection_on_which_the_site_speaks_unasked_is_left(site: Start, browse: Browse) -> None:
    """The unasked answer is never taken for the next one."""
    spoke: list[bool] = []

    def unasked(talk: Talk) -> None:
        talk.hear()
        talk.say(ok(b"first"))
        talk.say(ok(b"unasked"))
        spoke.append(True)
        talk.wait()

    me = browse(site(in_turn(unasked, says(ok(b"second")))).url)
    assert me.get("/").body == b"first"
    until(lambda: spoke)
    assert me.post("/", json={}).body == b"second"


def test_an_answer_broken_off_on_a_kept_connection_is_not_asked_for_again(
    site: Start, browse: Browse
) -> None:
    """The site has begun to answer: that connection was not stale."""
    at = site(in_turn(_answers_then(lambda talk: talk.say(ok(b"hello")[:-1])), says(ok(b"never"))))
    me = browse(at.url)
    me.get("/1")
    with pytest.raises(RequestFailure, match="after 4 bytes of body"):
        me.get("/2")
    assert len(at.heard) == 2


@pytest.mark.parametrize("header", [b"Connection: close", b"connection: Close"])
def test_a_site_that_closes_gets_a_new_connection_each_time(
    site: Start, browse: Browse, header: bytes
) -> None:
    """Also if it says so and does not."""
    at = site(says(ok(b"1", header)))
    me = browse(at.url)
    for _ in range(3):
        assert me.get("/").requests == 1
    assert at.connections == 3


@dataclass(slots=True)
class _Several:
    """A look-up with several addresses; only the last is open."""

    places: Sequence[tuple[str, int]]

    def __call__(self, *_: object, **__: object) -> list[tuple[Any, ...]]:
        """Answer as getaddrinfo does."""
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in self.places]


def test_the_next_address_is_tried_when_one_refuses(site: Start, browse: Browse) -> None:
    """As long as one of a site's addresses is up, visitors get in."""
    at = site(says(ok(b"here")))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        shut = listener.getsockname()
    resolver = Resolver(lookup=_Several([("127.0.0.1", at.port), shut]))
    me = browse(f"http://site.example:{at.port}", resolver=resolver)
    assert me.get("/").body == b"here"


def test_without_descriptors_no_other_address_is_tried(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The generator's own limit is told apart from the site's."""
    tried: list[Address] = []

    def exhausted(address: Address) -> None:
        tried.append(address)
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("siaga.crowd.route.Connection", exhausted)
    resolver = Resolver(lookup=_Several([("127.0.0.1", 1), ("127.0.0.2", 1)]))
    with pytest.raises(RequestFailure) as raised:
        browse("http://site.example:1", resolver=resolver).get("/")
    assert (raised.value.reason, raised.value.sent) == (Reason.DESCRIPTORS, Sent.NOTHING)
    assert len(tried) == 1
