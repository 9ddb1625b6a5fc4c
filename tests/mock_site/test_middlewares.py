"""Middlewares: every answer is counted, secured, and in JSON where it is an error."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from mock_site.metrics import Metrics
from mock_site.settings import Settings
from mock_site.store.records import JoinOutcome, JoinRequest
from mock_site.store.role import StoreError, UnforeseenError
from mock_site.store.sqlite import SqliteLimits, SqliteStore
from mock_site.testing import SetClock, SiteInProcess, form

REQUESTS = "site_http_requests_total"


def said(number: int) -> dict[str, str]:
    """Give what the numbered person says to open an account."""
    return {name: form(number)[name] for name in ("email", "password")}


class ScriptedStore(SqliteStore):
    """A store whose writes fail as they are told to, or wait to be let go."""

    error: Exception | None = None
    gate: asyncio.Event | None = None

    async def open_account(self, email: str, password: str) -> str | None:
        """Open an account, or fail."""
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return await super().open_account(email, password)

    async def join(self, wish: JoinRequest) -> JoinOutcome:
        """Join, or fail."""
        if self.error is not None:
            raise self.error
        return await super().join(wish)


@pytest.fixture
def scripted_store(store_path: Path) -> ScriptedStore:
    """Give a store that can be told to fail."""
    metrics = Metrics(CollectorRegistry(), Settings(store="sqlite:///unused"), SetClock())
    return ScriptedStore(store_path, metrics, SetClock(), SqliteLimits())


@pytest.fixture
async def scripted_site(
    make_site: Callable[..., Awaitable[SiteInProcess]], scripted_store: ScriptedStore
) -> SiteInProcess:
    """Give a site on that store."""
    return await make_site(store=scripted_store)


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/metrics", "/admin/roll", "/nowhere", "/registrations/1"]
)
async def test_every_page_carries_the_security_headers(site: SiteInProcess, path: str) -> None:
    """Pages, streams and errors alike."""
    async with site.client.get(path, headers=site.admin) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert headers["Cache-Control"] == ("public, max-age=1" if path == "/" else "no-store")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; ")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


async def test_what_is_not_there_is_refused_in_json(site: SiteInProcess) -> None:
    """404 and 405 are JSON, the latter with what is allowed."""
    async with site.client.get("/nowhere") as answer:
        assert (answer.status, await answer.json()) == (404, {"error": "not-found"})
    async with site.client.delete("/accounts") as answer:
        assert (answer.status, await answer.json()) == (405, {"error": "method-not-allowed"})
        assert answer.headers["Allow"] == "GET,HEAD,POST"
    assert site.metric(REQUESTS, route="unmatched", method="GET", status="4xx") == 1
    assert site.metric(REQUESTS, route="unmatched", method="DELETE", status="4xx") == 1


async def test_a_method_the_site_has_no_use_for_is_counted_as_other(site: SiteInProcess) -> None:
    """A visitor cannot make new series."""
    async with site.client.request("PROPFIND", "/nowhere") as answer:
        assert answer.status == 404
    assert site.metric(REQUESTS, route="unmatched", method="OTHER", status="4xx") == 1


async def test_requests_are_counted_and_timed_by_route(site: SiteInProcess) -> None:
    """The label is the route's template, not the address."""
    for number in (1, 2, 3):
        async with site.client.get(f"/registrations/{number}"):
            pass
    route = "/registrations/{registration_id}"
    assert site.metric(REQUESTS, route=route, method="GET", status="4xx") == 3
    assert site.metric(REQUESTS, route=route, method="GET", status="5xx") == 0
    assert site.metric("site_http_request_duration_seconds_count", route=route) == 3
    duration_s = site.metric("site_http_request_duration_seconds_sum", route=route)
    assert duration_s is not None
    assert 0 < duration_s < 3


@pytest.mark.parametrize("kind", [KeyError, partial(UnforeseenError, certain=False)])
async def test_an_error_nobody_foresaw_is_500_counted_and_logged(
    kind: Callable[[str], Exception],
    scripted_site: SiteInProcess,
    scripted_store: ScriptedStore,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The visitor learns nothing of the inside, and is not told that nothing happened."""
    scripted_store.error = kind("a secret of the inside")
    async with scripted_site.client.post("/accounts", json=said(1)) as answer:
        assert (answer.status, await answer.json()) == (500, {"error": "internal"})
        assert "X-Not-Processed" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert scripted_site.metric("site_http_exceptions_total", route="/accounts") == 1
    assert scripted_site.metric(REQUESTS, route="/accounts", method="POST", status="5xx") == 1
    assert scripted_site.metric("site_accounts_total", result="failed") == 1
    assert "a secret of the inside" in caplog.text


@pytest.mark.parametrize(("certain", "result"), [(True, "busy"), (False, "failed")])
async def test_a_store_that_fails_is_503_and_says_only_what_is_certain(
    scripted_site: SiteInProcess, scripted_store: ScriptedStore, *, certain: bool, result: str
) -> None:
    """X-Not-Processed is there if, and only if, the write has certainly not happened."""
    session = await scripted_site.open_account(1)
    scripted_store.error = StoreError("the store is locked", certain=certain)
    status, body, headers = await scripted_site.join(session, "k")
    assert (status, body) == (503, {"error": "busy", "reason": "the store is locked"})
    assert headers["Retry-After"] == "1"
    assert headers.get("X-Not-Processed") == ("1" if certain else None)
    async with scripted_site.client.post("/accounts", json=said(2)) as answer:
        assert answer.status == 503
    assert scripted_site.metric("site_joins_total", result=result) == 1
    assert scripted_site.metric("site_accounts_total", result=result) == 1


async def test_requests_in_flight_are_those_being_answered(
    scripted_site: SiteInProcess, scripted_store: ScriptedStore
) -> None:
    """The gauge counts what waits, and forgets what was answered."""
    gate = scripted_store.gate = asyncio.Event()
    posts = [scripted_site.client.post("/accounts", json=said(number)) for number in (1, 2, 3)]
    waiting = [asyncio.ensure_future(post) for post in posts]
    async with asyncio.timeout(5):
        while scripted_site.metric("site_http_requests_in_flight") != 3:  # noqa: ASYNC110 - a gauge sends no event
            await asyncio.sleep(0.005)
    gate.set()
    for answer in await asyncio.gather(*waiting):
        answer.release()
    assert scripted_site.metric("site_http_requests_in_flight") == 0


async def test_a_draining_process_lets_its_visitors_go(site: SiteInProcess) -> None:
    """Answers still come, and ask to connect anew."""
    async with site.client.get("/") as answer:
        assert "Connection" not in answer.headers
    site.life.drain()
    async with site.client.get("/") as answer:
        assert (answer.status, answer.headers["Connection"]) == (200, "close")


HTML = {"Accept": "text/html"}


async def test_a_person_reads_errors_as_pages(
    scripted_site: SiteInProcess, scripted_store: ScriptedStore
) -> None:
    """With the same status and headers as a programme gets."""
    async with scripted_site.client.get("/nowhere", headers=HTML) as answer:
        assert (answer.status, answer.content_type) == (404, "text/html")
        assert "Halaman tidak ditemukan" in await answer.text()
    cookie = (await scripted_site.open_account(1))["Cookie"]
    headers = {**HTML, "Cookie": cookie}
    async with scripted_site.client.get("/waves/1/join?lang=en", headers=headers) as answer:
        page = await answer.text()
    found = re.search(
        r'action="/waves/1/join">\s*<input type="hidden" name="csrf" value="([^"]+)"', page
    )
    assert found is not None
    wish = {"csrf": found[1], "key": "k"}
    scripted_store.error = StoreError("the store is locked", certain=True)
    async with scripted_site.client.post("/waves/1/join", data=wish, headers=headers) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
        assert answer.headers["X-Not-Processed"] == "1"
        assert "Coba lagi dalam 1 detik" in await answer.text()
    scripted_store.error = KeyError("a secret of the inside")
    async with scripted_site.client.post("/waves/1/join", data=wish, headers=headers) as answer:
        assert answer.status == 500
        assert "a secret of the inside" not in await answer.text()
