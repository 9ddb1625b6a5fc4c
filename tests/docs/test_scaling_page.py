"""Claims about the page of scaling: its numbers are near the example run's, its sums are right."""

import json
import math
import re
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "reports" / "example"


def _number(pattern: str) -> float:
    found = re.search(pattern, PAGE)
    assert found is not None, pattern
    return float(found[1].replace(",", ""))


REQUEST_S = _number(r"\| a request \| ([\d.]+) ms") / 1000
ARRIVAL_S = _number(r"\| an arrival \| ([\d.]+) ms") / 1000
IDLE = _number(r"\| a worker \| ([\d.]+) of a core")
REQUESTS = _number(r"`load.requests` by `load.arrived`, ([\d.]+) in the example")
ARRIVALS_PER_S = _number(r"doors open with ([\d,]+) arrivals a second")


def _fit(*columns: str) -> list[float]:
    """Fit the CPU of a worker's second to what it did in it; the first is that of doing nothing."""
    files = sorted((EXAMPLE / "evidence").glob("worker-*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    did = np.array([[1.0, *(row[one] for one in columns)] for row in rows])
    found: list[float] = np.linalg.lstsq(did, np.array([row["cpu_ratio"] for row in rows]))[0].tolist()
    return found


def test_what_a_request_costs_is_near_what_the_example_run_shows() -> None:
    """Within half of it: another run on another day has other numbers, not other magnitudes."""
    idle, request_s = _fit("wire_requests")
    assert 0.5 < request_s / REQUEST_S < 1.5
    assert 0.5 < idle / IDLE < 1.5
    _, _, arrival_s = _fit("wire_requests", "arrived")
    assert 0.3 < arrival_s / ARRIVAL_S < 3
    load = json.loads((EXAMPLE / "verdict.json").read_text())["load"]
    assert abs(load["requests"] / load["arrived"] - REQUESTS) < 1


def test_the_sums_of_the_worked_example_are_right() -> None:
    """By the formula, from the numbers above it."""
    requests_per_s = ARRIVALS_PER_S * REQUESTS
    assert _number(r"1,333 x 13\.7 = ([\d,]+)") == round(requests_per_s)
    cores = requests_per_s * REQUEST_S + ARRIVALS_PER_S * ARRIVAL_S
    assert _number(r"= ([\d.]+) cores") == round(cores, 1)
    workers = math.ceil(cores / (0.6 - IDLE))
    assert _number(r"/ 0\.57 = (\d+), rounded up") == workers == _number(r"--workers-elsewhere (\d+)")
    inside = ARRIVALS_PER_S * 60
    assert _number(r"takes 60 s \| ([\d,]+), so") == inside
    assert _number(r"so ([\d,]+) a worker") == math.ceil(inside / workers)
