"""A started site: the built-in site as a process of its own, with what it says of where it is."""

import os
import re
import secrets
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STOP_DEADLINE_S = 30.0
_SAID = re.compile(r"mock_site (.+) on (http://\S+)")
_LISTENING = "listening"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedSite:
    """Where a site and its neighbours are.

    Attributes:
        url: of the site.
        neighbours: URLs by the names that it says, such as `post office`.
    """

    url: str
    neighbours: dict[str, str]


@contextmanager
def started(python: str, *arguments: str) -> Iterator[StartedSite]:
    """Run a site on a free port for a while, whose admin calls nobody can make.

    Args:
        python: of the environment in which it is installed.
        arguments: of its command.

    Raises:
        RuntimeError: it has ended before it listened.
    """
    command = [python, "-m", "mock_site", "--port", "0", *arguments]
    environ = {**os.environ, "SITE_ADMIN_TOKEN": secrets.token_hex(16)}
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own site
    try:
        yield _where(process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=STOP_DEADLINE_S)


def _where(process: "subprocess.Popen[str]") -> StartedSite:
    said: dict[str, str] = {}
    for line in process.stdout or ():
        if found := _SAID.match(line):
            said[found[1]] = found[2]
        if _LISTENING in said:
            return StartedSite(url=said.pop(_LISTENING), neighbours=said)
    raise RuntimeError("site: has ended before it listened; its own words say why")
