"""Profiles side by side: each scenario that harms, against the hardened and the naive built-in site.

    python benchmarks/profiles.py [SCENARIO ...]

Prints the verdict of each and why; a pair takes about four minutes. Load of anything else on the
machine makes a run INCONCLUSIVE.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROFILES = ("hardened", "naive")
SCENARIOS = (
    "gate",
    "opening-day",
    "identity-registry-outage",
    "overload-hysteresis",
    "refresh-storm",
    "otp-late",
    "overload-plateau",
    "soak",
    "rolling-release",
    "power-loss",
    "deadline-rush",
    "bad-day",
    "database-stall",
    "process-loss",
    "ill-will",
    "hostile-input",
)
SCALED = {"opening-day": ("--scale", "0.01", "--time-scale", "0.2")}
"""As `make rehearsal` plays it."""
OUT = Path("reports") / "profiles"
DEADLINE_S = 600


def main(scenarios: list[str]) -> None:
    """Play every pair and print a table in Markdown."""
    print("| scenario | profile | verdict | why |")
    print("| --- | --- | --- | --- |")
    for scenario in scenarios or SCENARIOS:
        for profile in PROFILES:
            verdict = played(scenario, profile)
            why = "; ".join(reason["text"].partition(":")[0] for reason in verdict["reasons"])
            print(f"| {scenario} | {profile} | {verdict['verdict']} | {why} |", flush=True)


def played(scenario: str, profile: str) -> dict[str, Any]:
    """Play a scenario against a profile and give its verdict."""
    out = OUT / profile
    command = [sys.executable, "-m", "siaga", "run", scenario, "--out", str(out), "--exporter-port", "0"]
    subprocess.run(  # noqa: S603 - siaga, with a scenario of its own
        [*command, *SCALED.get(scenario, ()), "--site-arg=--profile", f"--site-arg={profile}"],
        stdout=subprocess.DEVNULL,
        timeout=DEADLINE_S,
        check=False,
    )
    verdict: dict[str, Any] = json.loads((out / scenario / "latest" / "verdict.json").read_text())
    return verdict


if __name__ == "__main__":
    main(sys.argv[1:])
