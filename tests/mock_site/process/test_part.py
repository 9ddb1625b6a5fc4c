"""A part is a process of its own: nothing of the supervisor's is left in it but what it was given."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mock_site.process.cord import READY
from mock_site.process.part import DESCRIPTORS, RELIEVED, Part, PartProcess
from tests.mock_site.process.forked import FORKED

pytestmark = FORKED
Serve = Callable[[socket.socket, socket.socket], int]
Start = Callable[[Serve], PartProcess]


@pytest.fixture
def start() -> Iterator[Start]:
    """Give what starts a part, which ends with the test."""
    started: list[PartProcess] = []

    def start(serve: Serve) -> PartProcess:
        """Start one."""
        part = Part(name="part", title="mock_site.part", serve=serve, listener=listener)
        started.append(PartProcess(part))
        return started[-1]

    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield start
        for one in started:
            one.kill()


def _ready(process: PartProcess) -> PartProcess:
    _until(process.serves)
    return process


def _until(comes: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + 20
    while not comes():
        assert time.monotonic() < deadline_s
        time.sleep(0.01)


def _stay(_listener: socket.socket, cord: socket.socket) -> int:
    cord.send(READY)
    signal.pause()
    return 0


def test_it_is_found_by_its_title(start: Start) -> None:
    """Whoever lists processes sees what it is, not what the supervisor was started with."""
    process = _ready(start(_stay))
    command = Path(f"/proc/{process.pid}/cmdline").read_text()
    assert command.rstrip("\0") == "mock_site.part"
    assert str(process) == f"part {process.pid}"


def test_it_has_its_listener_and_its_cord_open_and_nothing_else(start: Start) -> None:
    """The cord of another part would hide from that one that the supervisor has ended."""

    def serve(listener: socket.socket, cord: socket.socket) -> int:
        """Count what is open besides the three of every process and what lists them."""
        own = {0, 1, 2, listener.fileno(), cord.fileno()}
        left = {int(one.name) for one in DESCRIPTORS.iterdir() if one.exists()} - own
        cord.send(bytes([len(left)]))
        return 0

    _ready(start(_stay))
    counting = start(serve)
    counting._cord.settimeout(20)
    assert counting._cord.recv(1) == b"\0"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGUSR2])
def test_a_signal_means_to_it_what_it_means_to_every_process(
    start: Start, number: signal.Signals
) -> None:
    """What the supervisor does with one is the supervisor's."""
    before = signal.signal(number, lambda *_given: None)
    try:
        process = _ready(start(_stay))
    finally:
        signal.signal(number, before)
    os.kill(process.pid, number)
    _until(process.ended)
    assert process._process.exitcode == -number


def test_it_is_asked_to_end_relieved_and_killed(start: Start) -> None:
    """Each by the signal that says so, and none of it once it has ended."""
    for act, number in (
        (PartProcess.stop, signal.SIGTERM),
        (PartProcess.relieve, RELIEVED),
        (PartProcess.kill, signal.SIGKILL),
    ):
        process = _ready(start(_stay))
        act(process)
        _until(process.ended)
        assert process._process.exitcode == -number
        act(process)


def test_nothing_is_held_back_from_it_or_from_the_supervisor_afterwards(start: Start) -> None:
    """Signals wait only while it is started."""

    def serve(_listener: socket.socket, cord: socket.socket) -> int:
        """Say how many signals are held back."""
        cord.send(bytes([len(signal.pthread_sigmask(signal.SIG_BLOCK, []))]))
        return 0

    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    process = start(serve)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
    process._cord.settimeout(20)
    assert process._cord.recv(1) == bytes([len(before)])
