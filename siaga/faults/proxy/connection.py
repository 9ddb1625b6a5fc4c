"""A Connection through the proxy: a client's side, the upstream's side, and a stream each way."""

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Any

from siaga.faults.proxy.address import Address
from siaga.faults.proxy.counts import ProxyCounts
from siaga.faults.proxy.ending import Ending
from siaga.faults.proxy.stream import Stream
from siaga.faults.proxy.toxic import Stage, Toxic

_LINGER_NOT = struct.pack("ii", 1, 0)
"""Closing then sends RST, and what was not sent is lost."""


class Connection:
    """One connection, from the moment a client was taken.

    Args:
        number: of this one, from 1 on.
        upstream: whom to connect it to; None: nobody is known, the client is reset.
        counts: of the proxy.
        leave: is told once, when both sides are gone.

    Attributes:
        number: as given.
        upstream: as given.
        client: the client's side.
        over: whether it was closed, or reset.
    """

    def __init__(
        self,
        number: int,
        upstream: Address | None,
        counts: ProxyCounts,
        leave: Callable[["Connection"], None],
    ) -> None:
        self.number, self.upstream = number, upstream
        self.over = self._departed = False
        self._counts, self._leave = counts, leave
        self._to_upstream, self._to_client = Stream(self), Stream(self)
        self.client = Side(self, self._to_upstream, self._to_client)
        self._server = Side(self, self._to_client, self._to_upstream)
        self._stages: dict[Toxic[Any], Stage[Any]] = {}
        self._dialling: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Connect to the upstream; the client is there."""
        self._dialling = asyncio.get_running_loop().create_task(self._dial())

    def suffer(self, toxic: Toxic[Any]) -> None:
        """Put a toxic to work, have it begin anew, or let go of it, as it says now."""
        stage = self._stages.get(toxic)
        if self.over:
            return
        if not toxic.strikes(self.number):
            self.recover(toxic)
        elif stage is not None:
            stage.renew()
        else:
            stream = self._stream(toxic)
            stage = self._stages[toxic] = toxic.kind.stage(toxic, stream)
            stream.insert(stage)

    def recover(self, toxic: Toxic[Any]) -> None:
        """Let go of a toxic."""
        stage = self._stages.pop(toxic, None)
        if stage is not None and not self.over:
            self._stream(toxic).remove(stage)

    def ended(self) -> None:
        """Close when both streams have handed on their end."""
        if self._to_upstream.over and self._to_client.over:
            self.close()

    def close(self) -> None:
        """Close both sides when what was handed on is written."""
        for side in self._finish():
            side.close()

    def cut(self) -> None:
        """Close both sides at once; what was not written is lost, closing or not."""
        self._finish()
        for side in (self.client, self._server):
            side.abort()

    def reset(self) -> None:
        """Reset both sides at once."""
        for side in self._finish():
            side.reset()

    def lost(self, side: "Side", outward: Stream, error: Exception | None) -> None:
        """Take note that a side is gone; the other learns of it as the network lets it."""
        if not self.over:
            self._counts.resets += error is not None
            inward = self._to_upstream if outward is self._to_client else self._to_client
            inward.exit.sink = None
            inward.clog(clogged=False)
            outward.reads(None)
            outward.head.end(Ending.CLOSE if error is None else Ending.RESET)
        side.gone = True
        if self.client.gone and self._server.gone:
            self._finish()
            self._depart()

    def passed_bytes(self) -> tuple[int, int]:
        """Give how many bytes it has handed on, to the upstream and to the client."""
        return self._to_upstream.exit.passed_bytes, self._to_client.exit.passed_bytes

    def _finish(self) -> list["Side"]:
        """Stop both streams; gives the sides that are there, none when this was done before."""
        if self.over:
            return []
        self.over = True
        if self._dialling is not None and not self._server.there:
            self._dialling.cancel()
        for stream in (self._to_upstream, self._to_client):
            stream.shut()
        self._server.gone = self._server.gone or not self._server.there
        if self.client.gone and self._server.gone:
            self._depart()
        return [one for one in (self.client, self._server) if one.there]

    def _depart(self) -> None:
        """Tell that it is gone, once."""
        if not self._departed:
            self._departed = True
            self._leave(self)

    async def _dial(self) -> None:
        upstream = self.upstream
        try:
            if upstream is None:
                raise ConnectionRefusedError
            loop = asyncio.get_running_loop()
            await loop.create_connection(lambda: self._server, upstream.host, upstream.port)
            # Not as soon as it is made: who is closed in that moment is never told that it is lost.
            self._server.begin()
        except OSError:
            self._counts.upstream_failures += 1
            self._server.gone = True
            asyncio.get_running_loop().call_soon(self.reset)

    def _stream(self, toxic: Toxic[Any]) -> Stream:
        return self._to_upstream if toxic.direction == "upstream" else self._to_client


class Side(asyncio.Protocol):
    """One side of a connection.

    Args:
        connection: whose side it is.
        outward: takes what this side sends.
        inward: brings what this side is to read.

    Attributes:
        gone: whether it is closed for good.
    """

    __slots__ = ("_connection", "_inward", "_outward", "_transport", "gone")

    def __init__(self, connection: Connection, outward: Stream, inward: Stream) -> None:
        self._connection, self._outward, self._inward = connection, outward, inward
        self._transport: asyncio.Transport | None = None
        self.gone = False

    @property
    def there(self) -> bool:
        """Whether it is connected."""
        return self._transport is not None and not self.gone

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take note of it; the streams can begin."""
        if self._connection.over:
            # It was cut before it began; uvloop tells nobody that such a one is lost.
            transport.abort()  # type: ignore[attr-defined]
            self.connection_lost(None)
            return
        self._transport = transport  # type: ignore[assignment]
        self._outward.reads(self._transport)
        if self is self._connection.client:
            self.begin()
            self._connection.begin()

    def begin(self) -> None:
        """Let it be sent what came for it, unless it is gone."""
        if self._transport is not None and not self.gone and not self._connection.over:
            self._inward.writes(self._transport)

    def received(self, chunk: bytes) -> None:
        """Send bytes on their way."""
        self._outward.head.take(chunk)

    data_received = received  # type: ignore[assignment] # its chunk is called otherwise there
    """As asyncio calls it."""

    def eof_received(self) -> bool:
        """Send the end on its way; the other direction goes on."""
        self._outward.reads(None)
        self._outward.head.end(Ending.OVER)
        return True

    def pause_writing(self) -> None:
        """Read the other side no further."""
        self._inward.clog(clogged=True)

    def resume_writing(self) -> None:
        """Read the other side again."""
        self._inward.clog(clogged=False)

    def connection_lost(self, error: Exception | None) -> None:
        """Tell the connection."""
        self._connection.lost(self, self._outward, error)

    def close(self) -> None:
        """Close when all is written."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Close at once."""
        if self._transport is not None and not self.gone:
            self._transport.abort()

    def reset(self) -> None:
        """Close at once, by RST."""
        if self._transport is not None and not self._transport.is_closing():
            wire = self._transport.get_extra_info("socket")
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        self.abort()
