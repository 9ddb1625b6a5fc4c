"""Claims about proxies: visitors go by one where they are told to, and by none otherwise."""

import socket
from collections.abc import Callable
from errno import ECONNREFUSED, EMFILE

import pytest

from siaga.crowd.browser import Browser
from siaga.crowd.failure import ProxyError, Reason, RequestFailure, Sent
from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.origin import Origin
from siaga.crowd.resolver import Resolver
from tests.crowd.gateway import leads
from tests.crowd.hostile_site import HostileSite, in_turn, moved, ok, says
from tests.crowd.stream_talk import StreamTalk, offering_http2, streams

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]
BASIC = "Basic c2FyaToxMjM="  # of nobody
SETS = moved(303, "next").replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=1\r\n\r\n")


def _by(at: HostileSite, authorization: str = "") -> ForwardProxy:
    return ForwardProxy(origin=Origin.of(at.url), authorization=authorization)


def _first_lines(at: HostileSite) -> list[str]:
    return [one.splitlines()[0].decode() for one in at.heard]


def test_a_site_in_the_clear_is_asked_for_by_its_whole_address(site: Start, browse: Browse) -> None:
    """Over one connection, with redirects and cookies as ever; the site is asked as it always is."""
    at, gate = site(in_turn(says(SETS), says(ok(b"home")))), site(leads(BASIC))
    me = browse(at.url, proxy=_by(gate, BASIC))
    answer = me.post("/a/b", json={}, headers={"X-Own": "7"})
    assert (answer.body, answer.path, answer.requests) == (b"home", "/a/next", 2)
    assert _first_lines(gate) == [f"POST {at.url}/a/b HTTP/1.1", f"GET {at.url}/a/next HTTP/1.1"]
    assert _first_lines(at) == ["POST /a/b HTTP/1.1", "GET /a/next HTTP/1.1"]
    assert gate.connections == 1
    assert f"\r\nHost: 127.0.0.1:{at.port}\r\n".encode() in at.heard[1]
    assert b"\r\nCookie: a=1\r\n" in at.heard[1]
    assert b"\r\nX-Own: 7\r\n" in at.heard[0]


def test_to_a_secure_site_a_tunnel_leads(site: Start, browse: Browse) -> None:
    """The proxy learns no more than where to; what it is shown, the site never sees."""
    at, gate = site(says(SETS, ok(b"home")), secure=True), site(leads(BASIC))
    me = browse(at.url, proxy=_by(gate, BASIC))
    assert me.get("/a/b").body == b"home"
    place = f"localhost:{at.port}"
    assert gate.heard == [
        f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\nUser-Agent: Mozilla/5.0 (siaga rehearsal)\r\n"
        f"Proxy-Authorization: {BASIC}\r\n\r\n".encode()
    ]
    assert _first_lines(at) == ["GET /a/b HTTP/1.1", "GET /a/next HTTP/1.1"]
    assert b"Proxy-" not in b"".join(at.heard)


def test_a_tunnel_leads_to_the_address_that_was_looked_up(site: Start, browse: Browse) -> None:
    """Whatever the proxy would take the name for: load goes where it was agreed to."""
    at, gate = site(says(ok(b"home")), secure=True), site(leads())
    resolver = Resolver(bound={"localhost": ("127.0.0.1",)})
    assert browse(at.url, proxy=_by(gate), resolver=resolver).get("/").body == b"home"
    assert _first_lines(gate) == [f"CONNECT 127.0.0.1:{at.port} HTTP/1.1"]


def test_http2_goes_through_a_tunnel(site: Start, browse: Browse) -> None:
    """It is spoken with the site, as without a proxy."""

    def script(talk: StreamTalk) -> None:
        talk.say(talk.hear().stream, b"home")

    at, gate = site(streams(script), secure=True, protocols=("h2",)), site(leads())
    me = browse(at.url, http2=offering_http2(), proxy=_by(gate))
    assert (me.get("/").body, gate.connections) == (b"home", 1)


def test_a_channel_goes_through_a_tunnel(site: Start, browse: Browse) -> None:
    """To a site in the clear as well, since something else than HTTP may be spoken there."""
    at, gate = site(says(ok(b"hello"))), site(leads(BASIC))
    me = browse(at.url, proxy=_by(gate, BASIC))
    target, wire = me.wire("/ws", {"X-Own": "7"})
    channel = me.channel()

    def ask() -> object:
        channel.say(wire)
        return channel.hear()

    assert channel.opened(ask, 5.0, None) == ok(b"hello")  # type: ignore[arg-type, comparison-overlap]
    channel.close()
    assert (target, _first_lines(gate)) == ("/ws", [f"CONNECT 127.0.0.1:{at.port} HTTP/1.1"])
    assert _first_lines(at) == ["GET /ws HTTP/1.1"]
    assert b"Proxy-" not in at.heard[0]


@pytest.mark.parametrize("secure", [False, True])
def test_whoever_the_proxy_does_not_know_was_sent_nowhere(
    site: Start, browse: Browse, *, secure: bool
) -> None:
    """The site has not heard of the request: a promise is certainly not made."""
    at, gate = site(says(ok(b"home")), secure=secure), site(leads(BASIC))
    with pytest.raises(RequestFailure, match=rf"proxy {gate.url} .* it says 407") as failed:
        browse(at.url, proxy=_by(gate)).post("/", json={})
    failure = failed.value
    assert (failure.reason, failure.sent, failure.requests) == (Reason.PROXY, Sent.NOTHING, 0)
    assert (at.connections, gate.connections) == (0, 1)


def test_a_proxy_that_asks_for_a_password_sets_no_cookie_of_the_site(
    site: Start, browse: Browse
) -> None:
    """What it says is not the site's."""
    who = b"HTTP/1.1 407 Who\r\nSet-Cookie: planted=1\r\nContent-Length: 0\r\n\r\n"
    me = browse("http://site.test", proxy=_by(site(says(who))))
    with pytest.raises(RequestFailure, match="407"):
        me.get("/")
    assert len(me.cookies) == 0


def test_what_went_before_counts_as_sent(site: Start, browse: Browse) -> None:
    """The proxy forgets the visitor between two redirects; the site has seen the first request."""
    gate = site(says(SETS, ok(b"", status=b"407 Who")))
    with pytest.raises(RequestFailure, match="407") as failed:
        browse("http://site.test", proxy=_by(gate)).post("/", json={})
    assert (failed.value.reason, failed.value.sent, failed.value.requests) == (
        Reason.PROXY, Sent.SOMETHING, 2,
    )  # fmt: skip


@pytest.mark.parametrize("proxied", [False, True])
def test_a_407_of_the_site_itself_is_an_answer(site: Start, browse: Browse, *, proxied: bool) -> None:
    """As it is where nobody else can have given it: without a proxy, or in a tunnel."""
    at, gate = site(says(ok(b"no", status=b"407 No")), secure=proxied), site(leads())
    me = browse(at.url, proxy=_by(gate) if proxied else None)
    assert (me.get("/").status, gate.connections) == (407, int(proxied))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", ["127.0.0.1", "nowhere.invalid"])
def test_a_proxy_that_is_not_there_is_no_fault_of_the_site(
    browse: Browse, scheme: str, host: str
) -> None:
    """Nothing was sent, and the failure names whose it is."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    proxy = ForwardProxy(origin=Origin.of(f"http://{host}:{port}"))
    with pytest.raises(RequestFailure, match=f"the proxy http://{host}:{port}: ") as failed:
        browse(f"{scheme}://localhost:1", proxy=proxy).get("/")
    assert (failed.value.reason, failed.value.sent) == (Reason.PROXY, Sent.NOTHING)


def test_a_machine_without_descriptors_is_no_fault_of_the_proxy() -> None:
    """The generator has reached a limit of its own; anything else is the proxy's."""
    proxy = ForwardProxy(origin=Origin.of("http://127.0.0.1:3128"))
    for number, kind in ((EMFILE, OSError), (ECONNREFUSED, ProxyError)):
        with pytest.raises(OSError, match="what") as raised, proxy.blamed():
            raise OSError(number, "what")
        assert (type(raised.value), raised.value.errno) == (kind, number)


def test_a_proxy_over_tls_is_refused() -> None:
    """It would be spoken to in the clear; and its word is shown to nobody."""
    with pytest.raises(
        ValueError, match=r"proxy https://gate\.test: is spoken to over TLS; http is allow"
    ):
        ForwardProxy(origin=Origin.of("https://gate.test"))
    assert BASIC not in repr(ForwardProxy(origin=Origin.of("http://gate.test"), authorization=BASIC))
