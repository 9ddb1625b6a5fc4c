"""Whole runs as processes: started as a person would start them, and told apart from each other."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import urllib3

from siaga.stage.free_port import free_port

HERE = Path(__file__).parent
DAY = HERE / "small-day.yaml"
PACE = ("--time-scale", "0.02", "--rate-scale", "50")
"""That of the small day: letters come as fast as people look for them."""

TOKEN = "token-of-the-end-to-end-tests"
DEADLINE_S = 240.0


@dataclass(slots=True)
class Play:
    """A run that was started.

    Attributes:
        process: the command.
        place: its working folder.
    """

    process: subprocess.Popen[str]
    place: Path

    @property
    def folder(self) -> Path:
        """The run folder."""
        return self.place / "reports" / "small-day" / "latest"

    def until_doors_open(self) -> None:
        """Wait until people are joining."""
        deadline_s = time.monotonic() + DEADLINE_S
        while self._promises() < 10:
            if time.monotonic() > deadline_s or self.process.poll() is not None:
                raise TimeoutError(f"run: nobody joined; it said {self.said()}")
            time.sleep(0.05)

    def children(self, word: str) -> list[int]:
        """Give the processes that the run started and whose command line holds a word."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                command = (stat.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, ValueError):
                continue
            if parent == self.process.pid and word in command:
                found.append(int(stat.parent.name))
        return sorted(found)

    def kill(self, word: str) -> None:
        """Kill the last process whose command line holds a word."""
        os.kill(self.children(word)[-1], signal.SIGKILL)

    def end(self) -> int:
        """Wait for the end and give the exit code."""
        return self.process.wait(DEADLINE_S)

    def said(self) -> str:
        """Give what the command wrote so far."""
        return (self.place / "said.txt").read_text(encoding="utf-8")

    def verdict(self) -> dict[str, Any]:
        """Read the verdict."""
        content: dict[str, Any] = json.loads((self.folder / "verdict.json").read_text())
        return content

    def _promises(self) -> int:
        ledgers = self.folder.glob("ledger/*.jsonl")
        return sum(text.count('"complete"') for text in (path.read_text() for path in ledgers))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Play]]:
    """Start a command; whatever still runs at the end of the test is killed."""
    started: list[Play] = []

    def launch(*command: str, **environ: str) -> Play:
        place = tmp_path / f"play-{len(started)}"
        place.mkdir()
        with (place / "said.txt").open("w") as said:
            process = subprocess.Popen(
                command,
                cwd=place,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **environ},
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
            )
        started.append(Play(process=process, place=place))
        return started[-1]

    yield launch
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait(DEADLINE_S)


@pytest.fixture
def site(start: Callable[..., Any]) -> str:
    """The built-in site, started on its own with as many seats as the scenario knows."""
    port = str(free_port())
    command = (sys.executable, "-m", "mock_site", "--port", port, "--quota", "45", *PACE)
    start(*command, SITE_ADMIN_TOKEN=TOKEN)
    url = f"http://127.0.0.1:{port}"
    deadline_s = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline_s:
        try:
            if urllib3.request("GET", f"{url}/readyz", retries=False).status == 200:
                return url
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
    raise TimeoutError("site: was not ready in time")


@pytest.fixture
def rehearse(start: Callable[..., Play]) -> Callable[..., Play]:
    """Start `siaga run` on the small day with the built-in site."""

    def launch(*options: str, **environ: str) -> Play:
        command = (sys.executable, "-m", "siaga", "run", str(DAY), "--exporter-port", "0", *options)
        return start(*command, **environ)

    return launch
