"""The Door of a proxy: its port, which stays its own while nobody is let in."""

import asyncio
import socket
from collections.abc import Callable

from siaga.faults.proxy.address import Address

BACKLOG = 4096


class Door:
    """A port that is open, or refuses.

    Args:
        listen: where; port 0 takes a free one.
        protocol: makes the protocol of each connection.

    Attributes:
        address: where it is.

    Raises:
        OSError: the port is in use, or cannot be had.
    """

    def __init__(self, listen: Address, protocol: Callable[[], asyncio.Protocol]) -> None:
        self._protocol = protocol
        self._server: asyncio.Server | None = None
        # Bound and never listening: it keeps the port, and the kernel refuses whoever comes.
        self._keeper = _free(listen)
        self.address = Address(host=listen.host, port=self._keeper.getsockname()[1])

    @property
    def is_open(self) -> bool:
        """Whether connections are taken."""
        return self._server is not None

    async def open(self) -> None:
        """Take connections."""
        if self._server is None:
            # What is left of closed connections then keeps nobody from having the port afterwards.
            listening = _bound(self.address, socket.SO_REUSEADDR)
            self._server = await asyncio.get_running_loop().create_server(
                self._protocol, sock=listening, backlog=BACKLOG
            )

    def shut(self) -> None:
        """Refuse connections."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def leave(self) -> None:
        """Give the port back."""
        self.shut()
        self._keeper.close()


def _free(listen: Address) -> socket.socket:
    """Bind a port that nobody else has: two that share one would each get some of the connections."""
    if listen.port:
        with _socket(listen) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((listen.host, listen.port))
    return _bound(listen)


def _bound(address: Address, *options: int) -> socket.socket:
    """Bind; two can share a port by SO_REUSEPORT, if nobody but us can.

    The keeper has no SO_REUSEADDR: anybody who has it, too, could listen where it does not.
    """
    bound = _socket(address)
    try:
        for option in (socket.SO_REUSEPORT, *options):
            bound.setsockopt(socket.SOL_SOCKET, option, 1)
        bound.bind((address.host, address.port))
        bound.setblocking(False)  # noqa: FBT003 - it has no name
    except OSError:
        bound.close()
        raise
    return bound


def _socket(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    return socket.socket(family, socket.SOCK_STREAM)
