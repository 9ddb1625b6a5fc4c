"""Measures what a master costs: CPU by the number of workers whose reports come to it.

The master is a real one: Locust with siaga's plug-in and a prepared run. Its workers are sockets that
say what workers say (master_reporter.py). Writes its table to benchmarks/results.md, and ends with 1
where a core is not enough for the most workers.
"""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import zmq
from master_reporter import REQUESTS_PER_S, Reporter, offered
from results_file import write
from truth_result import Result

from siaga.crowd.lifeline import ELSEWHERE_S
from siaga.crowd.part import Part
from siaga.stage.generator import free_port
from siaga.stage.muster import Muster
from siaga.stage.preparation import prepare
from siaga.stage.request import Request

WORKERS = (1, 10, 50, 100, 200)
SETTLE_S, WINDOW_S = 4.0, 15.0
JOIN_DEADLINE_S, HEARD_DEADLINE_S = 60.0, 30.0
LEAST_ARRIVED = 0.9
"""Of what was sent, that has to come in while it is measured."""

TARGET_RATIO = 0.75
"""Of a core, with the most workers: it is late for all of them when there is no more of it."""

HEAD = (
    "workers",
    "CPU of the master, of a core",
    "for each worker",
    "came in, MB/s",
    "longest time without a word of the master, s",
)

EXAMPLE = Path(__file__).parents[1] / "reports" / "example"
SITE = "http://127.0.0.1:1"
"""Nobody listens there, and nobody sends anything."""


def main() -> int:
    """Measure with more and more workers, and say whether one core is enough for the most of them."""
    content = offered(EXAMPLE)
    sent_bytes = sum(part.length_bytes for part in content.values())
    rows, missed = [], []
    for workers in WORKERS:
        ratio, rate, silence_s = _measured(workers, content)
        cells = [f"{workers}", f"{ratio:.3f}", f"{ratio / workers:.4f}", f"{rate / 1e6:.2f}"]
        rows.append([*cells, f"{silence_s:.1f}"])
        print(f"| {' | '.join(rows[-1])} |", flush=True)
        missed += wrong(workers, ratio, rate / (workers * sent_bytes), silence_s)
    found = Result(title="Workers", told=_told(content), head=list(HEAD), rows=rows, missed=missed)
    print(found.markdown())
    write("master", f"{_heading()}\n{found.markdown()}")
    return 1 if missed else 0


def wrong(workers: int, ratio: float, arrived: float, silence_s: float) -> Iterator[str]:
    """Give a sentence for everything that is not as it should be.

    Args:
        workers: how many reported.
        ratio: CPU of the master, of a core.
        arrived: share of what was sent that it took meanwhile.
        silence_s: the longest time without a word of it.
    """
    if arrived < LEAST_ARRIVED:
        yield f"of what {workers} workers sent {arrived:.0%} came in; {LEAST_ARRIVED:.0%} has to."
    if ratio > TARGET_RATIO:
        yield f"{workers} workers take {ratio:.2f} of a core; {TARGET_RATIO:g} is the target."
    if silence_s >= ELSEWHERE_S:
        yield f"{workers} workers heard nothing for {silence_s:.1f} s; {ELSEWHERE_S:g} s is too long."


def _told(content: dict[str, Part]) -> str:
    sizes = ", ".join(f"{name} {part.length_bytes / 1_000:.1f} kB" for name, part in content.items())
    return (
        f"Each worker says in each second what one that sends {REQUESTS_PER_S:,} requests writes:"
        f" {sizes}, before they are packed, and Locust's own heartbeats and statistics."
    )


def _heading() -> str:
    return (
        "## What the master costs\n\n"
        f"`python benchmarks/master.py`, {datetime.now(UTC):%Y-%m-%d}, on {os.cpu_count()}"
        f" {platform.machine()} cores, with a load average of {os.getloadavg()[1]:.1f}; workers and"
        " master on one machine.\n"
    )


def _measured(workers: int, content: dict[str, Part]) -> tuple[float, float, float]:
    """Give CPU of a master by wall time, how many bytes a second came to it, its longest silence."""
    with TemporaryDirectory() as place, zmq.Context() as context:
        master, port = _master(Path(place), workers)
        try:
            reporters = [_joined(context, port, number) for number in range(workers)]
            _until_ordered(reporters, master)
            ratio, rate = _watched(reporters, psutil.Process(master.pid), content)
            return ratio, rate, max(one.silence_s for one in reporters)
        finally:
            master.kill()
            master.wait()
            context.destroy(linger=0)


def _master(place: Path, workers: int) -> tuple["subprocess.Popen[bytes]", int]:
    request = Request(
        scenario="gate", host=SITE, muster=Muster(here=workers), out=place, environ=dict(os.environ)
    )
    made = prepare(request, now=datetime.now(UTC))
    made.record.write(made.folder.run)
    port = free_port()
    locust = [sys.executable, "-m", "locust", "-f", str(made.locustfile), "--host", SITE, "--headless"]
    bind = ["--master-bind-host", "127.0.0.1", "--master-bind-port", str(port)]
    wait = ["--expect-workers", str(workers), "--expect-workers-max-wait", "60"]
    environ = {**os.environ, "SIAGA_RUN": str(made.folder.path)}
    command = [*locust, "--master", *bind, *wait]
    master = subprocess.Popen(  # noqa: S603 - Locust itself
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return master, port


def _joined(context: "zmq.Context[zmq.Socket[bytes]]", port: int, number: int) -> Reporter:
    line = context.socket(zmq.DEALER)
    client = f"machine-{number}_{number:032x}"
    line.setsockopt(zmq.IDENTITY, client.encode())
    line.connect(f"tcp://127.0.0.1:{port}")
    made = Reporter(client=client, line=line)
    made.say("client_ready", version("locust"))
    return made


def _until_ordered(reporters: list[Reporter], master: "subprocess.Popen[bytes]") -> None:
    until_s = time.monotonic() + JOIN_DEADLINE_S
    beat_s = 0.0
    while not all(one.token for one in reporters):
        if time.monotonic() > until_s or master.poll() is not None:
            raise TimeoutError("master: gave no orders in time")
        if time.monotonic() > beat_s:
            beat_s = time.monotonic() + 1
            for one in reporters:
                beat = {"state": "ready", "current_cpu_usage": 0, "current_memory_usage": 1}
                one.say("heartbeat", beat)
        for one in reporters:
            one.hear()
        time.sleep(0.02)


def _watched(
    reporters: list[Reporter], master: psutil.Process, content: dict[str, Part]
) -> tuple[float, float]:
    """Report each second, and measure once it has settled and everybody was answered.

    Raises:
        TimeoutError: somebody was not.
    """
    seconds = _seconds(reporters, content)
    for second in seconds:
        if second >= SETTLE_S and all(one.held for one in reporters):
            break
        if second >= HEARD_DEADLINE_S:
            silent = sum(not one.held for one in reporters)
            raise TimeoutError(f"master: confirmed nothing to {silent} workers within {second} s")
    used_s, measured_from_s, held_bytes = _cpu_s(master), time.monotonic(), _held(reporters)
    for _ in islice(seconds, int(WINDOW_S)):
        pass
    took_s = time.monotonic() - measured_from_s
    return (_cpu_s(master) - used_s) / took_s, (_held(reporters) - held_bytes) / took_s


def _seconds(reporters: list[Reporter], content: dict[str, Part]) -> Iterator[int]:
    """Have all of them report at the beginning of each second; gives how many have gone."""
    began_s = time.monotonic()
    for second in count(1):
        for one in reporters:
            one.report(second, content)
            one.hear()
        while time.monotonic() < began_s + second:
            time.sleep(0.02)
            for one in reporters:
                one.hear()
        yield second


def _held(reporters: list[Reporter]) -> int:
    return sum(sum(one.held.values()) for one in reporters)


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    sys.exit(main())
