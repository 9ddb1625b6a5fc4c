"""Claims about a whole run of a stock Locust file, with a shape and both of Locust's clients."""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from siaga.errors import ExitCode

PAGE = Path(__file__).parents[2] / "docs" / "stock-locust.md"

WATCHED = """
import json

from locust import events
from locust.runners import MasterRunner


@events.quitting.add_listener
def counted(environment, **_):
    if isinstance(environment.runner, MasterRunner):
        numbers = {
            f"{one.method} {one.name}": [one.num_requests, one.num_failures]
            for one in environment.stats.entries.values()
        }
        with open("locust.json", "w") as file:
            json.dump(numbers, file)
        environment.process_exit_code = 7
"""
"""Writes down what Locust itself has counted, and has an opinion of its own of the run."""

PATIENT = ("--set", "evidence.loop-lag=20s", "--set", "evidence.cpu=1", "--set", "evidence.offered=50%")
"""A machine that has other things to do, too, is no fault of the file's."""


def _counted(folder: Path) -> dict[str, list[int]]:
    """Give the requests of each step and those of them that failed, as siaga has them."""
    every: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for path in folder.glob("evidence/worker-*.jsonl"):
        for line in path.read_text().splitlines():
            for step, count in json.loads(line)["steps"].items():
                every[step] += count["good"] + count["failed"]
                failed[step] += count["failed"]
    return {step: [every[step], failed[step]] for step in every}


def _tabled(folder: Path) -> dict[str, list[int]]:
    """Give the same as the CSV at the end of the run has it, and its row for all as "Aggregated"."""
    rows = csv.DictReader((folder / "locust_stats.csv").read_text(encoding="utf-8").splitlines())
    return {
        f"{row['Type']} {row['Name']}".strip(): [int(row["Request Count"]), int(row["Failure Count"])]
        for row in rows
    }


def test_the_example_of_the_page_is_played_judged_and_reported(
    start: Callable[..., Any], site: str, tmp_path: Path
) -> None:
    """Its counts are Locust's own, its verdict is no plain GO, and its report says what it hides."""
    text = PAGE.read_text(encoding="utf-8")
    ((theirs,), (scenario,)) = (
        re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        for kind in ("python", "yaml")
    )
    (tmp_path / "shop.py").write_text(theirs + WATCHED, encoding="utf-8")
    (tmp_path / "shop.yaml").write_text(scenario, encoding="utf-8")
    command = (sys.executable, "-m", "siaga", "run", str(tmp_path / "shop.yaml"), "--host", site)
    run = start(*command, "--exporter-port", "0", *PATIENT)
    assert run.end() == ExitCode.GO, run.said()

    folder = run.place / "reports" / "shop" / "latest"
    counts = _counted(folder)
    assert set(counts) == {"GET /", "GET health", "GET home in a hurry"}
    assert counts == json.loads((run.place / "locust.json").read_text())

    verdict = json.loads((folder / "verdict.json").read_text())
    assert verdict["verdict"] == "GO_WITH_CONDITIONS"
    assert [one["id"] for one in verdict["reasons"][:2]] == ["audit", "closed-model"]
    assert {one["id"]: one["state"] for one in verdict["objectives"]} == dict.fromkeys(
        ("home", "hurried", "everything", "goodput"), "met"
    )
    assert verdict["load"]["model"] == "closed"
    assert 1 <= verdict["load"]["most_inside"] <= 10
    tabled = _tabled(folder)
    assert tabled.pop("Aggregated")[0] == verdict["load"]["requests"]
    assert tabled == counts

    notes = json.loads((folder / "run.json").read_text())["notes"]
    assert "the generator's master ended with code 7, which a Locust file may set" in notes
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert "Closed model: the visitors of a stock Locust file wait for the site" in report
    assert "Arrivals per second" not in report
