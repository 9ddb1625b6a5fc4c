"""A neighbour runs as a process of its own, by itself or for as long as a supervisor holds its cord."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from mock_site.neighbours.process import serve
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.process.counting import FOLDER
from mock_site.process.part import Part, PartProcess
from tests.mock_site.process.forked import FORKED

NAMES = ["registry", "post_office", "evaluator"]


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[str]]]:
    """Give a list of processes that end with the test."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for one in processes:
        one.kill()
        one.wait()


def by_hand(name: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a neighbour as a person does."""
    return subprocess.Popen(
        [sys.executable, "-m", f"mock_site.neighbours.{name}", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def alive(url: str) -> object:
    """Ask a neighbour whether it lives."""
    with urllib.request.urlopen(f"{url}/healthz", timeout=20) as answer:  # noqa: S310 - a local URL
        return json.load(answer)


@pytest.mark.parametrize("name", NAMES)
def test_a_person_can_start_one(name: str, started: list[subprocess.Popen[str]]) -> None:
    """It says where it listens, answers there, and ends when told."""
    process = by_hand(name, "--port", "0")
    started.append(process)
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    assert line.startswith(f"mock_site {name.replace('_', ' ')} on http://127.0.0.1:")
    assert alive(line.split()[-1]) == {"alive": True}
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert (process.stdout.read(), process.stderr.read()) == ("", "")
    process.stdout.close()
    process.stderr.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "0", "--time-scale", "2"], "registry: time_scale: is 2.0; it must be"),
        (["--port", "99999"], "registry: "),
        (["--port", "0", "--host", "192.0.2.1"], "registry: "),
    ],
)
def test_what_cannot_be_is_one_line_and_64(arguments: list[str], said: str) -> None:
    """The line begins with whose it is."""
    process = by_hand("registry", *arguments)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (64, "")
    assert err.startswith(said)
    assert err.count("\n") == 1


@FORKED
def test_one_whose_cord_is_cut_ends_and_has_counted_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has to end it; whatever its environment says, its counts are merged with nobody's."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        started = partial(serve, "registry", NeighbourSettings(), "")
        process = PartProcess(Part(name="registry", title="registry", serve=started, listener=listener))
        assert alive(f"http://127.0.0.1:{listener.getsockname()[1]}") == {"alive": True}
        assert process.serves()
        process._cord.close()
        process._process.join(10)
        assert process._process.exitcode == 0
        assert process.ended()
    assert list(tmp_path.iterdir()) == []
