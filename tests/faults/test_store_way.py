"""Claims about the way to the store: a real site, a real PostgreSQL, and the proxy between them."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from mock_site.store.embedded import EmbeddedServer
from siaga.faults.waiting import becomes_true
from tests.faults.on_the_way import PIECE, Running, Talk, upstream
from tests.faults.proxied import begun, fault
from tests.faults.real_site import RealSite, ask, running
from tests.mock_site.store.kinds import embedded_server

WITHIN_S = 20.0
QUICK = ("--time-scale", "0.05", "--without", "rate-limits")


def carried_to(server: EmbeddedServer) -> Talk:
    """Carry bytes between a client and the server's own socket: it listens on no port."""
    where = parse_qs(urlsplit(server.dsn).query)
    path = f"{where['host'][0]}/.s.PGSQL.{where.get('port', ['5432'])[0]}"

    def carry(client: socket.socket) -> None:
        with socket.socket(socket.AF_UNIX) as database:
            database.connect(path)
            back = threading.Thread(target=_pour, args=(database, client), daemon=True)
            back.start()
            _pour(client, database)

    return carry


def _pour(source: socket.socket, sink: socket.socket) -> None:
    """Carry on what comes, and the end too."""
    try:
        while piece := source.recv(PIECE):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return


@pytest.fixture
def stored(process: Running, tmp_path: Path) -> Iterator[RealSite]:
    """Give a site whose database is reached by the proxy."""
    with embedded_server() as server, upstream(carried_to(server)) as address:
        way = process.entrance(address, "store")
        store = f"postgresql://{urlsplit(server.dsn).username or ''}@127.0.0.1:{way.port}/postgres"
        with running(tmp_path, *QUICK, store=store) as site:
            assert becomes_true(lambda: ask(f"{site.place.site_url}/readyz") == 200, WITHIN_S)
            yield site
        process.call("DELETE", "/proxies/store")


def test_the_way_to_the_store_is_harmed_and_healed(stored: RealSite, process: Running) -> None:
    """Answers of the database come late; then it cannot be reached, and afterwards it is again."""
    ready = f"{stored.place.site_url}/readyz"
    late = fault(process.url, "latency", target="store", latency="50 ms")
    memory = begun(late)
    assert becomes_true(lambda: ask(ready) > 0 and bool(late.proof(memory)), WITHIN_S)
    assert late.proof(memory).endswith("connections were delayed")
    late.heal(memory)
    gone = fault(process.url, "down", target="store")
    memory = begun(gone)
    assert becomes_true(lambda: ask(ready) == 503, WITHIN_S)
    assert "connections were cut, and connections were refused" in gone.proof(memory)
    gone.heal(memory)
    assert becomes_true(lambda: ask(ready) == 200, WITHIN_S)
