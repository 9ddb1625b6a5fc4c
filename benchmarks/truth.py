"""The truth about numbers: what siaga and its peers report, beside what a server truly did.

    python benchmarks/truth.py                     # everything, half an hour
    python benchmarks/truth.py delays --rounds 1   # one case; --help lists them

Prints a table for each case, writes all of them to benchmarks/results.md, and ends with 1 where siaga
misses a target. A contender that is not installed is said to be missing.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

import truth_arrivals
import truth_capacity
import truth_clock
import truth_errors
import truth_latency
from results_file import write
from truth_peers import CONTENDERS
from truth_play import Play, play
from truth_result import Result
from truth_told import Contender, Work

ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One table to make.

    Attributes:
        work: what is done.
        contenders: by whom.
        result: makes the table of all plays.
        rounds: how often; 0 for as often as was asked for.
    """

    work: Work
    contenders: Sequence[Contender]
    result: Callable[[Sequence[Play]], Result]
    rounds: int = 1


CASES = {
    **{
        name: Case(work=one.work, contenders=one.contenders, result=one.result, rounds=0)
        for name, one in truth_latency.CASES.items()
    },
    **{
        name: Case(work=one.WORK, contenders=one.CONTENDERS, result=one.result)
        for name, one in {
            "arrivals": truth_arrivals,
            "errors": truth_errors,
            "capacity": truth_capacity,
            "clock": truth_clock,
        }.items()
    },
}


def main() -> int:
    """Play the cases that were asked for, and print and write their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], help="which; all by default")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of the latency cases")
    given = parser.parse_args()
    privileged = ahead_of_others()
    results = [results_of(CASES[name], given.rounds) for name in given.cases or CASES]
    text = "\n".join(
        [heading(given.rounds, privileged=privileged), *(one.markdown() for one in results)]
    )
    print(text)
    if not given.cases:
        write("truth", text)
    return 1 if any(one.missed for one in results) else 0


def results_of(case: Case, rounds: int) -> Result:
    """Play a case: in each round every contender once, so that what else the machine does meets all."""
    there = [one for one in case.contenders if not missing(one)]
    plays = [play(one, case.work) for _ in range(case.rounds or rounds) for one in there]
    return case.result(plays)


def missing(contender: Contender) -> str:
    """Say that a contender is missing, where it is."""
    why = contender.missing()
    if why:
        print(f"{contender.name}: missing: {why}", file=sys.stderr)
    return why


def ahead_of_others() -> bool:
    """Ask for real-time priority, which server and contenders alike inherit; tells whether it was given.

    Whatever else the machine does then takes no turn between a request and its answer.
    """
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(os.sched_get_priority_min(os.SCHED_RR)))
    except OSError:
        return False
    return True


def heading(rounds: int, *, privileged: bool) -> str:
    """Say when, on what and with what."""
    others = ", ".join(filter(None, (version_of("k6"), version_of("k9"))))
    priority = "with real-time priority" if privileged else "with ordinary priority"
    return (
        "## Reported and true\n\n"
        f"`make truth`, {datetime.now(UTC):%Y-%m-%d}, on {os.cpu_count()} {platform.machine()} cores,"
        f" with a load average of {os.getloadavg()[1]:.1f}. Server and contenders alike ran {priority}."
        f" Latencies are in milliseconds, of {rounds} rounds the median; in brackets is how far off they"
        " are.\n\n"
        f"Python {platform.python_version()}, siaga {version('siaga')}, Locust {version('locust')},"
        f" {others or 'k6 and k9-load are missing'}.\n"
    )


def version_of(program: str) -> str:
    """Give what a contender says of its own version."""
    command = {"k6": ["version"], "k9": ["--version"]}[program]
    try:
        told = subprocess.run(  # noqa: S603 - the contender
            [CONTENDERS / program, *command], capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return f"{program} is missing"
    return told.partition(" (")[0].strip()


if __name__ == "__main__":
    sys.exit(main())
