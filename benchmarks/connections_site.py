"""A site that keeps every connection: one process of several that share a listening socket.

    python benchmarks/connections_site.py DESCRIPTOR MOST

It answers each request with the same few bytes, takes MOST connections and leaves others to its like.
For each line that it is told it prints, as JSON, how many are open by the address that they come from;
with the end of its standard input it ends.
"""

import json
import os
import selectors
import socket
import sys
from collections import Counter

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
REQUEST_BYTES = 65_536


class KeepingSite:
    """Takes connections and keeps them.

    Args:
        listening: the socket that it shares; it is made non-blocking.
        most: connections that it takes.
    """

    def __init__(self, listening: socket.socket, most: int) -> None:
        self._listening, self._most = listening, most
        self._open: dict[socket.socket, str] = {}
        self._selector = selectors.DefaultSelector()
        listening.settimeout(0)
        self._selector.register(listening, selectors.EVENT_READ, self._accept)
        self._selector.register(sys.stdin, selectors.EVENT_READ, self._tell)

    def serve(self) -> None:
        """Do so for ever."""
        while True:
            for key, _ in self._selector.select():
                key.data(key.fileobj)

    def _accept(self, listening: socket.socket) -> None:
        try:
            connection, place = listening.accept()
        except BlockingIOError:  # another process was quicker
            return
        connection.settimeout(0)
        self._open[connection] = place[0]
        self._selector.register(connection, selectors.EVENT_READ, self._answer)
        if len(self._open) >= self._most:
            self._selector.unregister(listening)

    def _answer(self, connection: socket.socket) -> None:
        try:
            heard = connection.recv(REQUEST_BYTES)
        except ConnectionError:
            heard = b""
        if heard:
            connection.send(ANSWER)
            return
        self._selector.unregister(connection)
        connection.close()
        del self._open[connection]

    def _tell(self, _stdin: object) -> None:
        if not sys.stdin.readline():
            os._exit(0)
        print(json.dumps(Counter(self._open.values())), flush=True)


if __name__ == "__main__":
    KeepingSite(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])).serve()
