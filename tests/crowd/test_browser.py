"""Claims about the browser: every request ends in an answer or in a failure that the ledger can use."""

import gzip
import socket
import time
from collections.abc import Callable, Iterator

import gevent
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.crowd.browser import Browser
from siaga.crowd.failure import Reason, RequestFailure, Sent
from siaga.crowd.reader import Limits
from siaga.errors import UsageError
from tests.crowd.hostile_site import HostileSite, Talk, in_turn, moved, ok, says, says_and_closes
from tests.crowd.waiting import until

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]


def _failure(ask: Callable[[], object]) -> RequestFailure:
    with pytest.raises(RequestFailure) as raised:
        ask()
    return raised.value


def test_an_answer_comes_whole_and_counted(site: Start, browse: Browse) -> None:
    """Status, headers, body, path, times and bytes are those of the request."""
    answer = ok(b"hello", b"X-Name: value")
    at = site(says(answer))
    got = browse(at.url).get("/here?q=1", headers={"X-Run": "7"})
    assert (got.status, got.headers["x-name"], got.text(), got.path) == (
        200,
        "value",
        "hello",
        "/here?q=1",
    )
    assert (got.received_bytes, got.sent_bytes, got.requests) == (len(answer), len(at.heard[0]), 1)
    assert 0 < got.lookup_s < got.connect_s < got.first_byte_s <= got.total_s
    assert got.tls_s == 0
    assert at.heard[0].startswith(b"GET /here?q=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nX-Run: 7\r\n" in at.heard[0]


def test_a_connection_is_kept_for_the_next_request(site: Start, browse: Browse) -> None:
    """The second request has nothing to connect."""
    at = site(says(ok(b"1"), ok(b"2")))
    me = browse(at.url)
    assert [me.get("/").body, me.put("/", json={}).body] == [b"1", b"2"]
    assert at.connections == 1


def test_cookies_go_along_and_a_redirect_brings_them_too(site: Start, browse: Browse) -> None:
    """What any answer on the way sets is sent from then on."""
    login = moved(303, "/home").replace(b"\r\n\r\n", b"\r\nSet-Cookie: s=1\r\n\r\n")
    at = site(says(login, ok(b"welcome")))
    me = browse(at.url)
    got = me.post("/login", form={"a": "b"})
    assert (got.body, got.path, got.requests) == (b"welcome", "/home", 2)
    assert at.heard[1].startswith(b"GET /home ")
    assert b"\r\nCookie: s=1\r\n" in at.heard[1]
    assert me.cookies.get("s") == "1"


def test_a_compressed_body_is_undone(site: Start, browse: Browse) -> None:
    """The journey sees what the site meant; the bytes are counted as they came."""
    body = gzip.compress(b"hello" * 100)
    got = browse(site(says(ok(body, b"Content-Encoding: gzip"))).url).get("/")
    assert got.body == b"hello" * 100
    assert got.received_bytes < 200


def test_a_head_request_has_no_body_to_wait_for(site: Start, browse: Browse) -> None:
    """The connection serves the next request as well."""
    at = site(says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", ok(b"body")))
    me = browse(at.url)
    assert me.request("HEAD", "/").body == b""
    assert me.get("/").body == b"body"
    assert at.connections == 1


FAILURES = {
    "nothing": (b"", Reason.CLOSED),
    "half-a-head": (b"HTTP/1.1 200 OK\r\nConte", Reason.CLOSED),
    "half-a-body": (ok(b"hello")[:-2], Reason.CLOSED),
    "no-http": (b"220 mail.example ESMTP\r\n", Reason.BAD_ANSWER),
    "broken-gzip": (ok(b"no gzip", b"Content-Encoding: gzip"), Reason.BAD_ANSWER),
    "large-body": (ok(b"x" * 5_000), Reason.TOO_LARGE),
    "gzip-bomb": (ok(gzip.compress(b"x" * 5_000), b"Content-Encoding: gzip"), Reason.TOO_LARGE),
    "large-head": (ok(b"", b"X: " + b"x" * 5_000), Reason.TOO_LARGE),
}


@pytest.mark.parametrize(("bytes_", "reason"), FAILURES.values(), ids=list(FAILURES))
def test_a_bad_answer_is_a_failure_with_something_sent(
    site: Start, browse: Browse, bytes_: bytes, reason: Reason
) -> None:
    """The next request begins on a new connection and is none the worse."""
    at = site(in_turn(says_and_closes(bytes_), says(ok(b"well"))))
    me = browse(at.url, limits=Limits(head_bytes=4_000, body_bytes=4_000))
    failure = _failure(lambda: me.post("/", json={}))
    assert (failure.reason, failure.sent) == (reason, Sent.SOMETHING)
    assert me.get("/").body == b"well"


def test_a_reset_before_the_answer_is_a_failure_with_something_sent(site: Start, browse: Browse) -> None:
    """The site may have done it before it broke."""

    def reset(talk: Talk) -> None:
        talk.hear()
        talk.reset()

    failure = _failure(lambda: browse(site(reset).url).post("/", json={}))
    assert (failure.reason, failure.sent) == (Reason.RESET, Sent.SOMETHING)


def test_a_closed_port_is_refused_with_nothing_sent(browse: Browse) -> None:
    """The one failure that is certainly not done."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    failure = _failure(lambda: browse(f"http://127.0.0.1:{port}").get("/"))
    assert (failure.reason, failure.certainly_not_sent) == (Reason.REFUSED, True)


def test_a_host_that_nobody_knows_is_a_failure_with_nothing_sent(browse: Browse) -> None:
    """A look-up that fails is told from a site that fails."""
    failure = _failure(lambda: browse("http://nowhere.invalid").get("/"))
    assert (failure.reason, failure.sent) == (Reason.DNS, Sent.NOTHING)


def test_no_answer_is_a_timeout_at_the_deadline(site: Start, browse: Browse) -> None:
    """Not before it and not long after; something was sent."""

    def silent(talk: Talk) -> None:
        talk.hear()
        talk.wait()

    me = browse(site(silent).url, deadline_s=0.15)
    began_s = time.perf_counter()
    failure = _failure(lambda: me.get("/"))
    assert 0.14 < time.perf_counter() - began_s < 1.0
    assert (failure.reason, failure.sent) == (Reason.TIMEOUT, Sent.SOMETHING)
    assert "no whole answer within 0.15 s" in str(failure)


def test_a_trickling_answer_does_not_move_the_deadline(site: Start, browse: Browse) -> None:
    """The deadline is for the whole answer, not from one byte to the next."""

    def trickle(talk: Talk) -> None:
        talk.hear()
        talk.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            talk.say(b"x")
            time.sleep(0.02)

    failure = _failure(lambda: browse(site(trickle).url, deadline_s=0.2).get("/"))
    assert failure.reason is Reason.TIMEOUT


def test_a_connection_that_is_not_accepted_is_a_connect_timeout(browse: Browse) -> None:
    """Nothing was sent, so it is certainly not done."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        filling = [socket.socket() for _ in range(4)]
        for one in filling:
            one.settimeout(0)
            one.connect_ex(address)
        failure = _failure(lambda: browse(f"http://127.0.0.1:{address[1]}", deadline_s=0.2).get("/"))
        for one in filling:
            one.close()
    assert (failure.reason, failure.sent) == (Reason.CONNECT_TIMEOUT, Sent.NOTHING)
    assert "no connection within 0.2 s" in str(failure)


def test_the_deadline_counts_anew_for_each_request(site: Start, browse: Browse) -> None:
    """Thinking between two requests uses none of it, and the failure before does no harm."""

    def late(talk: Talk) -> None:
        talk.hear()
        talk.wait()

    me = browse(site(in_turn(late, says(ok(b"1"), ok(b"2")))).url, deadline_s=0.1)
    assert _failure(lambda: me.get("/")).reason is Reason.TIMEOUT
    assert me.get("/").body == b"1"
    gevent.sleep(0.15)
    assert me.get("/").body == b"2"


def test_a_browser_sends_one_request_at_a_time(site: Start, browse: Browse) -> None:
    """A second one is a mistake in the journey, and the first goes on."""
    me = browse(site(says(ok(b"first"))).url)
    first = gevent.spawn(me.get, "/")
    gevent.sleep(0)
    with pytest.raises(RuntimeError, match="browser: is busy; a visitor sends one request at a time"):
        me.get("/")
    assert first.get(timeout=5).body == b"first"


def test_a_visitor_who_is_cut_off_leaves_no_connection_behind(site: Start, browse: Browse) -> None:
    """Killing the greenlet closes the socket: the site sees the end."""
    left: list[bool] = []

    def watch(talk: Talk) -> None:
        talk.hear()
        talk.wait()
        left.append(True)

    at = site(watch)
    visitor = gevent.spawn(browse(at.url).get, "/")
    with gevent.Timeout(5):
        while not at.heard:
            gevent.sleep(0.01)
    visitor.kill()
    until(lambda: left)
    assert visitor.successful()  # a killed greenlet counts as one that has ended well


@pytest.mark.parametrize(
    ("path", "message"), [("http://other.example/", "is not on http"), ("//other.example/", "one site")]
)
def test_a_journey_cannot_leave_the_site(browse: Browse, path: str, message: str) -> None:
    """A mistake in the journey, told as one."""
    with pytest.raises(ValueError, match=message):
        browse("http://127.0.0.1:1").get(path)


def test_what_cannot_be_asked_is_refused_before_anything_is_sent(site: Start, browse: Browse) -> None:
    """Bad headers, methods and bodies; and the browser can be used afterwards."""
    me = browse(site(says(ok(b"well"))).url)
    mistakes: list[Callable[[], object]] = [
        lambda: me.get("/", headers={"X": "a\r\nb"}),
        lambda: me.request("get", "/"),
        lambda: me.post("/", json={}, form={}),
    ]
    for wrong in mistakes:
        with pytest.raises(ValueError, match=r"cannot be sent|write it in capitals|is given twice"):
            wrong()
    assert me.get("/").body == b"well"


def test_a_bad_address_or_deadline_is_refused(browse: Browse) -> None:
    """At the browser's making."""
    with pytest.raises(UsageError, match="is no address"):
        browse("127.0.0.1")
    with pytest.raises(ValueError, match=r"deadline_s: is 0.0; it has to be above 0"):
        browse("http://127.0.0.1:1", deadline_s=0.0)


@pytest.fixture(scope="module")
def random_site() -> Iterator[HostileSite]:
    """A site whose script each example exchanges."""
    made = HostileSite(says())
    yield made
    made.close()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    pieces=st.lists(st.binary(max_size=30) | st.just(ok(b"hello")), max_size=4),
    splits=st.integers(1, 40),
    end=st.sampled_from(["close", "close", "reset", "wait"]),
)
def test_whatever_a_site_says_a_request_ends_within_its_deadline(
    random_site: HostileSite, pieces: list[bytes], splits: int, end: str
) -> None:
    """Random bytes in random pieces, then a close, a reset or silence: an answer or a failure."""
    stream = b"".join(pieces)

    def play(talk: Talk) -> None:
        talk.hear()
        for begin in range(0, len(stream), splits):
            talk.say(stream[begin : begin + splits])
        if end == "wait":
            talk.wait()
        elif end == "reset":
            talk.reset()

    random_site.script = play
    me = Browser(random_site.url, deadline_s=0.1)
    began_s = time.perf_counter()
    end_of_it: int | RequestFailure
    try:
        end_of_it = me.post("/", json={}).status
    except RequestFailure as failure:
        end_of_it = failure
    finally:
        me.close()
    assert time.perf_counter() - began_s < 2.0
    if isinstance(end_of_it, int):
        assert 200 <= end_of_it <= 999
    else:
        assert end_of_it.sent is Sent.SOMETHING
        assert end_of_it.reason in {Reason.CLOSED, Reason.RESET, Reason.TIMEOUT, Reason.BAD_ANSWER}
