"""The CourierMaster: a master of the tests, on whose way messages may be lost."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import gevent

from siaga.crowd.collector import Collector
from siaga.crowd.courier import Courier
from siaga.crowd.messages import AGAIN, HELD, KEPT, PART, SUMS
from siaga.record.file_digest import FileDigest
from siaga.record.run_folder import RunFolder


class CourierMaster:
    """A master that answers at once, unless a message is lost, or told twice, on the way."""

    def __init__(self, folder: RunFolder, mishaps: Iterable[str] = ()) -> None:
        self.collector = Collector(folder, 1)
        self.parts: list[dict[str, Any]] = []
        self.sums = 0
        self.again: list[dict[str, int]] = []
        self.answer: Callable[[str, dict[str, Any]], None] = lambda *_: None
        self._mishaps: Iterator[str] = iter(mishaps)

    def send(self, name: str, payload: dict[str, Any]) -> None:
        """Take a message of the courier."""
        mishap = next(self._mishaps, "")
        if mishap == "broken":
            raise ConnectionError("no route")
        if mishap == "lost":
            return
        for _ in range(2 if mishap == "twice" else 1):
            self._take(name, payload, unheard=mishap == "unheard")

    def _take(self, name: str, payload: dict[str, Any], *, unheard: bool) -> None:
        if name == PART:
            self.parts.append(payload)
            held = self.collector.take(0, payload)
            told = {"file": held.file, "held_bytes": held.held_bytes, "error": ""}
            message = HELD
        else:
            assert name == SUMS
            message, told = self._check(payload["files"])
        if not unheard:
            self.answer(message, {"token": "t", **told})

    def _check(self, files: dict[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
        self.sums += 1
        told = {file: FileDigest.from_json(one) for file, one in files.items()}
        again = self.collector.check(0, told)
        if again:
            self.again.append(again)
            return AGAIN, {"files": again}
        return KEPT, {"whole": self.collector.whole(0)}


Carry = Callable[..., tuple[Courier, CourierMaster]]
"""Makes a courier and the master that it sends to."""


def carry_to(
    spool: RunFolder, there: RunFolder, mishaps: Iterable[str], *, carries: bool
) -> tuple[Courier, CourierMaster]:
    """Make a courier of a spool, and a master that keeps what it sends."""
    master = CourierMaster(there, mishaps)
    files = (spool if carries else there).of_worker(0)
    courier = Courier(files, "t", master.send, carries=carries, every_s=0.01, answer_s=0.02)
    master.answer = courier.hear
    return courier, master


def same(spool: RunFolder, there: RunFolder) -> bool:
    """Tell whether the master has what the worker wrote."""
    pairs = zip(spool.of_worker(0).values(), there.of_worker(0).values(), strict=True)
    return all(one.read_bytes() == other.read_bytes() for one, other in pairs)


def under_way(courier: Courier, master: CourierMaster) -> gevent.Greenlet:
    """Have a courier carry, and give it when the master has heard of every file."""
    running = gevent.spawn(courier.run)
    with gevent.Timeout(5):
        while len(master.parts) < 3:
            gevent.sleep(0.005)
    return running
