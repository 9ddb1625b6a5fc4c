"""A passage leads each request through the layers that concern it, in their order, past the others."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.typedefs import Handler, Middleware

from mock_site.protection.passage import Stage, passing

Client = TestClient[web.Request, web.Application]


def _noted(name: str, passed: list[str]) -> Middleware:
    @web.middleware
    async def note(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Note that a request has passed."""
        passed.append(name)
        return await handler(request)

    return note


async def _said(request: web.Request) -> web.Response:
    return web.Response(text=f"{request.method} {request.path} {await request.text()}")


@pytest.fixture
def passed() -> list[str]:
    """Give the names of the layers that were passed so far."""
    return []


@pytest.fixture
async def client(passed: list[str]) -> AsyncIterator[Client]:
    """Give a client of an application with four layers."""
    stages = [
        Stage(_noted("all", passed)),
        Stage(_noted("bodies", passed), bodies_only=True),
        Stage(_noted("one", passed), lambda _, template: template == "/one/{name}"),
        Stage(_noted("posts", passed), lambda method, _: method == "POST"),
    ]
    app = web.Application(middlewares=[passing(stages)])
    app.router.add_routes([web.get("/one/{name}", _said), web.post("/two", _said), web.get("/", _said)])
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_each_request_passes_the_layers_that_concern_its_route(
    client: Client, passed: list[str]
) -> None:
    """The outermost first, the second time as the first."""
    asked = [
        ("GET", "/one/a", ["all", "one"]),
        ("POST", "/two", ["all", "posts"]),
        ("GET", "/", ["all"]),
        ("HEAD", "/", ["all"]),
    ]
    for _ in range(2):
        for method, path, expected in asked:
            passed.clear()
            assert (await client.request(method, path)).status == 200
            assert passed == expected


async def test_a_body_is_seen_by_the_layers_of_bodies(client: Client, passed: list[str]) -> None:
    """Whichever the method, and it is still there for whoever answers."""
    async with client.post("/two", data="text") as answer:
        assert await answer.text() == "POST /two text"
    async with client.get("/", data="text") as answer:
        assert await answer.text() == "GET / text"
    assert passed == ["all", "bodies", "posts", "all", "bodies"]


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/none", 404), ("PUT", "/two", 405)])
async def test_what_is_no_route_passes_all_layers(
    client: Client, passed: list[str], method: str, path: str, status: int
) -> None:
    """But those of bodies, where there is none; no such address is kept in mind."""
    for _ in range(2):
        passed.clear()
        assert (await client.request(method, path)).status == status
        assert passed == ["all", "one", "posts"]
