"""The bound session: an HTTP client that goes only where a sender is bound to, with its headers."""

import ipaddress
import socket

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from siaga.sender import Sender


def bound_session(sender: Sender) -> aiohttp.ClientSession:
    """Open a client whose connections are each used once; no redirect is followed unless asked for.

    Args:
        sender: whose requests they are, and where they may go.
    """
    resolver = _Bound(sender) if sender.host else None
    asked = sender.credentials
    connector = aiohttp.TCPConnector(
        force_close=True,
        use_dns_cache=False,
        resolver=resolver,
        ssl=asked.tls() if asked.needs_tls else True,
    )
    return aiohttp.ClientSession(connector=connector, headers=sender.headers)


class _Bound(AbstractResolver):
    """Knows one host, and looks nothing up.

    Args:
        sender: that is bound to it.
    """

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the addresses of the host.

        Raises:
            OSError: it is another one.
        """
        if not self._sender.binds(host):
            raise OSError(f"{host}: is not {self._sender.host}; nothing else is asked")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=_family(address),
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._sender.addresses
            if family in (socket.AF_UNSPEC, _family(address))
        ]

    async def close(self) -> None:
        """Nothing is kept."""


def _family(address: str) -> socket.AddressFamily:
    four = ipaddress.ip_address(address).version == 4  # noqa: PLR2004 - the name of the protocol
    return socket.AF_INET if four else socket.AF_INET6
