"""Claims about the command: it says where it listens, on this machine alone, and ends when asked to."""

import re
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.on_the_way import Running, eventually, running

COMMAND = (sys.executable, "-m", "siaga.faults.proxy")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_asked_to(number: signal.Signals) -> None:
    """Also while connections are open, which are cut."""
    with running() as process:
        way = process.entrance("")
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = f"127.0.0.1:{server.getsockname()[1]}"
            process.call("POST", f"/proxies/{way.name}", {"upstream": address})
            with way.dial() as client:
                eventually(lambda: way.facts()["counts"]["open"] == 1)
                process.process.send_signal(number)
                assert client.recv(1) == b""
                assert process.process.wait(20) == 0


def test_it_takes_as_many_descriptors_as_it_can_have(process: Running) -> None:
    """Each connection needs two."""
    limits = Path(f"/proc/{process.process.pid}/limits").read_text("utf-8")
    (soft, hard) = re.findall(r"Max open files\s+(\d+)\s+(\d+)", limits)[0]
    assert soft == hard == str(resource.getrlimit(resource.RLIMIT_NOFILE)[1])


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["--host", "0.0.0.0"], 64, "host: '0.0.0.0' can be reached from elsewhere"),  # noqa: S104 - refused
        (["--port", "70000"], 64, "address: port 70000 is none"),
        (["--seed", "x"], 2, "invalid int value"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: list[str], code: int, complaint: str) -> None:
    """With the reason."""
    ended = subprocess.run(
        (*COMMAND, *arguments), capture_output=True, text=True, check=False, timeout=30
    )
    assert ended.returncode == code
    assert complaint in ended.stderr


def test_a_port_that_is_in_use_is_told() -> None:
    """It does not take another."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        ended = subprocess.run(
            (*COMMAND, "--port", port), capture_output=True, text=True, check=False, timeout=30
        )
    assert ended.returncode == 70
    assert "in use" in ended.stderr
