"""A connection tells when it is slow, and what is no HTTP is refused without a word of it."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from mock_site.middlewares import refusing
from mock_site.pages.ready_answer import ReadyAnswer, ready_bytes
from mock_site.process.listener import listener_on
from mock_site.process.reception import Reception
from mock_site.protection.connection_metrics import ConnectionMetrics
from mock_site.protection.connections import Connections
from mock_site.protection.rejections import Rejections
from mock_site.protection.slow_lines import SlowLines
from tests.mock_site.process.eventual import eventually

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"
REQUEST = HEAD + b"\r\n"
LONG = b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n"
PAGE = b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n"
PAGE_BYTES, PAGES = 16 * 1024, 2_000
SMALL_BUFFER_BYTES = 4096
LONG_BYTES = 32 * 1024 * 1024
LOOKS = 600
"""The site looks for itself as well, once a second; no test takes so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A site that answers at once, and is looked at when the test says so."""

    lines: SlowLines
    port: int
    registry: CollectorRegistry
    stack: AsyncExitStack
    pages: list[int]

    async def makes_no_more(self) -> bool:
        """Tell whether pages were made, and none in a while."""
        made = self.pages[0]
        await asyncio.sleep(0.2)
        return 0 < made == self.pages[0]

    async def called(self, *sent: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect and send something, and take no more of the answers than fits into little."""
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER_BYTES)
        line.settimeout(0)
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", self.port))
        reader, writer = await asyncio.open_connection(sock=line, limit=SMALL_BUFFER_BYTES)
        self.stack.callback(writer.close)
        for one in sent:
            writer.write(one)
            await writer.drain()
        return reader, writer

    def look(self) -> None:
        """Look as often as patience lasts."""
        for _ in range(LOOKS):
            self.lines.look()

    async def has_closed(self, reason: str) -> bool:
        """Look as often as it takes, and tell whether a line was closed for this."""
        self.look()
        return bool(self.count("slow-lines", reason))

    def count(self, layer: str, reason: str) -> float | None:
        """Give what was counted."""
        labels = {"layer": layer, "reason": reason}
        return self.registry.get_sample_value("site_rejections_total", labels)


Serve = Callable[..., Awaitable[Served]]


async def _here(_request: web.Request) -> web.Response:
    """Answer at once."""
    return web.Response(text="here")


async def _given(request: web.Request) -> web.Response:
    """Give a body back."""
    return web.Response(body=await request.read())


async def _long(_request: web.Request) -> web.Response:
    """Answer with more than the kernel keeps for anybody."""
    return web.Response(body=b"x" * LONG_BYTES)


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Give a function that starts such a site, hardened or as it is without the layers."""
    async with AsyncExitStack() as stack:

        async def start(*, hardened: bool = True) -> Served:
            """Start one at a free port."""
            registry = CollectorRegistry()
            rejections = Rejections(registry)
            lines = SlowLines(rejections, looks=LOOKS)
            connections = Connections(9, sheds=True, metrics=ConnectionMetrics(registry))
            listener = stack.enter_context(listener_on("127.0.0.1", 0))
            app = web.Application(middlewares=[refusing])
            app.router.add_post("/", _given)
            app.router.add_get("/", _here)
            app.router.add_get("/long", _long)
            pages = [0]

            async def page(_request: web.Request) -> web.StreamResponse:
                """Answer with a page that lies ready, and count it."""
                pages[0] += 1
                return ReadyAnswer(ready_bytes(HTTPStatus.OK, {}, b"x" * PAGE_BYTES), HTTPStatus.OK)

            app.router.add_get("/page", page)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            watched = {"lines": lines, "malformed": rejections} if hardened else {}
            await Reception(runner, listener, connections, 60.0, **watched).start()  # type: ignore[arg-type]
            port = listener.getsockname()[1]
            return Served(lines=lines, port=port, registry=registry, stack=stack, pages=pages)

        yield start


async def test_a_head_in_drips_is_closed(serve: Serve) -> None:
    """However often something of it comes; a naive site waits for its end."""
    served = await serve()
    reader, _ = await served.called(HEAD, b"X-A: b\r\n")
    await eventually(partial(served.has_closed, "head"))
    assert (await reader.read()).endswith(b'{"error":"slow-head"}')
    naive = await serve(hardened=False)
    reader, writer = await naive.called(HEAD)
    naive.look()
    writer.write(b"\r\n")
    assert await reader.readuntil(b"here")


async def test_a_second_head_in_drips_is_closed_too(serve: Serve) -> None:
    """After a whole request on the same connection."""
    served = await serve()
    reader, writer = await served.called(REQUEST)
    await reader.readuntil(b"here")
    writer.write(HEAD)
    await eventually(partial(served.has_closed, "head"))
    assert b"408" in await reader.read()


async def test_a_head_in_parts_that_ends_in_time_is_answered(serve: Serve) -> None:
    """And forgotten: nothing is waited for on a connection that rests."""
    served = await serve()
    reader, writer = await served.called(HEAD)
    writer.write(b"\r\n")
    await reader.readuntil(b"here")
    served.look()
    writer.write(REQUEST)
    assert await reader.readuntil(b"here")
    assert served.count("slow-lines", "head") == 0


async def test_an_answer_that_nobody_takes_is_thrown_away(serve: Serve) -> None:
    """With its connection; a naive site keeps it for as long as its visitor likes."""
    for hardened in (True, False):
        served = await serve(hardened=hardened)
        reader, _ = await served.called(LONG)
        await reader.readuntil(b"200 OK")
        if hardened:
            await eventually(partial(served.has_closed, "untaken"))
            assert len(await reader.read()) < LONG_BYTES
        else:
            served.look()
            assert len(await reader.read(SMALL_BUFFER_BYTES))
            assert served.count("slow-lines", "untaken") == 0


async def test_answers_that_nobody_takes_do_not_pile_up(serve: Serve) -> None:
    """Whoever asks for many at once and takes none gets no more made than the kernel keeps.

    On a naive site, too, which makes the rest for whoever begins to take them.
    """
    served = await serve()
    await served.called(PAGE * PAGES)
    await eventually(partial(served.has_closed, "untaken"))
    assert served.pages[0] < PAGES / 2
    naive = await serve(hardened=False)
    reader, _ = await naive.called(PAGE * PAGES)
    await eventually(naive.makes_no_more)
    assert 0 < naive.pages[0] < PAGES / 2
    naive.look()
    assert naive.count("slow-lines", "untaken") == 0
    await reader.readexactly(PAGES * PAGE_BYTES)
    assert naive.pages[0] > PAGES / 2


async def test_an_answer_that_is_taken_is_sent_whole(serve: Serve) -> None:
    """Whatever pauses there are in it."""
    served = await serve()
    reader, _ = await served.called(LONG.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    content = await reader.read()
    assert len(content) > LONG_BYTES
    served.look()
    assert served.count("slow-lines", "untaken") == 0


@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        HEAD + b"X: <b>\0\r\n\r\n",
        HEAD + b"X: a\r\n b\r\n\r\n",
        HEAD + b"Host: <b>\r\n\r\n",
        HEAD + b"X-Long: " + b"<b>" * 4_000 + b"\r\n\r\n",
        b"GET /" + b"<b>" * 4_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        HEAD + b"X: <b>\r\n" * 2_000 + b"\r\n",
        b"<b> / HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=range(9),
)
async def test_what_is_no_http_is_refused_without_a_word_of_it(
    serve: Serve, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """And closed, since nobody knows where the next request would begin; the log is not filled."""
    served = await serve()
    with caplog.at_level(logging.ERROR):
        reader, _ = await served.called(sent)
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.0 400 Bad Request\r\n")
    assert answer.endswith(b'\r\n\r\n{"error":"malformed"}')
    assert b"aiohttp" not in answer
    assert served.count("strict-input", "malformed") == 1
    assert caplog.records == []


@pytest.mark.parametrize("version", [b"0.9", b"2.0"])
async def test_another_version_is_not_answered_as_if_it_were_spoken(
    serve: Serve, version: bytes
) -> None:
    """Whatever was asked before it on the same connection is; the naive site answers all of it."""
    other = b"GET / HTTP/%s\r\nHost: x\r\n\r\n" % version
    served = await serve()
    for ahead, answered in ((b"", 0), (REQUEST, 1)):
        reader, _ = await served.called(ahead + other)
        answer = await reader.read()
        assert answer.count(b"HTTP/1.1 200 ") == answered
        assert answer.count(b" 505 HTTP Version Not Supported\r\n") == 1
    assert served.count("strict-input", "malformed") == 2
    naive = await serve(hardened=False)
    reader, _ = await naive.called(other)
    assert b" 200 OK" in await reader.readline()


async def test_the_older_version_that_is_spoken_is_answered(serve: Serve) -> None:
    """As whatever probes a site by hand sends it."""
    served = await serve()
    reader, _ = await served.called(b"GET / HTTP/1.0\r\n\r\n")
    assert b" 200 OK" in await reader.readline()


async def test_a_naive_site_shows_what_it_has_read_and_fills_its_log(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    """A traceback for each."""
    served = await serve(hardened=False)
    reader, _ = await served.called(HEAD + b"X: <b>\0\r\n\r\n")
    answer = await reader.read()
    assert b"<b>" in answer
    assert b"aiohttp" in answer
    assert [record.exc_info is not None for record in caplog.records] == [True]


async def test_a_body_that_goes_on_in_nonsense_is_refused_at_once(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    """A naive site waits for the rest of it, for as long as its sender likes."""
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"
    served = await serve()
    reader, writer = await served.called(head)
    await asyncio.sleep(0.05)
    writer.write(b"nonsense\r\n")
    answer = await reader.read()
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.0 400 "))
    assert caplog.records == []
    naive = await serve(hardened=False)
    reader, writer = await naive.called(head)
    await asyncio.sleep(0.05)
    writer.write(b"nonsense\r\n")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await reader.read()
