"""The Reporter: a worker that sends nothing but reports, as much as one that is busy.

Tallies and latencies are as large as a worker of the example run wrote them in a second, the ledger as
large as it wrote for as many requests as a busy worker sends.
"""

import json
import time
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import msgpack
import zmq

from siaga.crowd.messages import BEGUN, CLOCK, HELD, ORDER, PART, TIME
from siaga.crowd.part import Part

REQUESTS_PER_S = 2_500
"""Of each worker: more than one that is in time sends of journeys that think."""


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


def offered(example: Path) -> dict[str, Part]:
    """Give what a busy worker writes in a second, packed, out of the files of a run.

    Args:
        example: its folder.
    """
    tallies = example / "evidence" / "worker-0.jsonl"
    seconds = [json.loads(line) for line in tallies.read_bytes().splitlines()]
    sent = sum(one["sent"] for one in seconds)
    files = {
        "ledger": (example / "ledger" / "worker-0.jsonl", REQUESTS_PER_S / sent),
        "tallies": (tallies, 1 / len(seconds)),
        "latency": (example / "latency" / "worker-0.hlog", 1 / len(seconds)),
    }
    return {name: _part(name, path.read_bytes(), share) for name, (path, share) in files.items()}


def _part(name: str, content: bytes, share: float) -> Part:
    return Part.of("", name, 0, bytes(islice(cycle(content), round(share * len(content)))))


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
