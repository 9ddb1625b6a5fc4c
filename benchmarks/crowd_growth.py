"""The growth of the crowd's benchmark: whether a request costs more where more visitors are inside."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from crowd_peers import environ_for, sender
from crowd_site import CrowdSite
from crowd_window import seen
from truth_result import Result

RATE_PER_S = 1_000
VISITORS = (100, 1_000, 10_000)
"""As many as descriptors of a process let have a connection each."""

FLAT_RATIO = 0.15


def growing(site: CrowdSite, rounds: int) -> Result:
    """Have ever more visitors send as many requests a second, each with longer pauses."""
    found: dict[int, list[float]] = {one: [] for one in VISITORS}
    for _ in range(rounds):
        for visitors in VISITORS:
            found[visitors].append(_each_us(site, visitors))
    first_us = median(found[VISITORS[0]])
    rows, missed = [], list[str]()
    for visitors in VISITORS:
        each_us = median(found[visitors])
        more = each_us / first_us - 1
        pause_s = visitors / RATE_PER_S
        rows.append([f"{visitors:,}", f"{pause_s:g} s", f"{each_us:.1f}", f"{more:+.0%}"])
        if more > FLAT_RATIO:
            missed.append(f"{more:+.0%} with {visitors:,} visitors; {FLAT_RATIO:+.0%} is the target.")
    return Result(
        title="CPU of a request as visitors grow",
        told=f"About {RATE_PER_S:,} requests a second at each size, by visitors who pause longer the"
        " more they are, on connections that are kept. A process has 20,000 descriptors here, so that"
        " 100,000 visitors with a connection each cannot be in one; the median of"
        f" {rounds} alternating rounds.",
        head=["visitors inside", "pause between steps", "µs of CPU a request", "more than the first"],
        rows=rows,
        missed=missed,
    )


def _each_us(site: CrowdSite, visitors: int) -> float:
    pause_s = visitors / RATE_PER_S
    with TemporaryDirectory(prefix="crowd-") as place:
        folder = Path(place)
        options = ["--visitors", visitors, "--pause", pause_s, "--for", 300]
        command = sender(site.url, folder, *options)
        environ = environ_for(site, site.url)
        return seen(command, site, folder / "said.txt", environ, warm_s=3 * pause_s + 3).each_us
