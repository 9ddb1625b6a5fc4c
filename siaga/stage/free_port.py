"""The free port: one that somebody who is started next can listen on."""

import secrets
import socket
from contextlib import suppress
from pathlib import Path

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
"""Where Linux says which ports connections take that ask for none: the first, and the last."""

_SPAN, _TRIES = 12_000, 50


def free_port(connections_take: Path = RANGE) -> int:
    """Give a port of 127.0.0.1 that nobody listens on at the moment.

    It lies below those that connections take by themselves, if there is room: one of theirs could be
    taken before whoever is told of it has begun to listen.

    Args:
        connections_take: says which those are; any free port is given where there is no such file.

    Raises:
        OSError: no port is free.
    """
    for port in _below(connections_take):
        with suppress(OSError):
            return _bound(port)
    return _bound(0)


def _bound(port: int) -> int:
    """Give a port that can be bound, 0 for any."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", port))
        return int(probe.getsockname()[1])


def _below(connections_take: Path) -> list[int]:
    """Give ports to try, by chance: others look for one, too."""
    try:
        first = int(connections_take.read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return []
    lowest = first - _SPAN
    return [lowest + secrets.randbelow(_SPAN) for _ in range(_TRIES)] if lowest > 1024 else []  # noqa: PLR2004 - those below are the system's
