"""The command says in one line what it cannot do, and ends with 64."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mock_site.command import main
from mock_site.settings import DEFAULT_QUOTA


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "x"], "mock_site: arguments: argument --port: invalid int value: 'x'"),
        (["--port", "65536"], "mock_site: port: is 65536; it must be 0 to 65535"),
        (["--processes", "0"], "mock_site: processes: is 0; it must be 1 to 64"),
        (["--quota", "-1"], "mock_site: quota: is -1; it must be 0 or more"),
        (["--surprise"], "mock_site: arguments: unrecognized arguments: --surprise"),
        (["--proc", "2"], "mock_site: arguments: unrecognized arguments: --proc 2"),
        (
            ["--store", "mysql://x"],
            (
                "mock_site: store: 'mysql://x' has an unknown scheme; write sqlite:///PATH,"
                " postgresql://DSN or postgresql+embedded://DIR"
            ),
        ),
        (["--time-scale", "2"], "mock_site: time_scale: is 2.0; it must be above 0 and at most 1"),
        (
            ["--rate-scale", "0"],
            "mock_site: rate_scale: is 0.0; it must be above 0 and at most 1000",
        ),
        (
            ["--capacity-per-s", "-1"],
            "mock_site: capacity_per_s: is -1.0; it must be 0 or more",
        ),
        (
            ["--draw", "--hold-s", "60"],
            "mock_site: draw: is asked for with a hold_s of 60.0; seats are held or drawn, not both",
        ),
        (["--hold-s", "-1"], "mock_site: hold_s: is -1.0; it must be 0 to 86400"),
        (
            ["--port", "0", "--power-back-s", "-1"],
            "mock_site: power-back-s: is -1.0; it must be 0 to 3600",
        ),
        (
            ["--public-url", "site.test"],
            "mock_site: public-url: is 'site.test'; it must be a URL http://HOST[:PORT]",
        ),
        (
            ["--port", "0", "--neighbour", "bank=http://x"],
            "mock_site: neighbour: is 'bank'; write registry, post-office, evaluator, then =URL",
        ),
    ],
)
def test_a_bad_argument_is_one_line_and_64(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    """Nothing is started, and the line names what is wrong."""
    assert main(arguments) == 64
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", f"{message}\n")


def test_an_unknown_preset_is_one_line_and_64(capsys: pytest.CaptureFixture[str]) -> None:
    """The line names the presets there are."""
    assert main(["--preset", "cheap"]) == 64
    (line,) = capsys.readouterr().err.splitlines()
    assert "'cheap'" in line
    assert "rehearsal" in line


def test_a_host_that_is_not_this_machine_is_one_line_and_64(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An address that cannot be bound is named."""
    assert main(["--host", "192.0.2.1", "--port", "0"]) == 64
    assert capsys.readouterr().err == (
        "mock_site: address: 192.0.2.1 port 0 cannot be used (Cannot assign requested address)\n"
    )


def test_a_port_in_use_is_one_line_and_64(tmp_path: Path) -> None:
    """The line names address and port; nothing is left behind in the temporary folder."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "-m", "mock_site", "--port", str(port)],
            env={**os.environ, "TMPDIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    assert (ended.returncode, ended.stdout) == (64, "")
    assert ended.stderr == (
        f"mock_site: address: 127.0.0.1 port {port} cannot be used (Address already in use)\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_site_on_a_database_says_that_it_counts_by_itself(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When it starts: another one on it lets twice as much through, and knows none of its attempts."""
    monkeypatch.setattr("mock_site.command.prepare", lambda *_args, **_kwargs: DEFAULT_QUOTA)
    assert main(["--host", "192.0.2.1", "--port", "0", "--store", "postgresql://db/site"]) == 64
    attempts, limits, _ = capsys.readouterr().err.splitlines()
    assert attempts.startswith("mock_site: attempts: this site knows its own alone;")
    assert limits.startswith("mock_site: rate limits: this site counts by itself;")
