"""A truth server: does to each request what it was told, and writes down what it did to which.

    python benchmarks/truth_server.py --log answers.json --behaviour '{"median_s": 0.03, "sigma": 0.8}'

Prints its URL. Every time it writes down is its own, from the monotonic clock, in seconds since the
first request. Requests of other paths than /page are answered at once and not written down.
"""

import argparse
import asyncio
import json
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import httptools
import uvloop
from truth_behaviour import Behaviour, Fate, Fates

PATH = b"/page"
MOST_S = 180.0
"""Longer than any work takes: a server that was forgotten ends by itself."""

MOST_REQUESTS = 200_000
ANSWERS = {
    "good": b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n",
    "failed": b"HTTP/1.1 503 Failed\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\nfailed\n",
    "refused": b"HTTP/1.1 503 Full\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nfull\n",
}


@dataclass(slots=True)
class Book:
    """What was done: arrival, due time and answer of each request, in seconds, and its kind."""

    fates: Fates
    answers: list[tuple[float, float, float, str]] = field(default_factory=list)
    _began_s: float | None = None

    def arrived(self) -> tuple[float, Fate]:
        """Note a request that is there whole; give when it came, and its fate."""
        now_s = time.perf_counter()
        if self._began_s is None:
            self._began_s = now_s
        at_s = now_s - self._began_s
        return at_s, self.fates.draw(at_s)

    def wait_s(self, due_s: float) -> float:
        """Give how long it is until a moment."""
        return due_s - (time.perf_counter() - (self._began_s or 0.0))

    def answered(self, at_s: float, fate: Fate) -> None:
        """Note that its answer is with the kernel."""
        sent_s = time.perf_counter() - (self._began_s or 0.0)
        if len(self.answers) < MOST_REQUESTS:
            self.answers.append((at_s, fate.due_s, sent_s, fate.kind))

    def write(self, path: Path) -> None:
        """Write everything down."""
        path.write_text(json.dumps(self.answers), encoding="utf-8")


class Connection(asyncio.Protocol):
    """Answers the requests of one connection, one after the other."""

    def __init__(self, book: Book, loop: asyncio.AbstractEventLoop) -> None:
        self._book, self._loop = book, loop
        self._parser = httptools.HttpRequestParser(self)
        self._path = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Read what came."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.close()

    def on_url(self, url: bytes) -> None:
        """Note what is asked for."""
        self._path = url

    def on_message_complete(self) -> None:
        """Answer, when it is time."""
        if not self._path.startswith(PATH):
            self._transport.write(ANSWERS["good"])
            return
        at_s, fate = self._book.arrived()
        wait_s = self._book.wait_s(fate.due_s)
        if wait_s > 0:
            self._loop.call_later(wait_s, self._answer, at_s, fate)
        else:
            self._answer(at_s, fate)

    def _answer(self, at_s: float, fate: Fate) -> None:
        if self._transport.is_closing():
            return  # whoever asked has gone: nothing was imposed on anybody
        if fate.kind == "dropped":
            self._transport.close()
        else:
            self._transport.write(ANSWERS[fate.kind])
        self._book.answered(at_s, fate)


async def serve(book: Book) -> None:
    """Listen on a free port of this machine until told to end, or until it is too long."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    listening = await loop.create_server(lambda: Connection(book, loop), "127.0.0.1", 0, backlog=4096)
    print(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", flush=True)
    try:
        await asyncio.wait_for(ended.wait(), MOST_S)
    except TimeoutError:
        print(f"truth server: nobody ended it within {MOST_S:g} s", file=sys.stderr)
    listening.close()


def main() -> int:
    """Serve, and write down what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--behaviour", type=json.loads, default={})
    given = parser.parse_args()
    book = Book(Fates(Behaviour(**given.behaviour)))
    uvloop.run(serve(book))
    book.write(given.log)
    return 0


if __name__ == "__main__":
    sys.exit(main())
