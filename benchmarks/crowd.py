"""The crowd beside its peers: CPU of a request, TLS, memory, lateness, and cost as visitors grow.

    python benchmarks/crowd.py                       # everything, a quarter of an hour
    python benchmarks/crowd.py requests --rounds 5   # one case; --help lists them

Prints a table for each case, writes all of them to benchmarks/results.md, and ends with 1 where siaga
misses a target. A contender that is not installed is said to be missing, and has no figure.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import crowd_growth
import crowd_lateness
import crowd_memory
import crowd_requests
from crowd_peers import PEERS, SERVER_CORE
from crowd_site import NGINX, CrowdSite, missing, serving
from results_file import write
from truth import version_of
from truth_result import Result

ROUNDS, FEWER_ROUNDS = 5, 3
MOST_SITTING = 1_000_000
AHEAD = -10
"""Niceness: what else the machine does takes fewer turns, and spoils fewer caches."""

CASES = ("requests", "tls", "memory", "lateness", "growth")


def main() -> int:
    """Play the cases that were asked for, and print and write their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], help="which; all by default")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--most", type=int, default=MOST_SITTING, help="visitors who sit and wait")
    given = parser.parse_args()
    why = missing() or ("" if (os.cpu_count() or 1) > 1 else "there is one core, and two are needed")
    if why:
        print(f"crowd: {why}", file=sys.stderr)
        return 1
    for one in PEERS:
        if one.missing():
            print(f"{one.name}: missing: {one.missing()}", file=sys.stderr)
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, AHEAD)
    with TemporaryDirectory(prefix="crowd-site-") as place, serving(Path(place), SERVER_CORE) as site:
        results = []
        for name in given.cases or CASES:
            results.append(_cases(site, given.rounds, given.most)[name]())
            print(results[-1].markdown(), flush=True)
    if not given.cases:
        write("crowd", "\n".join([heading(), *(one.markdown() for one in results)]))
    return 1 if any(one.missed for one in results) else 0


def _cases(site: CrowdSite, rounds: int, most: int) -> dict[str, Callable[[], Result]]:
    """Give how each table is made; what siaga is compared with itself in needs fewer rounds."""
    fewer = min(rounds, FEWER_ROUNDS)
    return {
        "requests": lambda: crowd_requests.plain(site, rounds),
        "tls": lambda: crowd_requests.secure(site, fewer),
        "memory": lambda: crowd_memory.sitting(site, most),
        "lateness": lambda: crowd_lateness.arriving(fewer),
        "growth": lambda: crowd_growth.growing(site, fewer),
    }


def heading() -> str:
    """Say when, on what and with what."""
    others = ", ".join(filter(None, (version_of("k6"), version_of("k9"), _said("wrk"), _said(NGINX))))
    return (
        "## The crowd and its peers\n\n"
        f"`make peers`, {datetime.now(UTC):%Y-%m-%d}, on {os.cpu_count()} {platform.machine()} cores,"
        f" with a load average of {os.getloadavg()[1]:.1f}: the server on one, a contender on the"
        " other.\n\n"
        f"Python {platform.python_version()}, siaga {version('siaga')}, Locust {version('locust')},"
        f" gevent {version('gevent')}, {others}.\n"
    )


def _said(program: str) -> str:
    try:
        done = subprocess.run([program, "-v"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except OSError:
        return ""
    first = (done.stdout + done.stderr).strip().splitlines()[0]
    return first.removeprefix("nginx version: ").partition(" [")[0]


if __name__ == "__main__":
    sys.exit(main())
