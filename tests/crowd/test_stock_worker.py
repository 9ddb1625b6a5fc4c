"""Claims about the worker of a stock Locust file: it writes down what it hears, until time is over."""

from pathlib import Path

import pytest

from siaga.record.run_folder import RunFolder
from siaga.record.tally import StepCount
from tests.crowd.locust_run import run_script
from tests.crowd.worker_record import ledger, tallies
from tests.record.whole_interval import intervals

SCENARIO = """\
name: stock
description: A stock Locust file.
seed: 1
locustfile: theirs.py
traffic:
  closed: {{visitors: 2, spawn-rate: 2/s}}
  phases: [{{name: whole, for: {length}}}]
objectives: [{{id: errors, expect: error ratio <= 1 %}}]
"""

SCRIPT = """
import sys
import time
from pathlib import Path

import gevent

from siaga.crowd.order import Order
from siaga.crowd.stock_worker import StockWorker
from siaga.record.run_folder import RunFolder

class Answer:
    status_code = 503

visitors, ended = (lambda: (2, 3)), []
folder = RunFolder(Path(sys.argv[1]))
order = Order(folder="", token="t", scenario=sys.argv[2], host="http://127.0.0.1:1", rank=0,
              workers=1, t0_s=time.time(), seed=1, epoch=1)

def end():
    ended.append(worker.now_s())
    worker.hear(dict(request_type="GET", name="last", response_time=1.0, exception=None))

worker = StockWorker(order, folder, visitors, end)
{before}
worker.hear(dict(request_type="GET", name="/", response_time=30.0, exception=None, response_length=3))
worker.hear(dict(request_type="GET", name="/", response_time=None, exception=None))
for _ in range(2):
    worker.hear(dict(request_type="GET", name="/", response_time=9.0, response=Answer(),
                     exception=OSError("full: " + "k" * 20)))
try:
    worker.play()
except OSError as error:
    print(error.strerror)
print(worker.active, len(ended))
"""


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """Where the run is."""
    return RunFolder(tmp_path / "run")


def _play(folder: RunFolder, length: str, before: str = "") -> list[str]:
    script = SCRIPT.replace("{before}", before)
    return run_script(script, str(folder.path), SCENARIO.format(length=length)).splitlines()


def test_everything_that_is_heard_is_written_until_the_last_phase_is_over(folder: RunFolder) -> None:
    """With the requests that end while Locust stops its visitors; then nobody is there."""
    assert _play(folder, "1200 ms") == ["2 1"]
    (first, *_others, last) = tallies(folder)
    assert (first.arrived, first.active, first.wanted, first.sent, first.asked) == (2, 2, 3, 4, 4)
    assert first.steps == {"GET /": StepCount(good=2, failed=2)}
    assert first.errors == {"GET / status-503": 2}
    assert first.examples == {"GET / status-503": "full: …"}
    assert (first.answers, first.rejects, first.wire_requests) == ({"GET /": 2}, {"GET /": 2}, 4)
    assert last.steps == {"GET last": StepCount(good=1)}
    assert (last.closed, last.active, last.wanted, last.finished) == (True, 0, 0, 2)
    assert ledger(folder) == {}


def test_the_last_whole_second_has_its_visitors(folder: RunFolder) -> None:
    """The day ends with it, and Locust stops them only then."""
    _play(folder, "1 s")
    assert [(one.second, one.active, one.wanted) for one in tallies(folder)] == [(0, 2, 3), (1, 0, 0)]


def test_only_service_time_is_written_and_only_where_somebody_measured_it(folder: RunFolder) -> None:
    """Nobody meant to start at any time."""
    _play(folder, "200 ms")
    found = {(one.step, one.intended): one.latencies for one in intervals([folder.latency(0)])}
    many = {key: latencies.total_count for key, latencies in found.items()}
    assert many == {("GET /", False): 3, ("GET last", False): 1}


def test_it_stops_when_told_to(folder: RunFolder) -> None:
    """Locust stops its visitors then, too, and what was heard is written."""
    assert _play(folder, "600 s", before="gevent.spawn_later(0.1, worker.stop)") == ["2 1"]
    assert tallies(folder)[-1].closed


def test_a_full_disk_ends_it(folder: RunFolder) -> None:
    """What cannot be written down proves nothing: it ends, and says so."""
    broken = """
from siaga.record.json_lines import JsonLines
def full(*_given, **_more):
    raise OSError(28, "no space left")
JsonLines.append = full
"""
    assert _play(folder, "600 s", before=broken)[0] == "no space left"
