"""Claims about the browsers of a worker: they visit the site and this machine, and nothing else."""

import ssl
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import pytest

from siaga.credentials import Credentials
from siaga.crowd.browser import Browser
from siaga.crowd.browsers import Browsers
from siaga.crowd.failure import RequestFailure
from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.origin import Origin
from siaga.errors import UsageError
from siaga.record.site_host import SiteHost
from siaga.scenario.proxy import Proxy
from tests.crowd.gateway import leads
from tests.crowd.hostile_site import CERTIFICATE, HostileSite, Talk, moved, ok, says
from tests.crowd.stream_talk import StreamTalk, streams
from tests.guarded.site import FIT, PASS, guarded_site

Start = Callable[..., HostileSite]


def _once(talk: StreamTalk) -> None:
    talk.say(talk.hear().stream, b"over streams")


def _fetched(browser: Browser, path: str) -> bytes:
    try:
        return browser.get(path).body
    finally:
        browser.close()


def test_a_browser_at_the_site_visits_it(site: Start) -> None:
    """It is the base URL that counts."""
    at = site(says(ok(b"home")))
    assert _fetched(Browsers(at.url, 5.0).at_site(), "/") == b"home"


def test_a_browser_beside_the_site_visits_a_post_office_on_this_machine(site: Start) -> None:
    """A port is another origin, and still the same machine."""
    office = site(says(ok(b"letter")))
    browser = Browsers("http://127.0.0.1:1", 5.0).beside(Origin.of(office.url))
    assert _fetched(browser, "/inboxes/a") == b"letter"


@pytest.mark.parametrize("host", ["http://127.8.0.1:1", "http://[::1]:2", "http://localhost:3"])
def test_every_name_of_this_machine_may_be_visited(host: str) -> None:
    """Nothing leaves it."""
    Browsers("http://site.test:80", 5.0).beside(Origin.of(host)).close()


def test_the_sites_own_host_may_be_visited_at_any_port() -> None:
    """Whoever agreed to the load on a host agreed to that of its post office."""
    Browsers("http://site.test:80", 5.0).beside(Origin.of("https://site.test:8025")).close()


@pytest.mark.parametrize("host", ["http://10.0.0.1:1", "http://example.org:80", "http://localhost.a:1"])
def test_nothing_else_is_visited(host: str) -> None:
    """Nobody there has agreed to be loaded."""
    with pytest.raises(ValueError, match="visitors go nowhere else"):
        Browsers("http://127.0.0.1:8080", 5.0).beside(Origin.of(host))


def test_a_further_host_of_the_site_may_be_visited_at_its_addresses_alone(site: Start) -> None:
    """Its name was looked up before the run; another port of it is another host."""
    at = site(says(ok(b"api")))
    url = f"http://api.site.test:{at.port}"
    others = [SiteHost(url=url, addresses=("127.0.0.1",), agreed="staging")]
    browsers = Browsers("http://127.0.0.1:1", 5.0, others=others)
    assert _fetched(browsers.beside(Origin.of(url)), "/") == b"api"
    for elsewhere in ("http://api.site.test:1", "http://other.site.test:80"):
        assert not browsers.may_visit(Origin.of(elsewhere))


def test_a_site_without_an_address_is_refused_at_once() -> None:
    """Before the first visitor comes."""
    with pytest.raises(UsageError, match="is no address"):
        Browsers("nowhere", 5.0)


@pytest.mark.parametrize("secure", [False, True])
def test_a_site_is_visited_by_a_proxy_as_if_there_were_none(
    site: Start, monkeypatch: pytest.MonkeyPatch, *, secure: bool
) -> None:
    """Host, redirects, cookies and the name in its certificate stay those of its own address."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    url = f"{'https' if secure else 'http'}://localhost:1"
    there = moved(302, f"{url}/there").replace(b"\r\n", b"\r\nSet-Cookie: who=me\r\n", 1)
    behind = site(says(there, ok(b"home")), secure=secure)
    browser = Browsers(url, 5.0, via=f"http://127.0.0.1:{behind.port}").at_site()
    assert _fetched(browser, "/") == b"home"
    assert [one.splitlines()[0] for one in behind.heard] == [b"GET / HTTP/1.1", b"GET /there HTTP/1.1"]
    assert all(b"\r\nHost: localhost:1\r\n" in one for one in behind.heard)
    assert b"\r\nCookie: who=me\r\n" in behind.heard[1]


def test_whoever_visits_the_site_goes_by_the_proxy_and_nobody_else(site: Start) -> None:
    """Its hosts are the site's; a post office beside it is not."""
    at, api, office, gate = (site(says(ok(b"home"))) for _ in range(4))
    gate.script = leads("Basic YTpi")
    said = Proxy.model_validate({"url": gate.url, "basic": {"name": "a", "password": "${B}"}})
    proxy, others = ForwardProxy.of(said, {"B": "b"}), [SiteHost(url=api.url)]
    browsers = Browsers(at.url, 5.0, others=others, proxy=proxy, run_id="gate/1")
    assert _fetched(browsers.at_site(), "/") == b"home"
    assert _fetched(browsers.beside(Origin.of(api.url)), "/") == b"home"
    assert _fetched(browsers.beside(Origin.of(office.url)), "/") == b"home"
    asked = [one.splitlines()[0].decode() for one in gate.heard]
    assert asked == [f"GET {at.url}/ HTTP/1.1", f"GET {api.url}/ HTTP/1.1"]
    assert ForwardProxy.of(None, {}) is None


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "[::1]", "site.test", "gate.test"])
def test_a_proxy_is_on_this_machine(host: str) -> None:
    """Nobody else has agreed to carry the load."""
    proxy = ForwardProxy(origin=Origin.of(f"http://{host}:3128"))
    refused = pytest.raises(UsageError, match=f"proxy http://{host}:3128: is not this machine")
    with refused if host.endswith(".test") else nullcontext():
        Browsers("http://site.test", 5.0, proxy=proxy)


@pytest.mark.parametrize("secure", [False, True])
def test_the_proxies_of_the_environment_are_passed_by(
    site: Start, monkeypatch: pytest.MonkeyPatch, *, secure: bool
) -> None:
    """What is rehearsed is the site; a proxy of the machine would be loaded, and blamed for nothing."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    proxy = site(says(ok(b"by a proxy")))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv(name.lower(), proxy.url)
    at = site(says(ok(b"home")), secure=secure)
    assert _fetched(Browsers(at.url, 5.0).at_site(), "/") == b"home"
    assert (at.connections, proxy.connections) == (1, 0)


def test_every_request_names_the_run_and_goes_where_the_name_was_resolved_to(site: Start) -> None:
    """After a redirect and beside the site, too; nobody knows the name."""
    at = site(says(moved(302, "/there"), ok(b"home")))
    office = site(says(ok(b"letter")))
    url = f"http://site.test:{at.port}"
    browsers = Browsers(url, 5.0, run_id="gate/1", addresses=("127.0.0.1",))
    assert _fetched(browsers.at_site(), "/") == b"home"
    beside = browsers.beside(Origin.of(f"http://site.test:{office.port}"))
    assert _fetched(beside, "/inboxes/a") == b"letter"
    heard = [*at.heard, *office.heard]
    assert len(heard) == 3
    assert all(b"\r\nSiaga-Run: gate/1\r\n" in one for one in heard)
    assert all(b"\r\nUser-Agent: Mozilla/5.0 (siaga rehearsal)\r\n" in one for one in heard)


def test_the_same_browsers_can_be_less_patient(site: Start) -> None:
    """Their addresses are looked up once for both; the first ones wait as long as before."""
    silent = site(lambda talk: talk.wait())
    patient = Browsers(silent.url, 5.0)
    browser = patient.within(0.01).at_site()
    with pytest.raises(RequestFailure, match=r"no whole answer within 0.01 s"):
        browser.get("/")
    assert patient.within(0.01).site is patient.site


def test_whoever_makes_a_connection_of_their_own_is_told_where_it_goes(site: Start) -> None:
    """By the proxy, if there is one; and what every request carries."""
    at = site(says(ok(b"home")))
    browsers = Browsers("http://site.test:80", 5.0, via=at.url, run_id="day/1")
    assert browsers.address().place[:2] == ("127.0.0.1", Origin.of(at.url).port)
    assert "day/1" in browsers.headers.values()


def test_visitors_get_into_a_guarded_site_by_its_credentials() -> None:
    """Whoever has none is not even heard; who has no password is told so."""
    with guarded_site() as port:
        url = f"https://localhost:{port}"
        assert _fetched(Browsers(url, 5.0, credentials=FIT).at_site(), "/") == b'{"in": true}'
        bare = Browsers(url, 5.0, credentials=replace(FIT, headers={}))
        assert _fetched(bare.at_site(), "/") == b'{"in": false}'
        with pytest.raises(RequestFailure, match="certificate"):
            _fetched(Browsers(url, 5.0).at_site(), "/")


def test_what_a_request_says_itself_wins_over_the_credentials() -> None:
    """A journey that logs in by a header of its own does so."""
    with guarded_site(asks_certificate=False) as port:
        browser = Browsers(f"https://localhost:{port}", 5.0, credentials=FIT).at_site()
        assert browser.get("/", headers={"authorization": "Basic other"}).status == 401
        browser.close()


def test_the_other_hosts_of_a_site_are_told_the_credentials_and_nobody_beside_it(site: Start) -> None:
    """A post office is somebody else."""
    at, api, office = (site(says(ok())) for _ in range(3))
    others = [SiteHost(url=api.url)]
    browsers = Browsers(at.url, 5.0, others=others, credentials=Credentials(headers=PASS))
    for one in (at, api, office):
        _fetched(browsers.beside(Origin.of(one.url)), "/")
    told = [b"Authorization: Basic" in one.heard[0] for one in (at, api, office)]
    assert told == [True, True, False]
    assert browsers.headers == PASS


def test_credentials_that_cannot_be_used_are_told_before_anybody_comes() -> None:
    """Also where the site itself is plain and another host of it is not."""
    with pytest.raises(UsageError, match=r"/none\.pem cannot be used"):
        Browsers("http://127.0.0.1:1", 5.0, credentials=Credentials(authorities="/none.pem"))


def test_http2_is_offered_to_the_site_where_a_scenario_says_so(site: Start) -> None:
    """And what was spoken is counted; whatever is beside the site is offered none."""
    at = site(streams(_once), secure=True, protocols=("h2",))
    trusting = Credentials(authorities=str(CERTIFICATE))
    browsers = Browsers(at.url, 5.0, credentials=trusting, http2=True)
    assert _fetched(browsers.at_site(), "/") == b"over streams"
    seen = browsers.meter.take()
    assert (seen.requests, seen.http2_requests) == (1, 1)
    plain = Browsers(site(says(ok(b"plain")), secure=True).url, 5.0, credentials=trusting)
    assert _fetched(plain.at_site(), "/") == b"plain"
    assert plain.meter.take().http2_requests == 0


def test_those_who_make_their_own_connections_trust_the_same() -> None:
    """Over plain http there is nobody to trust."""
    assert Browsers("http://127.0.0.1:1", 5.0).trust(ssl.create_default_context) is None
    guarded = Browsers("https://localhost:1", 5.0, credentials=FIT).trust(ssl.create_default_context)
    assert guarded is not None
    assert len(guarded.get_ca_certs()) == len(ssl.create_default_context().get_ca_certs()) + 1


def test_the_parts_of_a_request_have_their_deadlines_with_another_for_the_whole(site: Start) -> None:
    """Those who mean harm wait longer for all of an answer, and no longer for its beginning."""
    at = site(lambda talk: talk.wait())
    browsers = Browsers(at.url, 5.0, connecting_s=4.0, first_byte_s=0.05).within(9.0)
    assert browsers.deadline_s == 9.0
    with pytest.raises(RequestFailure, match="no first byte"):
        _fetched(browsers.at_site(), "/")


def test_browsers_may_come_from_another_address_of_this_machine(site: Start) -> None:
    """The others go on coming from where they came."""

    def seen(talk: Talk) -> None:
        talk.hear()
        talk.say(ok(talk.socket.getpeername()[0].encode()))
        talk.end()

    at = Browsers(site(seen).url, 5.0)
    elsewhere = at.coming_from("127.0.0.70")
    assert (_fetched(elsewhere.at_site(), "/"), _fetched(at.at_site(), "/")) == (
        b"127.0.0.70",
        b"127.0.0.1",
    )


def test_nobody_comes_from_an_address_that_is_not_this_machines() -> None:
    """It is said before anybody tries."""
    with pytest.raises(UsageError, match=r"'192\.0\.2\.1' is none to come from"):
        Browsers("http://127.0.0.1:1", 5.0).coming_from("192.0.2.1")
