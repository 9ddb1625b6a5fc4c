"""The injector as a process: `python -m siaga.faults RUN [--mend]`, beside the generator.

SIGTERM heals everything and ends it; the kernel sends that when siaga dies, too. `--mend` heals what an
injector left that was killed itself.
"""

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from siaga.errors import ExitCode, SiagaError
from siaga.faults.injector import Injector
from siaga.record.run_folder import RunFolder


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Inject the faults of a run, and give the exit code."""
    parser = argparse.ArgumentParser(prog="siaga.faults", description="Injects the faults of a run.")
    parser.add_argument("run", type=Path, help="the run folder")
    parser.add_argument("--mend", action="store_true", help="heal what a killed injector left")
    given = parser.parse_args(arguments)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    injector = Injector(RunFolder(given.run.resolve()), environ, time.time, _say, stop)
    try:
        (injector.mend if given.mend else injector.run)()
    except (SiagaError, OSError) as error:
        _say(str(error))
        return ExitCode.INTERNAL
    return ExitCode.GO


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
