"""A site in threads that serves a roll in whatever way a test says, and a PostgreSQL that holds one."""

from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from threading import Thread

import pytest

from tests.roll.listening_site import Answer, Site, requests_of
from tests.roll.postgres import Postgres, running


@pytest.fixture
def serve() -> Iterator[Callable[..., Site]]:
    """Start a site with its answers; it ends with the test."""
    servers: list[ThreadingHTTPServer] = []

    def started(*answers: Answer) -> Site:
        server = ThreadingHTTPServer(("127.0.0.1", 0), requests_of(lambda: site))
        servers.append(server)
        site = Site(url=f"http://127.0.0.1:{server.server_port}", answers=list(answers))
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return site

    yield started
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Run one PostgreSQL for all tests of the session."""
    with running() as server:
        yield server
