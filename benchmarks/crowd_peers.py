"""The peers of siaga's crowd, as contenders: how each is started on a core of its own."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crowd_site import CrowdSite

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
CONTENDERS = HERE.parent / ".contenders" / "bin"
AT_ONCE = 50
"""Visitors, users, VUs, connections."""

LONG = "300s"
SERVER_CORE = ["taskset", "-c", "0"]
SENDER_CORE = ["taskset", "-c", "1"]

Command = Callable[[str, Path], Sequence[Any]]
"""Gives a command, by the URL of the site and a folder of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One contender.

    Attributes:
        name: what tables call it.
        program: that has to be there.
        command: that runs it.
        work: what it does, in a few words.
        target: how many times as many requests a CPU second siaga is to make; None: no target.
        hint: how to get it.
    """

    name: str
    program: str | Path
    command: Command
    work: str = "journey"
    target: float | None = None
    hint: str = "`make peers` installs it"

    def missing(self) -> str:
        """Say that it is not installed, where it is not."""
        return "" if shutil.which(self.program) else f"{self.program} is not installed; {self.hint}"


def environ_for(site: CrowdSite, url: str) -> Mapping[str, str]:
    """Give the environment of a contender."""
    return {
        **os.environ,
        "CROWD_URL": url,
        "CROWD_VUS": str(AT_ONCE),
        "CROWD_FOR": LONG,
        "K6_NO_USAGE_REPORT": "true",
        "SSL_CERT_FILE": str(site.certificate),
    }


def sender(url: str, folder: Path, *options: object) -> list[Any]:
    """Give the command of one worker of siaga."""
    return [*SENDER_CORE, BIN / "python", HERE / "crowd_sender.py", url, folder, *map(str, options)]


def _siaga(url: str, folder: Path) -> list[Any]:
    return sender(url, folder, "--visitors", AT_ONCE, "--for", 300)


def _locust(url: str, _folder: Path) -> list[Any]:
    users = ["--headless", "-u", str(AT_ONCE), "-r", str(AT_ONCE), "-t", LONG, "--host", url]
    return [*SENDER_CORE, BIN / "locust", "-f", HERE / "crowd_locustfile.py", *users]


def _k6(_url: str, _folder: Path) -> list[Any]:
    return [*SENDER_CORE, CONTENDERS / "k6", "run", "--quiet", HERE / "crowd_k6.js"]


def _k9(_url: str, _folder: Path) -> list[Any]:
    return [*SENDER_CORE, CONTENDERS / "k9", "run", "--quiet", HERE / "crowd_k9.py"]


def _k9_plan(_url: str, _folder: Path) -> list[Any]:
    return [*SENDER_CORE, CONTENDERS / "k9", "run", "--quiet", HERE / "crowd_k9_plan.py"]


def _wrk(url: str, _folder: Path) -> list[Any]:
    return [*SENDER_CORE, "wrk", "-t1", f"-c{AT_ONCE}", f"-d{LONG}", f"{url}/page"]


def _hey(url: str, _folder: Path) -> list[Any]:
    return [*SENDER_CORE, "hey", "-cpus", "1", "-c", str(AT_ONCE), "-z", LONG, f"{url}/page"]


SIAGA = Peer(name="siaga, one worker", program=BIN / "python", command=_siaga)
K6 = Peer(name="k6", program=CONTENDERS / "k6", command=_k6, target=3.5)
PEERS = (
    SIAGA,
    Peer(name="Locust FastHttpUser", program=BIN / "locust", command=_locust, target=9.0),
    K6,
    Peer(name="k9-load, Python API", program=CONTENDERS / "k9", command=_k9, target=2.5),
    Peer(
        name="k9-load, compiled plan",
        program=CONTENDERS / "k9",
        command=_k9_plan,
        work="bare GET",
        target=0.7,
    ),
    Peer(
        name="wrk",
        program="wrk",
        command=_wrk,
        work="bare GET",
        target=0.5,
        hint="it is a package of Debian's",
    ),
    Peer(
        name="hey",
        program="hey",
        command=_hey,
        work="bare GET",
        hint="it is a package of Debian's",
    ),
)
