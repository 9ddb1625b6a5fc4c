"""Admission control turns away at once what is too much, from bytes that were made before."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry

from mock_site.protection.admission.control import Gates, controlled, hardened_gates, naive_gates
from mock_site.protection.admission.gate import Gate
from mock_site.protection.admission.limit import FixedLimit
from mock_site.protection.rejections import Rejections
from mock_site.protection.terms import Terms

JOIN = "/waves/1/join"
STRANGER = {"X-Stranger": "1"}
"""Whoever sends this has no session; everybody else has one."""


class Site:
    """A site that has admission control, and one view that waits until it is told.

    Args:
        client: speaks to it.
        gates: of it.
        go_on: lets its view go on.
        registry: of its metrics.
        shed: paths of requests that it was told were too much.
        sessions: requests whose session was looked at.
    """

    def __init__(
        self,
        client: TestClient[web.Request, web.Application],
        gates: Gates,
        go_on: asyncio.Event,
        registry: CollectorRegistry,
        shed: list[str],
        sessions: list[web.Request],
    ) -> None:
        self.client = client
        self.shed = shed
        self.gates = gates
        self.go_on = go_on
        self._registry = registry
        self.sessions = sessions

    async def until(self, under_way: int, waiting: int) -> None:
        """Wait until so many are under way and waiting."""
        async with asyncio.timeout(20):
            while (self.gates.usual.under_way, self.gates.usual.waiting) != (under_way, waiting):  # noqa: ASYNC110 - a gate sends no event
                await asyncio.sleep(0.002)

    def rejected(self, reason: str) -> float | None:
        """Give how many were turned away for a reason."""
        labels = {"layer": "admission", "reason": reason}
        return self._registry.get_sample_value("site_rejections_total", labels)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Give a site that does one thing at a time, and lets two wait."""
    loop = asyncio.get_running_loop()
    registry, go_on = CollectorRegistry(), asyncio.Event()
    gates = Gates(
        Gate(FixedLimit(most=1), timer=loop.time, waiting_ratio=2.0),
        Gate(FixedLimit(most=1), timer=loop.time, waiting_ratio=0.0),
    )

    sessions: list[web.Request] = []

    def known(request: web.Request) -> str | None:
        """Give whose session it is."""
        sessions.append(request)
        return None if "X-Stranger" in request.headers else "somebody"

    async def view(request: web.Request) -> web.Response:
        """Give the body back when told to."""
        await go_on.wait()
        return web.Response(body=await request.read())

    shed: list[str] = []
    layer = controlled(
        gates,
        Rejections(registry),
        loop.time,
        known,
        shed=lambda request: shed.append(request.path),
    )
    app = web.Application(middlewares=[layer])
    for path in ("/waves/{wave}/join", "/documents", "/accounts", "/healthz", "/"):
        app.router.add_route("*", path, view)
    server = TestServer(app)
    client = TestClient(server)
    async with client:
        # As a worker serves: whoever goes away is not cancelled.
        assert server.runner is not None
        assert server.runner.server is not None
        server.runner.server.handler_cancellation = False
        yield Site(client, gates, go_on, registry, shed, sessions)


async def _status(site: Site, path: str, headers: Mapping[str, str] | None = None) -> int:
    async with site.client.post(path, json={}, headers=headers) as answer:
        await answer.read()
        return answer.status


async def test_what_is_too_much_is_turned_away_whole_and_with_a_time_to_come_again(site: Site) -> None:
    """In JSON for a programme; the connection can be used again."""
    tasks = [asyncio.create_task(_status(site, "/accounts")) for _ in range(3)]
    await site.until(1, 2)
    headers = []
    for _ in range(3):
        async with site.client.post("/accounts", json={"a": 1}) as answer:
            assert answer.status == 503
            assert (await answer.json())["error"] == "busy"
            assert answer.headers["X-Not-Processed"] == "1"
            assert answer.headers["Cache-Control"] == "no-store"
            headers.append(answer.headers["Retry-After"])
    assert len(set(headers)) == 3
    assert site.rejected("queue-full") == 3
    assert site.shed == ["/accounts"] * 3
    site.go_on.set()
    assert await asyncio.gather(*tasks) == [200] * 3
    assert await _status(site, "/accounts") == 200


async def test_a_person_is_turned_away_with_a_page(site: Site) -> None:
    """In both languages."""
    tasks = [asyncio.create_task(_status(site, "/accounts")) for _ in range(3)]
    await site.until(1, 2)
    async with site.client.get("/accounts", headers={"Accept": "text/html"}) as answer:
        assert (answer.status, answer.content_type) == (503, "text/html")
        assert "The site is busy" in await answer.text()
    site.go_on.set()
    await asyncio.gather(*tasks)


async def test_a_join_takes_the_place_of_whoever_has_only_begun(site: Site) -> None:
    """The account is turned away, the join is served."""
    tasks = [asyncio.create_task(_status(site, "/accounts")) for _ in range(3)]
    await site.until(1, 2)
    join = asyncio.create_task(_status(site, JOIN))
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result() for task in done] == [503]
    assert site.rejected("displaced") == 1
    site.go_on.set()
    assert await join == 200
    await asyncio.gather(*tasks)


async def test_whoever_is_turned_away_in_any_case_is_not_asked_for_a_session(site: Site) -> None:
    """Before a queue that is full of joins nobody's session makes a difference."""
    tasks = [asyncio.create_task(_status(site, JOIN)) for _ in range(3)]
    await site.until(1, 2)
    assert [await _status(site, JOIN), await _status(site, JOIN, STRANGER)] == [503, 503]
    assert len(site.sessions) == 3
    site.go_on.set()
    assert await asyncio.gather(*tasks) == [200] * 3


async def test_a_join_without_a_session_takes_nobodys_place(site: Site) -> None:
    """Whoever has not even logged in is not far on the way, and comes after those who do."""
    tasks = [asyncio.create_task(_status(site, "/accounts", STRANGER)) for _ in range(3)]
    await site.until(1, 2)
    assert await _status(site, JOIN, STRANGER) == 503
    assert site.rejected("displaced") == 0
    site.go_on.set()
    assert await asyncio.gather(*tasks) == [200] * 3


async def test_an_account_displaces_a_join_without_a_session(site: Site) -> None:
    """It waits with those who browse, and gives way first."""
    tasks = [asyncio.create_task(_status(site, JOIN, STRANGER)) for _ in range(3)]
    await site.until(1, 2)
    account = asyncio.create_task(_status(site, "/accounts", STRANGER))
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result() for task in done] == [503]
    site.go_on.set()
    assert await account == 200
    await asyncio.gather(*tasks)


async def test_a_gate_that_ranks_nobody_lets_a_join_wait_its_turn(site: Site) -> None:
    """The one that would take the place of another is turned away where all are equal."""
    site.gates.ranks = False
    tasks = [asyncio.create_task(_status(site, "/accounts")) for _ in range(3)]
    await site.until(1, 2)
    assert await _status(site, JOIN) == 503
    site.go_on.set()
    assert await asyncio.gather(*tasks) == [200] * 3


async def test_what_tells_how_the_site_is_comes_through_always(site: Site) -> None:
    """Health, and the home page, which costs less to serve than to refuse."""
    tasks = [asyncio.create_task(_status(site, "/accounts")) for _ in range(3)]
    await site.until(1, 2)
    health = [asyncio.create_task(_status(site, path)) for path in ("/healthz", "/")]
    site.go_on.set()
    assert await asyncio.gather(*health) == [200, 200]
    await asyncio.gather(*tasks)


async def test_a_body_that_comes_slowly_holds_no_place(site: Site) -> None:
    """Before the last byte is there nobody else has to wait for it."""
    site.go_on.set()
    port = site.client.port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.settimeout(0)
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(
            slow, b"POST /accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{"
        )
        for _ in range(3):
            assert await _status(site, "/accounts") == 200
            assert site.gates.usual.under_way == 0
        await loop.sock_sendall(slow, b"}")
        assert (await loop.sock_recv(slow, 100)).startswith(b"HTTP/1.1 200 OK")


async def test_a_sender_who_goes_away_is_no_error(site: Site) -> None:
    """Nobody reads on for somebody who is not there."""
    site.go_on.set()
    port = site.client.port
    assert port is not None
    slow = socket.create_connection(("127.0.0.1", port))
    slow.sendall(b"POST /accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{")
    assert await _status(site, "/accounts") == 200
    slow.close()
    async with asyncio.timeout(20):
        while not site.rejected("gone"):  # noqa: ASYNC110 - a counter sends no event
            await asyncio.sleep(0.002)
    assert (site.gates.usual.under_way, site.shed) == (0, [])


async def test_uploads_have_a_gate_of_their_own(site: Site) -> None:
    """However many are sent, whoever joins does not wait for them."""
    upload = asyncio.create_task(_status(site, "/documents"))
    async with asyncio.timeout(20):
        while not site.gates.uploads.under_way:  # noqa: ASYNC110 - a gate sends no event
            await asyncio.sleep(0.002)
    assert await _status(site, "/documents") == 503
    assert site.gates.usual.under_way == 0
    site.go_on.set()
    assert await upload == 200


def test_the_hardened_gates_are_bounded_and_the_naive_are_not() -> None:
    """By their own settings."""
    hardened, naive = hardened_gates(Terms(), lambda: 0.0), naive_gates(lambda: 0.0)
    assert hardened.usual is not hardened.uploads
    assert hardened.usual._waiting_ratio < naive.usual._waiting_ratio == float("inf")
    assert (hardened.ranks, naive.ranks) == (True, False)
    assert hardened.usual._patience_s < naive.usual._patience_s == float("inf")


def test_whoever_waits_is_counted_once_also_where_there_is_one_gate_for_everything() -> None:
    """Two gates are counted together; the naive ones are one and the same."""
    hardened, naive = hardened_gates(Terms(), lambda: 0.0), naive_gates(lambda: 0.0)
    hardened.usual.waiting, hardened.uploads.waiting, naive.usual.waiting = 3, 2, 7
    assert (hardened.waiting, naive.waiting) == (5, 7)
