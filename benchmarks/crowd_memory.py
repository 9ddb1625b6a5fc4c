"""The memory of the crowd's benchmark: what a visitor takes who sits and waits."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from crowd_peers import BIN, HERE, SENDER_CORE
from crowd_site import CrowdSite
from truth_result import Result

KB = 1_000
DEADLINE_S = 1_200
ASKS, PARKED = "asks", "--parked"
CASES = (
    ("with cookie and identity", 100_000, (), 12),
    ("with cookie and identity", 1_000_000, (), 12),
    ("the same, and a connection that is kept", 15_000, (ASKS,), 16),
    ("with cookie and identity, waiting to be let in", 100_000, (PARKED,), 3),
    ("with cookie and identity, waiting to be let in", 1_000_000, (PARKED,), 3),
)
"""What they have, how many sit, how they do it, and the target in kB."""


def sitting(site: CrowdSite, most: int) -> Result:
    """Seat visitors in a process of their own, and see how much it grew."""
    rows, missed = [], list[str]()
    for what, visitors, how, target_kb in CASES:
        if visitors > most:
            rows.append([what, f"{visitors:,}", "not asked for", "-", f"{target_kb}"])
            continue
        told = _told(visitors, [f"--url={site.url}" if one == ASKS else one for one in how])
        each_kb = told["each_bytes"] / KB
        if told["seated"] < visitors:
            missed.append(f"{told['seated']:,.0f} of {visitors:,} visitors were seated.")
        rows.append(
            [what, f"{visitors:,}", f"{each_kb:.1f}", f"{told['each_s'] * 1e6:.0f}", f"{target_kb}"]
        )
        if each_kb > target_kb:
            missed.append(f"{each_kb:.1f} kB of {visitors:,} {what}; {target_kb} kB is the target.")
    return Result(
        title="Memory of a visitor who waits",
        told="Visitors of one process who wait between two steps of a journey, each a greenlet; and such"
        " as wait to be let in and are away between two looks, without one. What the process grew by"
        " from before the first came.",
        head=["visitors", "how many", "kB each", "µs of CPU to seat one", "target, kB"],
        rows=rows,
        missed=missed,
    )


def _told(visitors: int, how: Sequence[str]) -> dict[str, float]:
    with TemporaryDirectory(prefix="crowd-") as place:
        command = [*SENDER_CORE, BIN / "python", HERE / "crowd_sitting.py", Path(place)]
        command += ["--visitors", str(visitors), *how]
        # It ends itself by a signal: to let a million visitors go one by one would take as long again.
        done = subprocess.run(  # noqa: S603 - beside this file
            command, stdout=subprocess.PIPE, check=False, timeout=DEADLINE_S
        )
        told: dict[str, float] = json.loads(done.stdout)
        return told
