"""A Job of Chaos Toolkit as a process: `python -m siaga.faults.chaos.run`.

It says that it is ready, and its order is the first line that it reads. It is alone in knowing Chaos
Toolkit's library. What that logs, and what activities print, goes to standard error; on standard output
is nothing but what came of the job. The end of its standard input ends it: an activity at once, with all
it started, an experiment by its rollbacks.
"""

import json
import logging
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaoslib.log import override_logzero_module  # type: ignore[import-untyped] # it ships no types

from siaga.faults.chaos.activity import Surroundings, perform
from siaga.faults.chaos.check import activity_problems, experiment_problems
from siaga.faults.chaos.leash import Leash
from siaga.faults.chaos.lock import hold
from siaga.faults.chaos.mask import Mask, MaskedLines
from siaga.faults.chaos.play import Journal, play, roll_back

PATTERN = "chaos-toolkit %(levelname)s: %(message)s"
LOGGERS = ("chaostoolkit", "chaostoolkit-lib")
MOST_PROBLEMS = 100
"""More are of use to nobody, and would fill the pipe that takes them."""

_QUIET = frozenset({"check", "check-experiment", "proof", "healed"})
"""What is asked again and again, or before anything happens, says only what is wrong."""

Order = Mapping[str, Any]


def main() -> int:
    """Do what the first line of standard input orders, and give the exit code."""
    answer_to = os.dup(1)
    os.dup2(2, 1)
    os.write(answer_to, b"ready\n")
    line = _first_line()
    if not line:
        return 0
    order = json.loads(line)
    Leash().hold()
    try:
        answer = _answer(order)
    except SystemExit:
        # Told to end, or by the activity itself: what it started must not outlive it.
        os.killpg(0, signal.SIGKILL)
        raise
    os.write(answer_to, json.dumps(answer).encode() + b"\n")
    return 0


def _answer(order: Order) -> Mapping[str, Any]:
    """Do a job, and give what came of it or what went wrong."""
    token = os.environ.get("SITE_ADMIN_TOKEN", "")
    level = logging.WARNING if order["do"] in _QUIET else logging.INFO
    mask = Mask.of({}, token)
    _log(mask, level)
    try:
        if order["do"] == "check":
            return {"answer": [*activity_problems(order["activities"], order)][:MOST_PROBLEMS]}
        if order["do"] == "check-experiment":
            return {"answer": [*experiment_problems(order["experiment"])][:MOST_PROBLEMS]}
        around = Surroundings.of(order.get("experiment", order))
        mask = Mask.of(around.secrets, token)
        _log(mask, level)
        return {"answer": _harm(order, around, mask)}
    except Exception as error:  # noqa: BLE001 - providers are anybody's code
        return {"error": mask.text(f"{type(error).__name__}: {error}")}


def _harm(order: Order, around: Surroundings, mask: Mask) -> Any:  # noqa: ANN401 - whatever JSON it gives
    """Run a single activity, an experiment, or the rollbacks of one."""
    if "lock" in order:
        hold(Path(order["lock"]))
    if "experiment" not in order:
        met, told = perform(order["activity"], around.asked())
        return {"met": met, "told": mask.text(told)}
    journal = Journal(Path(order["journal"]), order["experiment"], mask)
    if order["do"] == "rollbacks":
        roll_back(order["experiment"], around.asked(), journal)
    else:
        play(order["experiment"], journal)
    return None


def _log(mask: Mask, level: int) -> None:
    """Have Chaos Toolkit and its extensions log plain lines; they may do so by way of logzero."""
    override_logzero_module()
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(MaskedLines(PATTERN, mask))
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [lines], False
        logger.setLevel(level)


def _first_line() -> str:
    """Read it without a buffer: a thread that waits in one would hinder the end of the process."""
    line = b""
    while not line.endswith(b"\n"):
        piece = os.read(0, 65_536)
        if not piece:
            break
        line += piece
    return line.decode()


if __name__ == "__main__":
    sys.exit(main())
