"""A body may take so long and no longer, and one that is there is nobody's concern."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from mock_site.middlewares import refusing
from mock_site.protection.body_deadline import MOST_BYTES, bounded, deadline_s
from mock_site.protection.rejections import Rejections

Client = TestClient[web.Request, web.Application]
REGISTRY_NAME = "site_rejections_total"
LABELS = {"layer": "body-deadline", "reason": "slow-body"}


async def _client(small_s: float, registry: CollectorRegistry) -> Client:
    async def view(request: web.Request) -> web.Response:
        """Give the body back."""
        return web.Response(body=await request.read())

    app = web.Application(middlewares=[refusing, bounded(small_s, Rejections(registry))])
    app.router.add_post("/", view)
    client = TestClient(TestServer(app))
    await client.start_server()
    return client


@pytest.fixture
async def registry() -> CollectorRegistry:
    """Give a registry."""
    return CollectorRegistry()


@pytest.fixture
async def hasty(registry: CollectorRegistry) -> AsyncIterator[Client]:
    """Give a site that gives a body no time at all."""
    client = await _client(1e-9, registry)
    yield client
    await client.close()


async def test_a_body_that_does_not_come_is_given_up(hasty: Client, registry: CollectorRegistry) -> None:
    """The sender is told, and the connection is closed: what is left of the body is no request."""
    loop = asyncio.get_running_loop()
    assert hasty.port is not None
    with socket.create_connection(("127.0.0.1", hasty.port)) as slow:
        slow.settimeout(0)
        await loop.sock_sendall(slow, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{")
        answer = b""
        while part := await loop.sock_recv(slow, 1000):
            answer += part
    assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert b"\r\nConnection: close\r\n" in answer
    assert answer.endswith(b'{"error":"slow-body"}')
    assert registry.get_sample_value(REGISTRY_NAME, LABELS) == 1


async def test_a_body_that_is_there_is_read(hasty: Client, registry: CollectorRegistry) -> None:
    """However little time there is."""
    async with hasty.post("/", data=b"{}") as answer:
        assert (answer.status, await answer.read()) == (200, b"{}")
    assert registry.get_sample_value(REGISTRY_NAME, LABELS) == 0


async def test_a_body_that_comes_in_parts_in_time_is_read(registry: CollectorRegistry) -> None:
    """It need not come at once."""
    client = await _client(60.0, registry)
    loop = asyncio.get_running_loop()
    assert client.port is not None
    with socket.create_connection(("127.0.0.1", client.port)) as slow:
        slow.settimeout(0)
        for part in (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n", b"{", b"}"):
            await loop.sock_sendall(slow, part)
            await asyncio.sleep(0.01)
        assert (await loop.sock_recv(slow, 1000)).startswith(b"HTTP/1.1 200 OK")
    await client.close()


@given(st.integers(min_value=0, max_value=2**40))
def test_a_large_body_is_given_more_time_but_not_for_ever(size_bytes: int) -> None:
    """As much as a slow line needs for it."""
    s = deadline_s(10.0, size_bytes)
    assert 10.0 <= s <= deadline_s(10.0, MOST_BYTES)
    assert s <= 10 + 16 * 32
    assert deadline_s(10.0, None) == 10.0
