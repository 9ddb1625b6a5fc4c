"""A guarded way to a site on which somebody listens: every request that passes is kept."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.guarded.site import guard

HEAD = re.compile(rb"(?:GET|POST|PUT|DELETE|HEAD) \S+ HTTP/1\.1\r\n.*?\r\n\r\n", re.DOTALL)
"""The head of a request, wherever it begins in what a connection carried."""

PORTION_BYTES = 65_536


@dataclass(slots=True)
class Way:
    """Leads to a site.

    Attributes:
        port: of the site.
        carried: what each connection brought to the site.
    """

    port: int
    carried: list[bytearray] = field(default_factory=list)

    @property
    def heads(self) -> list[str]:
        """The head of every request, in small letters."""
        return [head.decode("latin-1").lower() for one in self.carried for head in HEAD.findall(one)]

    async def passes(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection, both ways, until one side has ended."""
        kept = bytearray()
        self.carried.append(kept)
        with suppress(OSError):
            there, back = await asyncio.open_connection("127.0.0.1", self.port)
            await asyncio.gather(_carry(reader, back, kept), _carry(there, writer, bytearray()))


async def _carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter, kept: bytearray) -> None:
    """Carry one direction to its end."""
    with suppress(OSError):
        while portion := await source.read(PORTION_BYTES):
            kept += portion
            sink.write(portion)
            await sink.drain()
    with suppress(OSError):
        sink.close()


@contextmanager
def listened_way(url: str) -> Iterator[tuple[str, Way]]:
    """Open a way to a site for whoever shows the certificate; gives its own URL."""
    way, loop = Way(int(url.rpartition(":")[2])), asyncio.new_event_loop()
    server = loop.run_until_complete(
        asyncio.start_server(way.passes, "127.0.0.1", 0, backlog=1024, ssl=guard())
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}", way
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()
