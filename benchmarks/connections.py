"""Connections that one machine holds to one address and port: from one source address, and from several.

    python benchmarks/connections.py
    python benchmarks/connections.py --senders 3 --each 15000

Senders are processes with browsers of siaga's (`connections_sender.py`), each of which asks for a page
and keeps its connection; the site is as many processes as it takes, which share a listening socket
(`connections_site.py`), and says how many connections are open at once and from how many addresses. No
process has more than 19,000. Prints a table; each half ends when its patience does, though not everybody
came: from one address a connection takes the kernel longer and longer.
"""

import argparse
import json
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MOST = 19_000
"""A process may have 20,000 descriptors here."""

DEADLINE_S = 1_200
STOP_S = 60
BACKLOG = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Who come.

    Attributes:
        senders: processes.
        each: connections of each.
        patience_s: in which all have to come; nobody begins to later.
    """

    senders: int
    each: int
    patience_s: float

    @property
    def asked(self) -> int:
        """Connections of all."""
        return self.senders * self.each


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What was open when all senders had done.

    Attributes:
        sources: connections that the site has, by the address that they come from.
        refused: connections that could not be opened, by what the senders were told.
        each_s: CPU time of the senders for a connection and its page.
    """

    sources: Counter[str]
    refused: Counter[str]
    each_s: float


def main() -> None:
    """Hold them from one address and from several, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--senders", type=int, default=2)
    parser.add_argument("--each", type=int, default=18_000, help="connections of each sender")
    parser.add_argument(
        "--patience", type=float, default=300.0, help="seconds in which all have to come"
    )
    given = parser.parse_args()
    if not 0 < given.each <= MOST:
        parser.error(f"--each: {given.each}; 1 to {MOST} are allowed")
    crowd = Crowd(senders=given.senders, each=given.each, patience_s=given.patience)
    print("| connections come from | asked for | held at once | from addresses | refused | CPU, each |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, source in (("as siaga chooses", ""), ("127.0.0.1 alone", "127.0.0.1")):
        found = hold(crowd, source)
        refused = ", ".join(f"{many:,} {why}" for why, many in found.refused.items()) or "0"
        many, addresses = found.sources.total(), len(found.sources)
        each_us = found.each_s * 1e6
        print(
            f"| {name} | {crowd.asked:,} | {many:,} | {addresses} | {refused} | {each_us:.0f} µs |",
            flush=True,
        )


def hold(crowd: Crowd, source: str) -> Held:
    """Have every sender open its connections, and count them at the site while all are open.

    Args:
        crowd: who come.
        source: address that all come from; empty: siaga's choice.

    Raises:
        RuntimeError: a process ended before it said what it had.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        number = str(listening.fileno())
        sites = [["connections_site.py", number, str(MOST)]] * (crowd.asked // MOST + 2)
        command = ["connections_sender.py", url, str(crowd.each), str(crowd.patience_s), source]
        with (
            _running(sites, [listening.fileno()]) as site,
            _running([command] * crowd.senders, ()) as came,
        ):
            told = [_heard(one) for one in came]
            counted = [_asked(one) for one in site]
    opened = max(sum(one["held"] for one in told), 1)
    return Held(
        sources=sum(map(Counter, counted), Counter()),
        refused=sum((Counter(one["refused"]) for one in told), Counter()),
        each_s=sum(one["cpu_s"] for one in told) / opened,
    )


@contextmanager
def _running(
    commands: Sequence[Sequence[str]], passed: Sequence[int]
) -> Iterator[list["subprocess.Popen[str]"]]:
    """Run scripts beside this one for a while; each ends with its standard input, or is killed."""
    processes = [
        subprocess.Popen(  # noqa: S603 - our own scripts
            ["timeout", str(DEADLINE_S), sys.executable, str(HERE / name), *arguments],  # noqa: S607
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=passed,
        )
        for name, *arguments in commands
    ]
    try:
        yield processes
    finally:
        for one in processes:
            one.terminate()
        for one in processes:
            one.communicate(timeout=STOP_S)


def _asked(site: "subprocess.Popen[str]") -> dict[str, int]:
    if site.stdin is not None:
        site.stdin.write("\n")
        site.stdin.flush()
    counted: dict[str, int] = _heard(site)
    return counted


def _heard(process: "subprocess.Popen[str]") -> dict:  # type: ignore[type-arg]
    line = process.stdout.readline() if process.stdout is not None else ""
    if not line:
        raise RuntimeError("a process ended before it said what it had; its own words say why")
    found: dict[str, int] = json.loads(line)
    return found


if __name__ == "__main__":
    main()
