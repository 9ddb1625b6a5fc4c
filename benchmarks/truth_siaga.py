"""siaga as a contender: a whole `siaga run`, and the figures that its report shows."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from truth_log import Floats
from truth_told import Told, Work

from siaga.judge.recorded import Recorded, recorded
from siaga.record.run_folder import RunFolder
from siaga.report.step_table import Quantiles
from siaga.scenario.arrivals import plan
from siaga.scenario.load import load, loads

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
DEADLINE_S = 240
STEP = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Siaga:
    """Two workers, as `siaga run` has them.

    Attributes:
        arrivals: "even" or "poisson".
        warm_s: before the work, so long at once its capacity and a fifth more; 0 for nothing.
        skew_s: by how much the clocks of the workers are ahead of the master's.
        name: what tables call it.
    """

    arrivals: str = "even"
    warm_s: int = 0
    skew_s: float = 0.0
    name: str = "siaga"

    def missing(self) -> str:
        """It is always there."""
        return ""

    def play(self, work: Work, url: str, folder: Path) -> dict[str, Told]:
        """Play the work as a scenario, and read its report's figures."""
        scenario = folder / "truth.yaml"
        scenario.write_text(yaml.safe_dump(self.scenario(work), sort_keys=False), encoding="utf-8")
        command = [BIN / "siaga", "run", scenario, "--locustfile", HERE / "truth_day.py", "--host", url]
        command += ["--scale", "1", "--out", folder / "runs", "--exporter-port", "0"]
        with (folder / "said.txt").open("wb") as said:
            subprocess.run(  # noqa: S603 - siaga itself; its exit code is its verdict
                command,
                env={**os.environ, "TRUTH_SKEW_S": str(self.skew_s)},
                stdout=said,
                stderr=said,
                timeout=DEADLINE_S,
                check=False,
            )
        return _told(RunFolder(folder / "runs" / "truth" / "latest"))

    def planned_s(self, work: Work) -> Floats:
        """Give when everybody is to come, in seconds since the first of them."""
        scenario = loads(yaml.safe_dump(self.scenario(work)), "truth.yaml")
        at_s = plan(scenario.traffic, scenario.seed).at_s
        return at_s - at_s[0]

    def scenario(self, work: Work) -> dict[str, Any]:
        """Give the work as a scenario."""
        capacity = work.behaviour.places and work.behaviour.capacity_per_s
        phases = [{"name": "work", "for": f"{work.for_s} s", "rate": f"{work.rate_per_s}/s"}]
        objectives = [{"id": "errors", "expect": "error ratio <= 50 %"}]
        if self.warm_s:
            rate = f"{capacity * 1.2:g}/s"
            phases.insert(0, {"name": "warm", "for": f"{self.warm_s} s", "rate": rate})
            goodput = f"goodput of {STEP} >= {capacity * 0.5:g}/s during work"
            plateau = f"plateau of {STEP} >= 50 % over 5 s during work"
            objectives += [{"id": "goodput", "expect": goodput}, {"id": "plateau", "expect": plateau}]
        return {
            "name": "truth",
            "description": "Arrivals at a server that writes down what it does.",
            "seed": 1,
            "locustfile": "truth_day.py",
            "traffic": {
                "arrivals": self.arrivals,
                "phases": phases,
                "populations": [{"name": "visitors", "journey": "visitor"}],
                "patience": "15 s",
            },
            "site": {"roll": None, "metrics": None},
            "objectives": objectives,
        }


def _told(folder: RunFolder) -> dict[str, Told]:
    """Read what a run reports: from the intended start, and from the real one."""
    verdict = json.loads(folder.verdict.read_text(encoding="utf-8"))
    facts = recorded(folder, load(folder.scenario))
    measured = {one["id"]: one for one in verdict["objectives"]}
    checks = {one["id"]: one["state"] for one in verdict["evidence"]}
    common = {
        "requests": facts.latencies.pool(STEP).total,
        "not_sent": verdict["load"]["dropped"],
        "failed": measured["errors"]["value"],
        "failed_at_most": measured["errors"]["bound"],
        "good_per_s": measured.get("goodput", {}).get("value"),
        "plateau": measured.get("plateau", {}).get("value"),
        "offsets_s": _offsets_s(facts),
        "checks": checks,
        "note": "; ".join(name for name, state in checks.items() if state != "met"),
    }
    return {
        "": Told(quantiles_s=_quantiles_s(facts, service=False), **common),
        "service time": Told(quantiles_s=_quantiles_s(facts, service=True), **common),
    }


def _quantiles_s(facts: Recorded, *, service: bool) -> Mapping[float, float]:
    found = Quantiles.of(facts.latencies.pool(STEP, service=service))
    if found is None:
        return {}
    return {0.5: found.p50_s, 0.9: found.p90_s, 0.99: found.p99_s, 0.999: found.p999_s}


def _offsets_s(facts: Recorded) -> tuple[tuple[float, float], ...]:
    """Give the best reading of each worker's clock: that with the least error."""
    ranks = sorted({one.worker for one in facts.clocks})
    best = [
        min((one for one in facts.clocks if one.worker == rank), key=lambda one: one.error_s)
        for rank in ranks
    ]
    return tuple((one.offset_s, one.error_s) for one in best)
