"""Measures what the network proxy costs: requests per CPU second of it, beside a direct connection.

    python benchmarks/proxy.py --seconds 4

The site is a loop that answers a kilobyte at once, so nothing but bytes is measured. What a direct
connection costs is the CPU time of the caller and of the site; the proxy's comes on top.
"""

import argparse
import asyncio
import multiprocessing
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

import urllib3
import uvloop
from http_caller import call, repeated

CONNECTIONS = 64
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + bytes(1000)
REQUEST = b"GET / HTTP/1.1\r\nHost: site\r\nCookie: session=0123456789abcdef\r\n\r\n"
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a number of requests took.

    Attributes:
        requests: answered.
        took_s: by the clock on the wall.
        ends_s: CPU time of caller and site.
        proxy_s: CPU time of the proxy.
    """

    requests: int
    took_s: float
    ends_s: float
    proxy_s: float

    def row(self, name: str) -> str:
        """Give it as a line of the table."""
        ends_us, proxy_us = (1e6 * one / self.requests for one in (self.ends_s, self.proxy_s))
        return f"{name:<22}{self.requests / self.took_s:>10,.0f}{ends_us:>12.1f}{proxy_us:>12.1f}"


class _Site(asyncio.Protocol):
    """Answers whatever comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to answer."""
        self._transport: asyncio.WriteTransport = transport  # type: ignore[assignment]

    def data_received(self, _data: bytes) -> None:
        """Answer."""
        self._transport.write(ANSWER)


def _serve(told: Connection) -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Site, "127.0.0.1", 0, backlog=1024)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    uvloop.run(serve())


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each row")
    seconds_s = parser.parse_args().seconds
    here, there = multiprocessing.Pipe()
    site = multiprocessing.Process(target=_serve, args=(there,), daemon=True)
    site.start()
    port = here.recv()
    command = [sys.executable, "-m", "siaga.faults.proxy"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as proxy:  # noqa: S603 - our own
        try:
            _measure(_line(proxy), port, (site.pid or 0, proxy.pid), seconds_s)
        finally:
            proxy.terminate()
    site.terminate()
    return 0


def _line(proxy: subprocess.Popen[str]) -> str:
    found = re.search(r"http://\S+", proxy.stdout.readline() if proxy.stdout else "")
    if found is None:
        raise SystemExit("proxy: did not start")
    return found[0]


def _measure(url: str, port: int, pids: tuple[int, int], seconds_s: float) -> None:
    def told(method: str, path: str, content: object = None) -> dict[str, str]:
        answer = urllib3.request(method, url + path, json=content)
        return dict(answer.json()) if answer.data else {}

    made = told("POST", "/proxies", {"name": "site", "upstream": f"127.0.0.1:{port}"})
    way = int(made["listen"].rpartition(":")[2])
    print(f"{'':<22}{'requests/s':>10}{'ends, µs':>12}{'proxy, µs':>12}   of each request")
    direct = _spent(port, pids, seconds_s)
    print(direct.row("direct"))
    through = _spent(way, pids, seconds_s)
    print(through.row("through the proxy"))
    told("POST", "/proxies/site/toxics", {"type": "latency", "attributes": {"latency": 1}})
    print(_spent(way, pids, seconds_s).row("with 1 ms of latency"))
    told("POST", "/reset")
    told("POST", "/proxies/site/toxics", {"type": "replay", "stream": "upstream"})
    print(_spent(way, pids, seconds_s).row("read for replays"))
    ratio = (through.ends_s + through.proxy_s) / through.requests * direct.requests / direct.ends_s
    print(f"requests per CPU second of the proxy: {through.requests / through.proxy_s:,.0f}")
    print(f"all CPU time of a request through it, by that of a direct one: {ratio:.2f}")


def _spent(port: int, pids: tuple[int, int], seconds_s: float) -> Spent:
    site, proxy = pids
    before = (_cpu_s(site) + time.process_time(), _cpu_s(proxy))
    called = uvloop.run(call("127.0.0.1", port, CONNECTIONS, repeated(REQUEST, seconds_s)))
    return Spent(
        requests=called.statuses.total(),
        took_s=called.took_s,
        ends_s=_cpu_s(site) + time.process_time() - before[0],
        proxy_s=_cpu_s(proxy) - before[1],
    )


def _cpu_s(pid: int) -> float:
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:  # noqa: PTH123 - as short as it gets
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


if __name__ == "__main__":
    sys.exit(main())
