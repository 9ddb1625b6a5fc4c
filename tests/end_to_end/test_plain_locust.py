"""Claims about the same run as plain Locust, without siaga's own command."""

import contextlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import urllib3

from siaga.errors import ExitCode
from siaga.stage.free_port import free_port
from tests.end_to_end.conftest import TOKEN

HERE = Path(__file__).parent
LOCUSTFILE = HERE.parents[1] / "locustfiles" / "opening_day.py"
ENVIRON = {
    "SITE_ADMIN_TOKEN": TOKEN,
    "SIAGA_SCENARIO": str(HERE / "small-day.yaml"),
    "SIAGA_SCALE": "1",
    "SIAGA_EXPORTER_PORT": "0",
}
READY_S = 90.0


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
    assert run.verdict()["audit"]["acknowledged"] == 45
    assert (run.folder / "report.html").is_file()
    assert aggregated(run.said()) == samples(run.folder)


def spread(start: Callable[..., Any], site: str) -> tuple[Any, list[Any]]:
    """Start a master, a worker that shares its disk, and one that does as if it did not."""
    port = str(free_port())
    bind = ("--master-bind-host", "127.0.0.1", "--master-bind-port", port, "--expect-workers", "2")
    master = locust(start, "--headless", "--host", site, "--master", *bind)
    join = ("--worker", "--master-port", port)
    return master, [locust(start, *join), locust(start, *join, "--siaga-spool", "spool")]


def test_master_and_workers_share_the_same_plan(start: Callable[..., Any], site: str) -> None:
    """Each with its share, wherever it writes; all arrives, and the master audits when it quits."""
    master, workers = spread(start, site)
    assert master.end() == ExitCode.GO, master.said()
    assert [worker.end() for worker in workers] == [0, 0]
    assert len(list(master.folder.glob("ledger/*.jsonl"))) == 2
    assert master.verdict()["load"]["arrived"] == 90
    assert aggregated(master.said()) == samples(master.folder)
    collected = json.loads((master.folder / "evidence" / "collection.json").read_text())["workers"]
    assert sorted(one["in_place"] for one in collected) == [False, True]
    assert "and from there to the master" in workers[1].said()
    assert list((workers[1].place / "spool").iterdir()) == []


def test_a_worker_that_is_lost_with_a_part_of_its_ledger_decides_nothing(
    start: Callable[..., Any], site: str
) -> None:
    """Its promises may be on the roll: the site is not blamed, and the report says whose they are."""
    master, workers = spread(start, site)
    master.until_doors_open()
    workers[1].process.kill()
    assert master.end() == ExitCode.INCONCLUSIVE, master.said()
    verdict = master.verdict()
    told = {one["id"]: one["text"] for one in verdict["evidence"] if one["state"] != "met"}
    assert {"workers-complete", "files-confirmed"} <= set(told)
    whose = r"Worker \d was lost or stopped after .* its visitors were promised later nobody can audit"
    found = re.search(whose, told["workers-complete"])
    assert found is not None, told
    assert found[0] in (master.folder / "report.html").read_text()
    assert verdict["audit"]["findings"] == []
    _repeats(master.folder)


def _repeats(folder: Path) -> None:
    """Audit and judge again from the folder alone."""
    before = (folder / "verdict.json").read_bytes()
    for name in ("audit", "report"):
        command = [sys.executable, "-m", "siaga", name, str(folder)]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
    assert (folder / "verdict.json").read_bytes() == before


def test_the_web_interface_starts_the_same_run_and_shows_it(
    start: Callable[..., Any], site: str
) -> None:
    """Its page starts the day, shows it as it goes, its verdict and its report; it can end the next."""
    port = str(free_port())
    run = locust(start, "--web-host", "127.0.0.1", "--web-port", port, "--host", site)
    page = f"http://127.0.0.1:{port}/siaga"
    _press(page, "start")
    assert "GO" in _seen(page, "run/report.html"), run.said()
    assert run.verdict()["verdict"] == "GO", run.said()
    report = urllib3.request("GET", f"{page}/run/report.html")
    assert report.data == (run.folder / "report.html").read_bytes()
    assert "siaga/" in urllib3.request("GET", page.removesuffix("/siaga")).data.decode()
    _press(page, "start")
    _seen(page, 'data-stage="sending"')
    _press(page, "kill")
    assert "INCONCLUSIVE" in _seen(page, "run/report.html"), run.said()
    record = json.loads((run.folder / "run.json").read_text())
    assert (record["stopped_by"], record["interrupted"]) == ("kill-file: siaga-stop was made", False)
    run.process.terminate()
    assert run.end() == ExitCode.INCONCLUSIVE


def _press(page: str, button: str) -> None:
    """Press a button of the page, as its form does."""
    shown = _seen(page, f'value="{button}"', "/")
    token = re.search(r'name="token" value="([^"]+)"', shown)
    assert token is not None
    fields = {"press": button, "sure": "yes", "token": token[1]}
    answer = urllib3.request("POST", f"{page}/press", fields=fields, redirect=False)
    assert answer.status == 303


def _seen(page: str, text: str, path: str = "/now") -> str:
    """Look at the page until a text stands there, and give what it says then."""
    deadline_s, said = time.monotonic() + READY_S, ""
    while time.monotonic() < deadline_s:
        with contextlib.suppress(urllib3.exceptions.HTTPError):
            said = urllib3.request("GET", f"{page}{path}", retries=False).data.decode()
        if text in said:
            return said
        time.sleep(0.1)
    raise TimeoutError(f"page: does not say {text} in time; it says {said[:2000]}")


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
