"""The listener: the socket that a part of the site accepts from, made before the part is started."""

import os
import socket

from mock_site.errors import UsageError

BACKLOG = 4096
MAX_PORT = 65_535


def listener_on(host: str, port: int) -> socket.socket:
    """Listen at an address.

    Args:
        host: address or name.
        port: 0 takes a free one.

    Raises:
        UsageError: it cannot be listened on.
    """
    if not 0 <= port <= MAX_PORT:
        raise UsageError(f"port: is {port}; it must be 0 to {MAX_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        # create_server adds the address to strerror; a host that is not found has no errno of its own.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise UsageError(f"address: {host} port {port} cannot be used ({reason})") from None
    # Connections have it from here: to set it for each takes a call of the system.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return listener


def url_of(listener: socket.socket) -> str:
    """Give the URL of what answers there."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
