"""Claims about tunnels: whatever the proxy says but a plain yes, nothing goes to the site."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.crowd.browser import Browser
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.origin import Origin
from tests.crowd.gateway import LED, leads
from tests.crowd.hostile_site import HostileSite, Talk, ok, says, says_and_closes

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]


def _proxy(gate: HostileSite) -> ForwardProxy:
    return ForwardProxy(origin=Origin.of(gate.url))


def _failure(browse: Browse, gate: HostileSite, url: str = "https://localhost:1") -> RequestFailure:
    with pytest.raises(RequestFailure) as failed:
        browse(url, proxy=_proxy(gate), deadline_s=0.5).post("/", json={})
    return failed.value


REFUSALS = {
    "not-known": (ok(b"who?", status=b"407 Who"), "leads nobody to localhost:1: it says 407"),
    "not-allowed": (ok(b"", status=b"403 No"), "it says 403"),
    "not-there": (ok(b"gone", status=b"502 Bad Gateway"), "it says 502"),
    "a-redirect": (ok(b"", b"Location: /login", status=b"302 Found"), "it says 302"),
    "no-http": (b"SSH-2.0-OpenSSH_9.9\r\n", "no HTTP"),
    "half-an-answer": (b"HTTP/1.1 200 OK\r\nX", "closed the connection in the head"),
    "nothing": (b"", "closed the connection without an answer"),
    "an-endless-head": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 20_000, "is over 16384 bytes"),
    "more-than-a-yes": (LED + b"hello", "says more than that it leads to localhost:1"),
}


@pytest.mark.parametrize(("said", "told"), REFUSALS.values(), ids=list(REFUSALS))
def test_a_proxy_that_leads_nowhere_is_a_failure_of_its_own(
    site: Start, browse: Browse, said: bytes, told: str
) -> None:
    """Of the request nothing was sent."""
    gate = site(says_and_closes(said))
    failure = _failure(browse, gate)
    assert (failure.reason, failure.sent, failure.requests) == (Reason.PROXY, Sent.NOTHING, 0)
    assert str(failure).startswith(f"https://localhost:1: the proxy {gate.url}")
    assert told in str(failure)


def test_a_proxy_that_breaks_off_is_one_too(site: Start, browse: Browse) -> None:
    """As whoever refuses the connection."""

    def breaks(talk: Talk) -> None:
        talk.hear()
        talk.reset()

    failure = _failure(browse, site(breaks))
    assert (failure.reason, failure.sent) == (Reason.PROXY, Sent.NOTHING)


def test_a_proxy_that_says_nothing_is_waited_for_until_the_deadline(site: Start, browse: Browse) -> None:
    """As for a connection, of which it is a part."""

    def silent(talk: Talk) -> None:
        talk.hear()
        talk.wait()

    gate = site(silent)
    failure = _failure(browse, gate)
    assert (failure.reason, failure.sent) == (Reason.CONNECT_TIMEOUT, Sent.NOTHING)
    assert [one.split(b"\r\n")[0] for one in gate.heard] == [b"CONNECT localhost:1 HTTP/1.1"]


@pytest.mark.parametrize(
    "yes",
    [
        LED,
        b"HTTP/1.0 200 OK\r\n\r\n",
        b"HTTP/1.1 299 Yes\r\nContent-Length: 7\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    ],
)
def test_a_yes_has_no_body_whatever_it_says(site: Start, browse: Browse, yes: bytes) -> None:
    """What follows is the site's."""
    at, gate = site(says(ok(b"home")), secure=True), site(leads(yes=yes))
    assert browse(at.url, proxy=_proxy(gate)).get("/").body == b"home"


def test_what_is_no_tls_behind_a_proxy_is_no_fault_of_the_proxy(site: Start, browse: Browse) -> None:
    """It has led on."""

    def babbles(talk: Talk) -> None:
        talk.hear()
        talk.say(LED)
        talk.socket.recv(1)
        talk.say(ok(b"no TLS"))
        talk.wait()

    failure = _failure(browse, site(babbles))
    assert (failure.reason, failure.sent) == (Reason.TLS, Sent.NOTHING)


def test_a_site_that_is_not_who_it_has_to_be_is_found_out_behind_the_proxy(
    site: Start, browse: Browse
) -> None:
    """Its certificate is for another name."""
    at, gate = site(says(ok(b"home")), secure=True), site(leads(knows="127.0.0.1"))
    failure = _failure(browse, gate, f"https://other.test:{at.port}")
    assert (failure.reason, failure.sent) == (Reason.TLS, Sent.NOTHING)


@pytest.fixture(scope="module")
def random_gate() -> Iterator[HostileSite]:
    """A proxy whose script each example exchanges."""
    made = HostileSite(says())
    yield made
    made.close()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    said=st.lists(st.binary(max_size=30) | st.sampled_from([LED, b"HTTP/1.1 ", b"\r\n"]), max_size=4),
    resets=st.booleans(),
)
def test_whatever_a_proxy_says_nothing_is_sent(
    random_gate: HostileSite, said: list[bytes], *, resets: bool
) -> None:
    """It ends, and as what it is: the proxy's doing, or that of whoever is behind it."""

    def play(talk: Talk) -> None:
        talk.hear()
        talk.say(b"".join(said))
        if resets:
            talk.reset()

    random_gate.script = play
    me = Browser("https://localhost:1", deadline_s=5.0, proxy=_proxy(random_gate))
    with pytest.raises(RequestFailure) as failed:
        me.post("/", json={})
    assert failed.value.reason in {Reason.PROXY, Reason.TLS, Reason.CLOSED, Reason.RESET}
    assert (failed.value.sent, failed.value.requests) == (Sent.NOTHING, 0)
