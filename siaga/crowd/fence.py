"""The Fence around a stock Locust file: its sockets reach the site and this machine, and nothing else.

A file that nobody has read may name any address. Python tells its audit hooks of every connection
before it is made, whichever library makes it, and one that raises prevents it.
"""

import errno
from collections.abc import Collection
from typing import Any

from siaga.record.loopback import is_loopback

REACHING_OUT = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


class Fence:
    """An audit hook that refuses connections to other addresses.

    Args:
        addresses: of the site, beside the loopback; none where the site is on this machine.
    """

    def __init__(self, addresses: Collection[str] = ()) -> None:
        self._addresses = frozenset(addresses)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Refuse what reaches out to somewhere else.

        Raises:
            PermissionError: it does.
        """
        if event not in REACHING_OUT:
            return
        place = arguments[1]
        if not isinstance(place, tuple):  # a socket of this machine, or one that is connected already
            return
        host = str(place[0])
        if not (is_loopback(host) or host in self._addresses):
            allowed = ", ".join(["loopback", *sorted(self._addresses)])
            text = f"siaga: {host} is not the site; a Locust file may reach {allowed}"
            raise PermissionError(errno.EACCES, text)
