"""Measures what a master costs: CPU by the number of workers whose reports come to it.

The master is a real one: Locust with siaga's plug-in and a prepared run. Its workers are sockets that
say what workers say: heartbeats and statistics of Locust, and each second the parts of a ledger, of
tallies and of a latency log, as of a worker that is busy.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgpack
import psutil
import zmq

from siaga.crowd.lifeline import ELSEWHERE_S
from siaga.crowd.messages import BEGUN, CLOCK, HELD, ORDER, PART, TIME
from siaga.crowd.part import Part
from siaga.stage.generator import free_port
from siaga.stage.muster import Muster
from siaga.stage.preparation import prepare
from siaga.stage.request import Request
from siaga.stage.target import Target

WORKERS = (1, 10, 50, 100, 200)
SETTLE_S, WINDOW_S = 4.0, 15.0
JOIN_DEADLINE_S, HEARD_DEADLINE_S = 60.0, 30.0
LEDGER_BYTES, TALLY_BYTES, LATENCY_BYTES = 60_000, 2_000, 1_500
"""Of a worker that sends about 2,500 requests a second, in each second."""

TARGET_RATIO = 0.75
"""Of a core, with the most workers: it is late for all of them when there is no more of it."""

EXAMPLE = Path(__file__).parents[1] / "reports" / "example"
SITE = "http://127.0.0.1:1"
"""Nobody listens there, and nobody sends anything."""


@dataclass(slots=True)
class Reporter:
    """A worker that sends nothing but reports.

    Attributes:
        client: its id.
        line: to the master.
        token: of the run; empty before the order.
        sent: how much of each file has been sent.
        held: how much of each file the master said it has.
        heard_s: when something was heard of the master last, by the monotonic clock; from the order on.
        silence_s: the longest time without a word of it.
    """

    client: str
    line: zmq.Socket[bytes]
    token: str = ""
    sent: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    heard_s: float = 0.0
    silence_s: float = 0.0

    def say(self, name: str, payload: object) -> None:
        """Send a message as Locust does."""
        self.line.send(msgpack.dumps((name, payload, self.client)))

    def hear(self) -> None:
        """Take what the master says, and answer as a worker would."""
        while self.line.poll(0):
            name, payload, _ = msgpack.loads(self.line.recv(), strict_map_key=False)
            now_s = time.monotonic()
            if self.token:
                self.silence_s = max(self.silence_s, now_s - self.heard_s)
            self.heard_s = now_s
            if name == ORDER:
                self.token = payload["token"]
                self.say(BEGUN, {"token": self.token, "in_place": False, "machine": self.client})
            elif name == CLOCK:
                self.say(TIME, {"question": payload["question"], "wall": time.time()})
            elif name == HELD:
                self.held[payload["file"]] = payload["held_bytes"]

    def report(self, second: int, content: dict[str, Part]) -> None:
        """Say everything that is new in a second."""
        self.say("heartbeat", {"state": "running", "current_cpu_usage": 60, "current_memory_usage": 1})
        for file, fresh in content.items():
            begun = self.sent.get(file, 0)
            part = replace(fresh, token=self.token, offset_bytes=begun)
            self.say(PART, part.as_message())
            self.sent[file] = begun + part.length_bytes
        if second % 3 == 0:
            self.say("stats", _statistics())


def main() -> int:
    """Measure with more and more workers, and say whether one core is enough for the most of them."""
    print(
        "| workers | CPU of the master, of a core | for each worker | came in, MB/s | longest silence |"
    )
    print("| ---: | ---: | ---: | ---: | ---: |")
    ratio = silence_s = 0.0
    for workers in WORKERS:
        ratio, rate, silence_s = _measured(workers)
        cost = f"{ratio:.3f} | {ratio / workers:.4f}"
        print(f"| {workers} | {cost} | {rate / 1e6:.2f} | {silence_s:.1f} s |", flush=True)
        if rate < workers * LEDGER_BYTES / 2:
            print("NOT MET: not half of what was sent came in while it was measured")
            return 1
    met = ratio <= TARGET_RATIO and silence_s < ELSEWHERE_S
    target = f"at most {TARGET_RATIO:g} of a core, and never silent for {ELSEWHERE_S:g} s"
    print(f"{'met' if met else 'NOT MET'}: {WORKERS[-1]} workers, {target}")
    return 0 if met else 1


def _measured(workers: int) -> tuple[float, float, float]:
    """Give CPU of a master by wall time, how many bytes a second came to it, its longest silence."""
    with TemporaryDirectory() as place, zmq.Context() as context:
        master, port = _master(Path(place), workers)
        try:
            reporters = [_joined(context, port, number) for number in range(workers)]
            _until_ordered(reporters, master)
            ratio, rate = _watched(reporters, psutil.Process(master.pid))
            return ratio, rate, max(one.silence_s for one in reporters)
        finally:
            master.kill()
            master.wait()
            context.destroy(linger=0)


def _master(place: Path, workers: int) -> tuple["subprocess.Popen[bytes]", int]:
    request = Request(
        scenario="gate", host=SITE, muster=Muster(here=workers), out=place, environ=dict(os.environ)
    )
    made = prepare(request, target=Target(url=SITE), now=datetime.now(UTC))
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


def _watched(reporters: list[Reporter], master: psutil.Process) -> tuple[float, float]:
    """Report each second, and measure once it has settled and everybody was answered.

    Raises:
        TimeoutError: somebody was not.
    """
    seconds = _seconds(reporters)
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


def _seconds(reporters: list[Reporter]) -> Iterator[int]:
    """Have all of them report at the beginning of each second; gives how many have gone."""
    content = _content()
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


def _content() -> dict[str, Part]:
    """Give what a busy worker writes in a second, packed, out of the files of the example run."""
    sizes = {
        "ledger": (EXAMPLE / "ledger" / "worker-0.jsonl", LEDGER_BYTES),
        "tallies": (EXAMPLE / "evidence" / "worker-0.jsonl", TALLY_BYTES),
        "latency": (EXAMPLE / "latency" / "worker-0.hlog", LATENCY_BYTES),
    }
    return {
        file: Part.of("", file, 0, bytes(islice(cycle(path.read_bytes()), many)))
        for file, (path, many) in sizes.items()
    }


def _statistics() -> dict[str, Any]:
    """Give Locust's statistics of three seconds, of ten steps."""
    steps = [_step(f"step-{number}") for number in range(10)]
    return {
        "stats": steps,
        "stats_total": _step("Aggregated"),
        "errors": {},
        "user_classes_count": {"OpeningDay": 100},
        "user_count": 100,
    }


def _step(name: str) -> dict[str, Any]:
    now_s = time.time()
    return {
        "name": name,
        "method": "GET",
        "last_request_timestamp": now_s,
        "start_time": now_s - 3,
        "num_requests": 750,
        "num_none_requests": 0,
        "num_failures": 0,
        "total_response_time": 9_000.0,
        "max_response_time": 900.0,
        "min_response_time": 1.0,
        "total_content_length": 750_000,
        "response_times": {10 * one: 10 for one in range(75)},
        "num_reqs_per_sec": {int(now_s) - ago: 250 for ago in range(3)},
        "num_fail_per_sec": {},
    }


if __name__ == "__main__":
    sys.exit(main())
