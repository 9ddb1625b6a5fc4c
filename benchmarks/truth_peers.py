"""The peers of siaga as contenders: stock Locust, k6 and k9, each as its own documents have it run."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truth_told import Told, Work

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
CONTENDERS = HERE.parent / ".contenders" / "bin"
DEADLINE_S = 120
STATS = {0.5: "p(50)", 0.9: "p(90)", 0.99: "p(99)", 0.999: "p(99.9)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Locust:
    """Stock Locust, one process, with so many users that together ask at the rate.

    Attributes:
        crowd: class of the users, in truth_locustfile.py.
        users: how many.
        name: what tables call it.
    """

    crowd: str
    users: int
    name: str

    def missing(self) -> str:
        """It is a part of siaga."""
        return ""

    def play(self, work: Work, url: str, folder: Path) -> dict[str, Told]:
        """Run it headless, and read what its statistics say at the end."""
        told = folder / "told.json"
        command = [BIN / "locust", "-f", HERE / "truth_locustfile.py", self.crowd, "--headless"]
        command += ["-u", str(self.users), "-r", str(work.rate_per_s), "-t", f"{work.for_s}s"]
        every_s = self.users / work.rate_per_s
        environ = {"TRUTH_EVERY_S": str(every_s), "TRUTH_TOLD": str(told)}
        _run([*command, "--only-summary", "--host", url], environ, folder)
        found = json.loads(told.read_text(encoding="utf-8"))
        times_ms = zip(STATS, found["quantiles_ms"], strict=True)
        return {
            "": Told(
                requests=found["requests"],
                quantiles_s={quantile: time_ms / 1e3 for quantile, time_ms in times_ms},
                failed=found["failed"],
                good_per_s=found["good_per_s"],
            )
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """k6 or k9, with the executor that has arrivals come at a constant rate.

    Attributes:
        program: "k6" or "k9".
        script: what it runs, beside this file.
        vus: virtual users that it may have at once.
        name: what tables call it.
        measures: metric that holds the latency, by the name of the measure.
    """

    program: str
    script: str
    vus: int
    name: str
    measures: tuple[tuple[str, str], ...] = (("", "http_req_duration"),)

    def missing(self) -> str:
        """Say whether it is not installed."""
        there = (CONTENDERS / self.program).exists()
        return "" if there else f"{self.program} is not installed; `make truth` installs it"

    def play(self, work: Work, url: str, folder: Path) -> dict[str, Told]:
        """Run it, and read the summary that it exports."""
        told = folder / "told.json"
        command = [CONTENDERS / self.program, "run", "--quiet", "--summary-export", told]
        command += ["--summary-trend-stats", ",".join(STATS.values()), HERE / self.script]
        environ = {
            "TRUTH_URL": url,
            "TRUTH_RATE": str(work.rate_per_s),
            "TRUTH_FOR_S": str(work.for_s),
            "TRUTH_VUS": str(self.vus),
            "K6_NO_USAGE_REPORT": "true",
        }
        _run(command, environ, folder)
        metrics = json.loads(told.read_text(encoding="utf-8"))["metrics"]
        return {name: self._told(metrics, metric) for name, metric in self.measures}

    def _told(self, metrics: dict[str, Any], metric: str) -> Told:
        failed = metrics["http_req_failed"]["value"]
        return Told(
            requests=int(metrics["http_reqs"]["count"]),
            not_sent=int(metrics.get("dropped_iterations", {}).get("count", 0)),
            quantiles_s={quantile: metrics[metric][stat] / 1e3 for quantile, stat in STATS.items()},
            failed=failed,
            good_per_s=metrics["http_reqs"]["rate"] * (1 - failed),
        )


def k6(vus: int) -> Arriving:
    """Make k6 with so many virtual users."""
    return Arriving(program="k6", script="truth_k6.js", vus=vus, name=f"k6, {vus:,} VUs")


def k9(vus: int) -> Arriving:
    """Make k9 with so many virtual users; it has a second measure that corrects what the first omits."""
    measures = (("", "http_req_duration"), ("corrected", "iteration_duration_corrected"))
    return Arriving(
        program="k9", script="truth_k9.py", vus=vus, name=f"k9-load, {vus:,} VUs", measures=measures
    )


def fast(users: int) -> Locust:
    """Make Locust with so many paced FastHttpUsers."""
    return Locust(crowd="FastPaced", users=users, name=f"Locust FastHttpUser, {users:,} paced")


def fast_at_random(users: int) -> Locust:
    """Make Locust with so many FastHttpUsers whose pauses are drawn."""
    return Locust(crowd="FastPoisson", users=users, name=f"Locust FastHttpUser, {users:,} poisson")


def ordinary(users: int) -> Locust:
    """Make Locust with so many paced HttpUsers."""
    return Locust(crowd="Paced", users=users, name=f"Locust HttpUser, {users:,} paced")


def _run(command: list[Any], environ: dict[str, str], folder: Path) -> None:
    """Run a contender to its end; a gate of its own may end it with any code."""
    with (folder / "said.txt").open("wb") as said:
        subprocess.run(  # noqa: S603 - the contender, with files of our own
            command,
            env={**os.environ, **environ},
            stdout=said,
            stderr=said,
            timeout=DEADLINE_S,
            check=False,
        )
