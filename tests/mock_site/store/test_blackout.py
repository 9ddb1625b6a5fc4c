"""A server that loses its power keeps what it flushed, and loses what it only acknowledged."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mock_site.errors import SiteError
from mock_site.store import blackout
from mock_site.store.blackout import Blackout
from mock_site.store.embedded import EmbeddedServer
from tests.mock_site.store.kinds import PostgresPlace, embedded_server

NUMBERS = "INSERT INTO numbers SELECT generate_series({}, {})"


@pytest.fixture(scope="module")
def powered() -> Iterator[EmbeddedServer]:
    """Give a server of its own that flushes of itself every ten seconds only."""
    with embedded_server() as server:
        place = PostgresPlace(server.dsn)
        place.run("ALTER SYSTEM SET wal_writer_delay = '10s'", "SELECT pg_reload_conf()")
        yield server


def _back(server: EmbeddedServer, before: int | None) -> None:
    deadline_s = time.monotonic() + 60.0
    while server.pid == before or not server.serves():
        assert time.monotonic() < deadline_s
        time.sleep(0.02)


def test_what_was_flushed_is_there_again_and_what_was_not_is_gone(powered: EmbeddedServer) -> None:
    """Both had been acknowledged, and the bytes of the log are told; it goes on as any other."""
    place, before = PostgresPlace(powered.dsn), powered.pid
    place.run("CREATE TABLE numbers (number int)", NUMBERS.format(1, 1_000))
    place.run("SET synchronous_commit = off", NUMBERS.format(1_001, 3_000))
    powered.still()
    assert powered.gone() > 2_000 * 30
    _back(powered, before)
    assert place.rows("SELECT count(*), max(number) FROM numbers") == [(1_000, 1_000)]
    place.run(NUMBERS.format(3_001, 9_000))
    killed = powered.pid
    os.kill(killed or 0, signal.SIGKILL)
    _back(powered, killed)
    assert place.rows("SELECT count(*), max(number) FROM numbers") == [(7_000, 9_000)]


def test_a_server_that_does_not_run_has_no_power_to_lose(tmp_path: Path) -> None:
    """Nor is one gone that did not stand still."""
    tmp_path.chmod(0o755)
    server = EmbeddedServer(tmp_path / "pg", lambda _: None)
    with pytest.raises(SiteError, match=r"^PostgreSQL: does not run, and has no power to lose$"):
        server.still()
    with pytest.raises(SiteError, match=r"^PostgreSQL: has to stand still before it is gone$"):
        server.gone()
    with pytest.raises(SiteError, match=r"^PostgreSQL: was not asked what is on the disk$"):
        Blackout(1, server.dsn).gone(tmp_path)


def test_who_gives_no_answer_goes_on(powered: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what it needs is held by somebody who stands still, all are let go."""
    monkeypatch.setattr(blackout, "STILL_DEADLINE_S", 0.05)
    monkeypatch.setattr(blackout, "_PLACES", "SELECT pg_sleep(9)")
    with pytest.raises(SiteError, match=r"^PostgreSQL: cannot lose its power \("):
        powered.still()
    assert PostgresPlace(powered.dsn).rows("SELECT 1") == [(1,)]
    with pytest.raises(SiteError, match="was not asked"):
        powered.gone()


def test_a_server_whose_processes_nobody_can_tell_keeps_its_power(
    powered: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them might go on writing to a log that is being cut."""
    monkeypatch.setattr(blackout, "_children", lambda _pid: [])
    with pytest.raises(
        SiteError, match=r"power \(the system does not tell which processes are its own\)$"
    ):
        powered.still()


def test_a_process_that_does_not_stand_still_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for it for ever."""
    monkeypatch.setattr(blackout, "GONE_DEADLINE_S", 0.01)
    sent: list[Any] = []
    monkeypatch.setattr(blackout, "_send", lambda pids, number: sent.append((list(pids), number)))
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as busy:
        one = Blackout(busy.pid, "")
        monkeypatch.setattr(one, "_reached", object())
        with pytest.raises(SiteError, match=r"does not end \(process \d+ is busy after 0.01 s\)"):
            one.gone(Path())
        busy.kill()
    assert sent == [([busy.pid], signal.SIGKILL)]
