"""Claims about the same run as plain Locust, without siaga's own command."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import urllib3

from siaga.errors import ExitCode
from siaga.stage.generator import free_port
from tests.end_to_end.conftest import TOKEN

HERE = Path(__file__).parent
LOCUSTFILE = HERE.parents[1] / "locustfiles" / "opening_day.py"
ENVIRON = {
    "SITE_ADMIN_TOKEN": TOKEN,
    "SIAGA_SCENARIO": str(HERE / "small-day.yaml"),
    "SIAGA_SCALE": "1",
    "SIAGA_EXPORTER_PORT": "0",
}
READY_S = 30.0


def locust(start: Callable[..., Any], *options: str) -> Any:  # noqa: ANN401 - a Play of conftest.py
    """Start Locust on the shipped Locust file."""
    return start(sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), *options, **ENVIRON)


def aggregated(said: str) -> int:
    """Give how many requests Locust's own console counted in the end."""
    lines = [line.split() for line in said.splitlines() if "Aggregated" in line]
    return int(lines[-2][1])


def samples(folder: Path) -> int:
    """Give how many steps siaga recorded."""
    texts = (path.read_text() for path in folder.glob("evidence/worker-*.jsonl"))
    rows = (json.loads(line) for text in texts for line in text.splitlines())
    return sum(count["good"] + count["failed"] for row in rows for count in row["steps"].values())


def test_one_process_plays_judges_and_reports(start: Callable[..., Any], site: str) -> None:
    """Headless Locust ends with the verdict's exit code, and its console agrees with the record."""
    run = locust(start, "--headless", "--host", site)
    assert run.end() == ExitCode.GO, run.said()
    assert run.verdict()["audit"]["acknowledged"] == 150
    assert (run.folder / "report.html").is_file()
    assert aggregated(run.said()) == samples(run.folder)


def test_master_and_workers_share_the_same_plan(start: Callable[..., Any], site: str) -> None:
    """Two workers, each with its share; the master audits when it quits."""
    port = str(free_port())
    bind = ("--master-bind-host", "127.0.0.1", "--master-bind-port", port, "--expect-workers", "2")
    master = locust(start, "--headless", "--host", site, "--master", *bind)
    workers = [locust(start, "--worker", "--master-port", port) for _ in range(2)]
    assert master.end() == ExitCode.GO, master.said()
    assert [worker.end() for worker in workers] == [0, 0]
    assert len(list(master.folder.glob("ledger/*.jsonl"))) == 2
    assert master.verdict()["load"]["arrived"] == 260
    assert aggregated(master.said()) == samples(master.folder)


def test_the_web_interface_starts_the_same_run(start: Callable[..., Any], site: str) -> None:
    """A press on the start button plays the day; the report is there when the run has ended."""
    port = str(free_port())
    run = locust(start, "--web-host", "127.0.0.1", "--web-port", port, "--host", site)
    url = f"http://127.0.0.1:{port}"
    _press_start(url)
    deadline_s = time.monotonic() + READY_S
    while not (run.folder / "report.html").is_file() and time.monotonic() < deadline_s:
        time.sleep(0.1)
    assert run.verdict()["verdict"] == "GO", run.said()
    assert urllib3.request("GET", url).status == 200
    run.process.terminate()
    assert run.end() == ExitCode.GO


def _press_start(url: str) -> None:
    deadline_s = time.monotonic() + READY_S
    while time.monotonic() < deadline_s:
        try:
            fields = {"user_count": "1", "spawn_rate": "1"}
            answer = urllib3.request("POST", f"{url}/swarm", fields=fields, retries=False)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.2)
        else:
            assert answer.status == 200
            return
    raise TimeoutError("web interface: did not answer in time")


def test_a_refused_host_ends_with_the_reason(start: Callable[..., Any]) -> None:
    """The guard rail holds for plain Locust, too."""
    run = locust(start, "--headless", "--host", "http://192.0.2.1")
    assert run.end() == ExitCode.REFUSED, run.said()
    assert "has not agreed to be loaded" in run.said()


def test_a_roll_that_cannot_be_read_ends_before_anything_is_sent(
    start: Callable[..., Any], site: str
) -> None:
    """With a wrong token no promise could be audited: bad usage, and the reason."""
    options = ("--headless", "--host", site)
    command = (sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), *options)
    run = start(*command, **{**ENVIRON, "SITE_ADMIN_TOKEN": "a-wrong-one"})
    assert run.end() == ExitCode.USAGE, run.said()
    assert "answers 403; 200 is needed; nothing was sent" in run.said()
    assert not run.folder.exists()
