"""Claims about many connections: each is its own, and the share that is struck is the one asked for."""

import asyncio
import resource

from tests.faults.on_the_way import Running, eventually

CONNECTIONS = 1_000
STRUCK, SPREAD = CONNECTIONS / 2, (CONNECTIONS / 4) ** 0.5
SIGMAS = 5
DEADLINE_S = 60.0


class _Echo(asyncio.Protocol):
    """Sends back what comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._transport.write(data)  # type: ignore[attr-defined]


async def _answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> bool:
    """Say something of one's own; tell whether it came back whole."""
    said = f"{number:08}".encode()
    writer.write(said)
    return await reader.read(8) == said


async def test_a_thousand_connections_of_which_half_are_struck(process: Running) -> None:
    """All open at once; those that are not struck never notice."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Echo, "127.0.0.1", 0, backlog=CONNECTIONS)
    address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    way = await asyncio.to_thread(process.entrance, address)
    async with asyncio.timeout(DEADLINE_S):
        ends = [await asyncio.open_connection("127.0.0.1", way.port) for _ in range(CONNECTIONS)]
        turns = list(enumerate(ends))
        assert all(await asyncio.gather(*(_answered(*end, number) for number, end in turns)))
        assert (await asyncio.to_thread(way.facts))["counts"]["open"] == CONNECTIONS
        await asyncio.to_thread(lambda: way.add("limit_data", toxicity=0.5, bytes=4))
        whole = await asyncio.gather(*(_answered(*end, number) for number, end in turns))
        assert abs(whole.count(False) - STRUCK) <= SIGMAS * SPREAD
        counts = await asyncio.to_thread(way.counts, "limit_data")
        assert (counts["connections"], counts["struck"]) == (CONNECTIONS, whole.count(False))
        for _, writer in ends:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for _, writer in ends), return_exceptions=True)
        server.close()
        await server.wait_closed()
        await asyncio.to_thread(eventually, lambda: way.facts()["counts"]["open"] == 0)
