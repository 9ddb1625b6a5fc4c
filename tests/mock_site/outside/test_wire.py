"""The wire tells an answer from everything else that can come over it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from mock_site.outside.metrics import CallResult
from mock_site.outside.wire import MAX_ANSWER_BYTES, CallError, HttpWire, Reply


async def echo(request: web.Request) -> web.Response:
    """Say what was sent."""
    return web.json_response({"sent": await request.json(), "cookies": len(request.cookies)})


async def answer(request: web.Request) -> web.Response:
    """Answer with the status, the body and the header that the query names."""
    query = request.query
    headers = {"Retry-After": query["after"]} if "after" in query else {}
    return web.Response(
        status=int(query.get("status", "200")), text=query.get("body", "{}"), headers=headers
    )


async def cut(request: web.Request) -> web.StreamResponse:
    """Promise ten bytes, send two, and break the connection."""
    response = web.StreamResponse(headers={"Content-Length": "10"})
    await response.prepare(request)
    await response.write(b"{}")
    assert request.transport is not None
    request.transport.abort()
    return response


async def moved(_request: web.Request) -> web.Response:
    """Send elsewhere."""
    return web.Response(status=302, headers={"Location": "/answer"}, text="{}")


async def endless(request: web.Request) -> web.StreamResponse:
    """Answer without a length."""
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"{}")
    return response


@pytest.fixture
async def wire() -> AsyncIterator[HttpWire]:
    """Give a wire to a neighbour that does all of this."""
    app = web.Application()
    app.router.add_post("/echo", echo)
    for path, view in (("/answer", answer), ("/cut", cut), ("/moved", moved), ("/endless", endless)):
        app.router.add_get(path, view)
    async with TestServer(app) as server:
        one = HttpWire(f"{server.make_url('/')}")
        yield one
        await one.close()
    await asyncio.sleep(0)


async def failed(wire: HttpWire, path: str) -> CallError:
    """Send a request that brings no answer, and give the error."""
    with pytest.raises(CallError) as caught:
        await wire.send("GET", path, None)
    return caught.value


async def test_an_object_comes_back(wire: HttpWire) -> None:
    """With its status, and what was sent was JSON."""
    reply = await wire.send("POST", "/echo", {"nik": "1"})
    assert reply == Reply(status=200, content={"sent": {"nik": "1"}, "cookies": 0})


async def test_a_no_of_the_neighbour_is_an_answer(wire: HttpWire) -> None:
    """404 says something, and so does a redirection, which is not followed."""
    assert (await wire.send("GET", "/answer?status=404", None)).status == 404
    assert (await wire.send("GET", "/moved", None)).status == 302


@pytest.mark.parametrize(("status", "result"), [(500, "failed"), (503, "failed"), (429, "limited")])
async def test_failures_and_limits_are_none(wire: HttpWire, status: int, result: str) -> None:
    """They tell when to come again, if the neighbour did."""
    error = await failed(wire, f"/answer?status={status}&after=7")
    assert (error.result.value, error.retry_after_s) == (result, 7.0)
    for unclear in ("", "&after=soon", "&after=-1", "&after=%C2%B2"):
        assert (await failed(wire, f"/answer?status={status}{unclear}")).retry_after_s is None


@pytest.mark.parametrize("body", ["", "[1]", '{"match": tr', "null", "{}{}"])
async def test_what_is_no_object_is_malformed(wire: HttpWire, body: str) -> None:
    """Half an object, another value, nothing."""
    assert (await failed(wire, f"/answer?body={body}")).result is CallResult.MALFORMED


async def test_an_answer_without_a_length_is_malformed(wire: HttpWire) -> None:
    """Nobody knows how much of it there will be."""
    assert (await failed(wire, "/endless")).result is CallResult.MALFORMED
    assert MAX_ANSWER_BYTES == 65_536


async def test_a_broken_connection_is_cut(wire: HttpWire) -> None:
    """Whether it breaks in the middle or is never there."""
    assert (await failed(wire, "/cut")).result is CallResult.CUT
    nobody = HttpWire("http://127.0.0.1:1")
    assert (await failed(nobody, "/")).result is CallResult.CUT
    await nobody.close()
    nowhere = HttpWire("")
    assert (await failed(nowhere, "/")).result is CallResult.CUT
    await nowhere.close()


async def test_a_wire_can_be_used_again_after_it_was_closed(wire: HttpWire) -> None:
    """It opens new connections."""
    await wire.close()
    await wire.close()
    assert (await wire.send("GET", "/answer", None)).status == 200
