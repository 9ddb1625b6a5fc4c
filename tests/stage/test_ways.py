"""Claims about ways: what is harmed is reached through the proxy, everything else directly."""

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from siaga.errors import SiagaError
from siaga.stage.store import Store
from siaga.stage.ways import Ways
from siaga.web import Web, WebError
from tests.served import served


class _Registry(BaseHTTPRequestHandler):
    """Answers everything with its name."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b'"registry"')

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def registry() -> Iterator[str]:
    """Give the address of a small service."""
    with served(_Registry) as url:
        yield url


@pytest.fixture
def ways() -> Iterator[Ways]:
    """Give ways, and close them after the test."""
    ways = Ways(1, dict(os.environ), lambda _line: None)
    yield ways
    ways.stop()


def test_a_way_leads_where_it_was_told_and_elsewhere_afterwards(ways: Ways, registry: str) -> None:
    """Its entrance is there before anybody knows where it leads."""
    ways.open(frozenset({"registry", "site"}))
    entrance = ways.entrance("registry")
    assert entrance is not None
    assert ways.entrance("evaluator") is None
    assert ways.arguments() == ["--neighbour-via", f"registry={entrance}"]
    with pytest.raises(WebError):
        Web(entrance).get("/")
    ways.lead("registry", registry)
    assert Web(entrance).get("/") == "registry"
    ways.lead("evaluator", registry)
    assert ways.entrance("evaluator") is None


def test_a_proxy_that_dies_is_a_loss(ways: Ways) -> None:
    """Whoever was on the way is nowhere then."""
    assert ways.loss() == ""
    ways.open(frozenset({"site"}))
    assert ways.loss() == ""
    ways.stop()
    assert ways.loss() == "its process ended with code 0"


def test_ways_that_nobody_harms_are_no_ways() -> None:
    """No proxy is started, and everything is reached directly."""
    ways = Ways(1, {}, lambda _line: None)
    ways.lead("registry", "http://127.0.0.1:1")
    assert (ways.url, ways.entrance("site"), list(ways.arguments())) == ("", None, [])
    ways.stop()


def test_a_proxy_that_cannot_start_is_told_of(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once where it ends, by the deadline where it says nothing."""
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(SiagaError, match="proxy: did not listen"):
        ways.open(frozenset({"site"}))


def test_a_proxy_that_has_gone_is_told_of(ways: Ways, registry: str) -> None:
    """A way that cannot be opened must not be taken for one."""
    ways.open(frozenset({"registry"}))
    ways.stop()
    with pytest.raises(SiagaError, match="proxy: the way to registry could not be opened"):
        ways.lead("registry", registry)


def test_a_way_that_the_proxy_refuses_is_told_of(ways: Ways) -> None:
    """A run without a way that it was to harm would harm nothing."""
    with pytest.raises(SiagaError, match="proxy: POST /proxies: status 400; a success is needed"):
        ways.open(frozenset({"No Name"}))


def test_a_way_leads_to_the_port_of_the_scheme_where_none_is_named(ways: Ways) -> None:
    """As browsers take it."""
    ways.open(frozenset({"site"}))
    ways.lead("site", "https://localhost")
    assert Web(ways.url).get("/proxies/site")["upstream"] == "localhost:443"
    ways.lead("site", "http://[::1]:8080")
    assert Web(ways.url).get("/proxies/site")["upstream"] == "[::1]:8080"


def test_the_site_takes_its_store_by_the_proxy_where_that_way_is_harmed(ways: Ways) -> None:
    """It asks the store before it listens anywhere itself."""
    store = Store(url="postgresql://site@[::1]:6000/site")
    assert list(ways.lead_store(store)) == []
    ways.open(frozenset({"store"}))
    entrance = ways.entrance("store")
    assert entrance is not None
    address = entrance.removeprefix("http://")
    assert list(ways.lead_store(store)) == ["--store", f"postgresql://site@{address}/site"]
    assert Web(ways.url).get("/proxies/store")["upstream"] == "[::1]:6000"
    assert list(ways.arguments()) == []
