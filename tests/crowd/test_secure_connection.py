"""Claims about TLS: the same browser, and a site has to be who it says it is."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import ExitStack
from itertools import pairwise

import gevent
import pytest

from siaga.crowd import connection as plain
from siaga.crowd import secure_connection as module
from siaga.crowd.address import Address
from siaga.crowd.browser import Browser
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.secure_connection import SecureConnection
from tests.crowd.hostile_site import CERTIFICATE, HostileSite, Talk, in_turn, ok, says, says_and_closes

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]

FLOOD_BYTES, PORTION_BYTES = 200_000, 20_000
"""What a site has said, whole, before any of it is taken; a portion ends in the middle of a record."""


def test_answers_come_over_tls_on_a_kept_connection(site: Start, browse: Browse) -> None:
    """One handshake for all requests; bytes are counted with their records."""
    at = site(says(ok(b"1"), ok(b"2" * 200_000), ok(b"3")), secure=True)
    me = browse(at.url)
    assert [me.get("/").body, me.get("/").body, me.get("/").body] == [b"1", b"2" * 200_000, b"3"]
    assert at.connections == 1
    assert at.heard[0].startswith(b"GET / HTTP/1.1\r\nHost: localhost:")


def test_the_handshake_is_told_from_connecting(site: Start, browse: Browse) -> None:
    """Each part of opening a connection took some time; on a kept one none took any."""
    me = browse(site(says(ok(b"1"), ok(b"2")), secure=True).url)
    first, second = me.get("/"), me.get("/")
    assert min(first.lookup_s, first.tls_s) > 0
    assert first.lookup_s + first.tls_s < first.connect_s < first.first_byte_s
    assert (second.lookup_s, second.tls_s, second.connect_s) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("url", "trust"),
    [("https://localhost:{}", False), ("https://127.0.0.1:{}", True)],
    ids=["unknown-authority", "another-name"],
)
def test_a_site_that_is_not_who_it_has_to_be_gets_nothing(
    site: Start,
    browse: Browse,
    url: str,
    trust: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A certificate that nobody vouches for, or of another name: no byte of the request leaves."""
    at = site(says(ok()), secure=True)
    options = {} if trust else {"tls": ssl.create_default_context()}
    with pytest.raises(RequestFailure, match="certificate verify failed") as raised:
        browse(url.format(at.port), **options).post("/", json={})
    assert (raised.value.reason, raised.value.sent) == (Reason.TLS, Sent.NOTHING)
    assert at.heard == []


def test_a_site_without_tls_is_a_failure_with_nothing_sent(site: Start, browse: Browse) -> None:
    """The handshake's bytes are no request."""
    at = site(lambda talk: talk.say(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    with pytest.raises(RequestFailure) as raised:
        browse(f"https://localhost:{at.port}").get("/")
    assert (raised.value.reason, raised.value.sent) == (Reason.TLS, Sent.NOTHING)


def test_a_handshake_without_an_end_is_a_connect_timeout(site: Start, browse: Browse) -> None:
    """The deadline covers TLS too."""
    at = site(Talk.wait)
    with pytest.raises(RequestFailure) as raised:
        browse(f"https://localhost:{at.port}", deadline_s=0.2).get("/")
    assert (raised.value.reason, raised.value.sent) == (Reason.CONNECT_TIMEOUT, Sent.NOTHING)


def test_a_site_that_closes_in_the_handshake_is_a_failure(site: Start, browse: Browse) -> None:
    """Before there is a connection, nothing is sent."""
    at = site(lambda talk: talk.socket.recv(10))
    with pytest.raises(RequestFailure) as raised:
        browse(f"https://localhost:{at.port}").get("/")
    assert raised.value.sent is Sent.NOTHING
    assert raised.value.reason in {Reason.CLOSED, Reason.RESET}


def test_a_stale_tls_connection_is_replaced_for_a_get_only(site: Start, browse: Browse) -> None:
    """As without TLS: a GET goes out again, a POST of which something was sent does not."""

    def closes_on_the_second(talk: Talk) -> None:
        talk.hear()
        talk.say(ok(b"first"))
        talk.hear()

    at = site(in_turn(closes_on_the_second, closes_on_the_second, says(ok(b"last"))), secure=True)
    me = browse(at.url)
    assert me.get("/1").body == b"first"
    assert me.get("/2").body == b"first"
    with pytest.raises(RequestFailure) as raised:
        me.post("/3", json={})
    assert (raised.value.reason, raised.value.sent) == (Reason.CLOSED, Sent.SOMETHING)
    assert me.get("/4").body == b"last"
    assert [one.split()[1] for one in at.heard] == [b"/1", b"/2", b"/2", b"/3", b"/4"]


def test_an_answer_up_to_the_close_ends_with_tlss_own_good_bye(site: Start, browse: Browse) -> None:
    """With it the answer is whole; without it somebody may have cut it off."""

    def leaves_properly(talk: Talk) -> None:
        says_and_closes(b"HTTP/1.1 200 OK\r\n\r\nhello")(talk)
        assert isinstance(talk.socket, ssl.SSLSocket)
        talk.socket.unwrap()

    cut_off = says_and_closes(b"HTTP/1.1 200 OK\r\n\r\nhello")
    me = browse(site(in_turn(leaves_properly, cut_off), secure=True).url)
    assert me.get("/").body == b"hello"
    with pytest.raises(RequestFailure) as raised:
        me.get("/")
    assert raised.value.reason is Reason.CLOSED


@pytest.fixture
def flooded(site: Start, undo: ExitStack, monkeypatch: pytest.MonkeyPatch) -> SecureConnection:
    """A connection for which more lies in the kernel than is taken at once."""
    monkeypatch.setattr(plain, "RECEIVE_BYTES", PORTION_BYTES)
    said = threading.Event()

    def flood(talk: Talk) -> None:
        talk.hear()
        talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * FLOOD_BYTES)
        talk.say(b"x" * FLOOD_BYTES)
        said.set()
        talk.wait()

    tls = ssl.create_default_context(cafile=CERTIFICATE)
    with gevent.Timeout(10):
        at = Address(family=socket.AF_INET, place=("127.0.0.1", site(flood, secure=True).port))
        connection = SecureConnection(at, tls, "localhost")
        undo.callback(connection.close)
        connection.connect(at)
        connection.shake_hands()
    connection.send(b"GET / HTTP/1.1\r\n\r\n")
    assert said.wait(10)
    return connection


def test_a_site_that_sends_faster_than_it_is_heard_leaves_others_their_turn(
    flooded: SecureConnection, undo: ExitStack
) -> None:
    """After each portion, or no deadline would pass as long as it sends."""
    turns = [0]

    def take_turns() -> None:
        while True:
            turns.append(flooded.received_bytes)
            gevent.sleep(0)

    others = gevent.spawn(take_turns)
    undo.callback(others.kill)
    heard_bytes = 0
    with gevent.Timeout(10):
        while heard_bytes < FLOOD_BYTES:
            heard_bytes += len(flooded.receive())
    turns.append(flooded.received_bytes)
    assert turns[-1] > FLOOD_BYTES
    assert max(after - before for before, after in pairwise(turns)) <= PORTION_BYTES


def test_a_site_that_talks_without_end_between_two_requests_is_not_heard_out(
    flooded: SecureConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole worker would listen to it."""
    monkeypatch.setattr(module, "MOST_UNASKED", 2)
    assert not flooded.fresh()
    assert 0 < flooded.received_bytes <= 2 * PORTION_BYTES
