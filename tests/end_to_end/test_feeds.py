"""Claims about feeds in a whole run: no row twice over all workers, and a folder that proves it."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from siaga.errors import ExitCode
from tests.end_to_end.conftest import DAY, DEADLINE_S, HERE

ROWS = 70
FEED = "feeds: [{name: vouchers, file: vouchers.csv, for: [registrants], order: shuffled}]\n"


def _siaga(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "siaga", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE_S, check=False)


def _handouts(folder: Path) -> Iterator[dict[str, Any]]:
    lines = (line for path in folder.glob("ledger/*.jsonl") for line in path.read_text().splitlines())
    return (fact for fact in map(json.loads, lines) if fact["e"] == "handout")


def _rows(folder: Path) -> dict[str, Any]:
    verdict = json.loads((folder / "verdict.json").read_text())
    found: dict[str, Any] = next(one for one in verdict["evidence"] if one["id"] == "feed-rows")
    return found


@pytest.mark.slow
def test_each_row_goes_to_one_visitor_over_all_workers(
    start: Callable[..., Any], tmp_path: Path
) -> None:
    """Three workers; afterwards neither the file is needed, nor is anything of it in the run folder."""
    scenario, feed = tmp_path / "small-day.yaml", tmp_path / "vouchers.csv"
    scenario.write_text(DAY.read_text() + FEED, encoding="utf-8")
    feed.write_text("code\n" + "".join(f"secret{row:04}x\n" for row in range(ROWS)), encoding="utf-8")
    journeys = str(HERE / "fed_day.py")
    options = ("--workers", "3", "--exporter-port", "0", "--locustfile", journeys)
    run = start(sys.executable, "-m", "siaga", "run", str(scenario), *options)
    assert run.end() == ExitCode.GO, run.said()
    folder = run.folder.resolve()
    told = [(one["row"], one["visitor"]) for one in _handouts(folder)]
    assert len(told) == len({row for row, _ in told}) == len({visitor for _, visitor in told}) == 60
    assert len([path for path in folder.glob("ledger/*.jsonl") if "handout" in path.read_text()]) == 3
    said = "60 rows of vouchers taken by 60 visitors, none twice, none unknown."
    assert (_rows(folder)["state"], _rows(folder)["text"]) == ("met", said)
    feed.unlink()
    texts = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert [text for text in texts if re.search(rb"secret\d{4}x", text)] == []
    assert said in _siaga("audit", str(folder)).stdout
    # Somebody else gets the first row, too: of what that says, nothing is the site's fault.
    first = next(_handouts(folder))
    ledger = folder / "ledger" / "worker-1.jsonl"
    with ledger.open("a") as file:
        file.write(json.dumps({**first, "op": "1-99999", "visitor": 1}) + "\n")
    audited = _siaga("audit", str(folder))
    assert audited.returncode == ExitCode.INCONCLUSIVE
    assert (
        "feed-rows: broken: 60 rows of vouchers taken by 61 visitors, 1 of them more than"
        in audited.stdout
    )
    assert _siaga("report", str(folder)).returncode == ExitCode.GO  # of writing it
    assert _rows(folder)["state"] == "broken"
    assert run.verdict()["verdict"] == "INCONCLUSIVE"
