"""The reception keeps the book of real connections: those that are idle, those that are closed."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from mock_site.process.listener import listener_on, url_of
from mock_site.process.reception import Reception
from mock_site.protection.connection_metrics import ConnectionMetrics
from mock_site.protection.connections import Connections
from tests.mock_site.process.eventual import eventually

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@dataclass
class Served:
    """A site that answers when it is told to."""

    connections: Connections
    port: int
    stack: AsyncExitStack
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    probed: list[bool] = field(default_factory=list)
    """Of each request, whether the system finds out when its connection's other end has gone."""

    async def has(self, connections: int) -> bool:
        """Tell whether so many are open."""
        return len(self.connections) == connections

    async def called(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect, until the end of the test at the latest."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.stack.callback(writer.close)
        return reader, writer

    async def asked(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect and ask for something, and be answered if it answers."""
        reader, writer = await self.called()
        writer.write(REQUEST)
        if self.answers.is_set():
            await reader.readuntil(b"here")
        return reader, writer


Serve = Callable[..., Awaitable[Served]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Give a function that starts such a site."""
    async with AsyncExitStack() as stack:

        async def start(most: int = 9, *, sheds: bool = True, idle_s: float = 60.0) -> Served:
            """Start one at a free port."""
            metrics = ConnectionMetrics(CollectorRegistry())
            connections = Connections(most, sheds=sheds, metrics=metrics)
            listener = stack.enter_context(listener_on("127.0.0.1", 0))
            served = Served(connections, listener.getsockname()[1], stack)

            async def view(request: web.Request) -> web.Response:
                """Answer when it is time."""
                line = request.get_extra_info("socket")
                served.probed.append(bool(line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)))
                await served.answers.wait()
                return web.Response(text="here")

            app = web.Application()
            app.router.add_get("/", view)
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            reception = Reception(runner, listener, connections, idle_s)
            await reception.start()
            assert reception.name == url_of(listener)
            return served

        yield start


async def test_a_connection_is_open_until_its_visitor_goes(serve: Serve) -> None:
    """It is counted as long."""
    served = await serve()
    _, writer = await served.called()
    await eventually(partial(served.has, 1))
    writer.close()
    await eventually(partial(served.has, 0))


async def test_one_on_which_nothing_is_asked_is_closed(serve: Serve) -> None:
    """After its time, and whoever was on it hears the end."""
    served = await serve(idle_s=0.001)
    reader, _ = await served.called()
    assert await reader.read() == b""
    await eventually(partial(served.has, 0))


async def test_one_that_is_answered_makes_room_and_one_that_waits_does_not(serve: Serve) -> None:
    """Nobody's request is thrown away for a newcomer while somebody is idle."""
    served = await serve(most=2)
    served.answers.set()
    idle, _ = await served.asked()
    served.answers.clear()
    waiting, _ = await served.asked()
    await eventually(partial(served.has, 2))
    new, writer = await served.called()
    assert await idle.read() == b""
    served.answers.set()
    writer.write(REQUEST)
    assert b"200 OK" in await waiting.readuntil(b"here")
    assert b"200 OK" in await new.readuntil(b"here")


async def test_where_none_makes_room_a_newcomer_is_closed_unanswered(serve: Serve) -> None:
    """Until somebody goes."""
    served = await serve(most=1, sheds=False)
    served.answers.set()
    _, first = await served.asked()
    refused, _ = await served.called()
    assert await refused.read() == b""
    first.close()
    await eventually(partial(served.has, 0))
    await served.asked()


async def test_one_that_has_ended_accepts_nobody(serve: Serve) -> None:
    """Whoever ends a site stops accepting first."""
    runner = web.AppRunner(web.Application())
    with pytest.raises(RuntimeError, match="setup"), socket.socket() as listener:
        Reception(runner, listener, (await serve()).connections, 1.0)


async def test_nobody_can_connect_once_it_has_stopped() -> None:
    """Where no other process accepts, nobody waits for one that does not any more."""
    with listener_on("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        runner = web.AppRunner(web.Application(), access_log=None)
        await runner.setup()
        connections = Connections(9, sheds=True, metrics=ConnectionMetrics(CollectorRegistry()))
        await Reception(runner, listener, connections, 60.0).start()
        await runner.cleanup()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)


async def test_the_system_looks_whether_the_other_end_is_there(serve: Serve) -> None:
    """Else a connection whose phone has gone without a word is kept until it is idle for too long."""
    served = await serve()
    served.answers.set()
    await served.asked()
    assert served.probed == [True]
