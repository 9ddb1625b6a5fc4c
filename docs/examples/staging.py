"""The staging of an example: a folder outside of git with what somebody else's site needs and leaves."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STARTS_WITHIN_S = 120.0
"""How long a site may take until it answers: on a busy machine pretix loads for half a minute."""

ENDS_WITHIN_S = 10.0


class StagingError(Exception):
    """A site could not be set up or started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site that stands there.

    Attributes:
        url: where it listens, on this machine.
        environ: what scenario and journey ask the environment for.
    """

    url: str
    environ: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """What one example needs.

    Attributes:
        example: folder of the example, with its requirements.txt.
        folder: of its own; everything that is made stands there.
    """

    example: Path
    folder: Path

    @property
    def bin(self) -> Path:
        """Folder with the programs of the site's own Python environment."""
        return self.folder / "venv" / "bin"

    @property
    def log(self) -> Path:
        """What the site's programs say."""
        return self.folder / "log.txt"

    def install(self) -> None:
        """Make the site's environment, unless it is there and of the same requirements.

        Raises:
            StagingError: pip does not install them.
        """
        wanted = self.example / "requirements.txt"
        mark, digest = self.folder / "installed", hashlib.sha256(wanted.read_bytes()).hexdigest()
        self.folder.mkdir(parents=True, exist_ok=True)
        if mark.is_file() and mark.read_text("utf-8") == digest:
            return
        venv.create(self.folder / "venv", clear=True, with_pip=True)
        self.run(["pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(wanted)])
        mark.write_text(digest, encoding="utf-8")

    def run(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> str:
        """Run a program of the environment to its end, and give what it says.

        Raises:
            StagingError: it fails.
        """
        ended = subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            env={**os.environ, **(environ or {})},
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            said = ended.stderr.strip()[-500:]
            raise StagingError(f"{' '.join(command[:4])}: ended with {ended.returncode}: {said}")
        return ended.stdout

    @contextmanager
    def running(
        self, command: Sequence[str], environ: Mapping[str, str] | None = None
    ) -> Iterator[None]:
        """Have a program run meanwhile, in a session of its own; it ends when this process does."""
        tied = [sys.executable, "-m", "mock_site.store.tied", str(os.getpid()), "", *command]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                tied,
                env={**os.environ, **(environ or {})},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield
        finally:
            _end(process)

    def gunicorn(self, application: str, port: int, processes: int) -> list[str]:
        """Give the command that serves an application on this machine."""
        bind = [
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            str(processes),
            "--no-control-socket",
            "--preload",
        ]
        # A machine that is busy is slow: a process that works on a request for two minutes is given up.
        return [str(self.bin / "gunicorn"), *bind, "--timeout", "120", application]


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def await_page(url: str) -> None:
    """Wait until a page is there.

    Raises:
        StagingError: it is not, in two minutes.
    """
    over_s = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=STARTS_WITHIN_S):
                return
        except (urllib.error.URLError, OSError) as error:
            if time.monotonic() > over_s:
                raise StagingError(f"{url}: does not answer ({error})") from None
        time.sleep(0.2)


def warm(url: str, processes: int) -> None:
    """Have every process of a site load what it needs for a page: visitors come to a site that runs.

    Raises:
        StagingError: the page is not there, in two minutes.
    """
    with ThreadPoolExecutor(processes) as pool:
        list(pool.map(await_page, [url] * (3 * processes)))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it has started: politely at first."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(ENDS_WITHIN_S)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def say(text: str) -> None:
    """Tell whoever watches what goes on."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
