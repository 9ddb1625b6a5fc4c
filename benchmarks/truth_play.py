"""A Play: one contender does one piece of work, against a truth server of its own."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from truth_behaviour import Behaviour
from truth_log import Log
from truth_told import Contender, Told, Work

SERVER = Path(__file__).parent / "truth_server.py"
ENDS_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What came of it.

    Attributes:
        contender: whose it was.
        work: what was done.
        told: what it told, by its measure.
        log: what the server did.
    """

    contender: str
    work: Work
    told: dict[str, Told]
    log: Log


def play(contender: Contender, work: Work) -> Play:
    """Have a contender do the work once.

    Raises:
        OSError: there is no result of it, or the server did not end.
    """
    print(f"plays {contender.name}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="truth-") as scratch:
        folder = Path(scratch)
        log = folder / "server.json"
        with _serving(work.behaviour, log) as url:
            told = contender.play(work, url, folder)
        return Play(contender=contender.name, work=work, told=told, log=Log.read(log))


@contextmanager
def _serving(behaviour: Behaviour, log: Path) -> Iterator[str]:
    """Run a server and give its address; it has written its log when this is over."""
    given = json.dumps(asdict(behaviour))
    command = [sys.executable, SERVER, "--log", log, "--behaviour", given]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - beside this file
        try:
            yield server.stdout.readline().strip() if server.stdout else ""
        finally:
            server.terminate()
            server.wait(ENDS_WITHIN_S)
