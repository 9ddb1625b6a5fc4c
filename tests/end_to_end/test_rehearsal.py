"""Claims about a whole rehearsal, and about what is left of it when parts of it are killed."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from siaga.errors import ExitCode
from tests.end_to_end.conftest import DAY, TOKEN

FILES = (
    "scenario.yaml run.json verdict.json report.html summary.md junit.xml timeline.csv log.txt"
    " locust_stats.csv locust_failures.csv locust_stats_history.csv"
    " ledger/worker-0.jsonl ledger/worker-1.jsonl latency/worker-0.hlog latency/worker-1.hlog"
    " evidence/plan.json evidence/worker-0.jsonl evidence/worker-1.jsonl metrics/site.jsonl"
    " evidence/collection.json"
    " roll/before.jsonl roll/first.jsonl roll/second.jsonl roll/restarted.jsonl roll/reads.jsonl"
)
ORPHANS_GONE_S = 10.0


def unmet(verdict: dict[str, Any]) -> set[str]:
    """Give the checks of the evidence that are not met."""
    return {one["id"] for one in verdict["evidence"] if one["state"] != "met"}


def siaga(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of siaga to its end."""
    command = [sys.executable, "-m", "siaga", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_day_that_goes_well_ends_in_go_and_can_be_judged_again(rehearse: Callable[..., Any]) -> None:
    """Verdict, counts and files are all there; audit and report repeat from the folder alone.

    An objective that would end it early, were it lost, holds and ends nothing.
    """
    run = rehearse("--set", "objectives.0.abort={after: 1 s}")
    assert run.end() == ExitCode.GO, run.said()
    verdict = run.verdict()
    assert (verdict["schema"], verdict["verdict"], verdict["exit_code"]) == (1, "GO", 0)
    audit = verdict["audit"]
    assert (audit["attempted"], audit["acknowledged"], audit["refused"]) == (60, 45, 15)
    assert (audit["on_roll"], audit["lost"], audit["over_quota"], audit["findings"]) == (45, 0, 0, [])
    load = verdict["load"]
    assert (load["planned_arrivals"], load["arrived"], load["dropped"]) == (90, 90, 0)
    assert [name for name in FILES.split() if not (run.folder / name).is_file()] == []
    assert not (run.folder / "evidence" / "abort.json").exists()
    said = run.said()
    # A line comes every five seconds, so which phases are caught is chance.
    assert re.search(
        r"^phase [a-z -]+  time \d:\d\d, \d:\d\d to go  arrivals \d+ of \d+ due, 90 planned",
        said,
        re.MULTILINE,
    )
    assert f"report: {(run.folder / 'report.html').resolve()}" in said
    _repeats(run.folder)


def _repeats(folder: Path) -> None:
    locusts = ("locust_stats.csv", "locust_failures.csv", "locust_stats_history.csv")
    names = ("verdict.json", "report.html", "summary.md", "junit.xml", "timeline.csv", *locusts)
    before = {name: (folder / name).read_bytes() for name in names}
    audited = siaga("audit", str(folder), "--json")
    assert audited.returncode == ExitCode.GO
    assert json.loads(audited.stdout)["acknowledged"] == 45
    assert siaga("report", str(folder)).returncode == ExitCode.GO
    assert {name: (folder / name).read_bytes() for name in names} == before


def test_a_site_that_gives_too_many_seats_is_no_go(rehearse: Callable[..., Any]) -> None:
    """The site has 400 seats where the scenario knows 45: integrity decides, and says by how many."""
    run = rehearse("--site-arg=--quota", "--site-arg=400")
    assert run.end() == ExitCode.NO_GO, run.said()
    verdict = run.verdict()
    assert verdict["verdict"] == "NO_GO"
    assert [(one["gate"], one["id"]) for one in verdict["reasons"]] == [("integrity", "R6")]
    assert verdict["audit"]["over_quota"] == 15
    assert siaga("audit", str(run.folder)).returncode == ExitCode.NO_GO


def test_a_killed_worker_leaves_a_run_that_decides_nothing(rehearse: Callable[..., Any]) -> None:
    """The run goes to its end without it, is INCONCLUSIVE, and loses no acknowledgement."""
    run = rehearse()
    run.until_doors_open()
    run.kill("--worker")
    assert run.end() == ExitCode.INCONCLUSIVE, run.said()
    verdict = run.verdict()
    assert "workers-complete" in unmet(verdict)
    assert verdict["audit"]["findings"] == []
    notes = json.loads((run.folder / "run.json").read_text())["notes"]
    assert [note for note in notes if note.endswith("ended with code -9 during the run")] != []
    assert (run.folder / "report.html").is_file()


def test_a_site_that_dies_ends_in_a_verdict_never_in_a_traceback(rehearse: Callable[..., Any]) -> None:
    """What it had acknowledged is held against the store that it left behind."""
    run = rehearse()
    run.until_doors_open()
    run.kill("mock_site")
    assert run.end() in {ExitCode.NO_GO, ExitCode.INCONCLUSIVE}, run.said()
    verdict = run.verdict()
    assert (verdict["audit"]["lost"], verdict["audit"]["findings"]) == (0, [])
    states = {one["id"]: one["state"] for one in verdict["objectives"]}
    # Whoever was on the way never got as far as joining: of that too little may be known.
    assert states["up"] == "broken"
    assert states["join-availability"] in {"broken", "unknown"}
    assert "Traceback" not in run.said()


def test_ctrl_c_ends_with_a_report_of_what_happened(rehearse: Callable[..., Any]) -> None:
    """Exit code 130, an INCONCLUSIVE verdict, and every process is gone."""
    run = rehearse()
    run.until_doors_open()
    children = run.children("")
    run.process.send_signal(signal.SIGINT)
    assert run.end() == ExitCode.INTERRUPTED, run.said()
    verdict = run.verdict()
    assert verdict["verdict"] == "INCONCLUSIVE"
    assert "run-to-its-end" in unmet(verdict)
    assert (run.folder / "report.html").is_file()
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def test_nothing_outlives_a_conductor_that_is_killed(rehearse: Callable[..., Any]) -> None:
    """Site, observer, exporter, master and workers end by themselves."""
    run = rehearse()
    run.until_doors_open()
    children = run.children("")
    assert len(children) == 6
    run.process.kill()
    run.end()
    deadline_s = time.monotonic() + ORPHANS_GONE_S
    while time.monotonic() < deadline_s and any(Path(f"/proc/{pid}").exists() for pid in children):
        time.sleep(0.1)
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def test_a_full_disk_is_told_of_and_what_was_recorded_stays(
    start: Callable[..., Any], site: str
) -> None:
    """No file may grow beyond 8 kB here: the run stops, says where and why, and judges nothing."""
    limited = ("sh", "-c", 'ulimit -f 16; exec "$@"', "sh")
    asked = ("run", str(DAY), "--host", site, "--scale", "1", "--exporter-port", "0")
    run = start(*limited, sys.executable, "-m", "siaga", *asked, SITE_ADMIN_TOKEN=TOKEN)
    assert run.end() == ExitCode.INTERNAL, run.said()
    assert "cannot be written" in run.said()
    assert "Traceback" not in run.said()
    assert not (run.folder / "report.html").exists()
