"""A site that lets nobody in without name and password, and a certificate of its own authority."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from siaga.credentials import Credentials

HERE = Path(__file__).resolve().parent
AUTHORITY, SITE = HERE / "authority.pem", HERE / "site.pem"
CERTIFICATE, KEY = HERE / "rehearsal.pem", HERE / "rehearsal.key"
KEY_PASSWORD = "pelabuhan"

PASS = {"Authorization": "Basic c2lhZ2E6cmFoYXNpYQ=="}
"""What the site asks everybody for."""

FIT = Credentials(
    headers=PASS,
    authorities=str(AUTHORITY),
    certificate=str(CERTIFICATE),
    key=str(KEY),
    password=KEY_PASSWORD,
)
"""Credentials that let one in."""


class _Guard(BaseHTTPRequestHandler):
    """Answers whoever may come in."""

    def do_GET(self) -> None:
        """Say yes or no."""
        status = 200 if self.headers.get("Authorization") == PASS["Authorization"] else 401
        content = b'{"in": true}' if status == 200 else b'{"in": false}'
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


def guard(*, asks_certificate: bool = True) -> ssl.SSLContext:
    """Give the TLS of such a site.

    Args:
        asks_certificate: whether nobody is heard who shows none.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(SITE)
    if asks_certificate:
        context.load_verify_locations(AUTHORITY)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


@contextmanager
def guarded_site(*, asks_certificate: bool = True) -> Iterator[int]:
    """Run such a site; gives its port on this machine.

    Args:
        asks_certificate: whether nobody is heard who shows none.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), _Guard) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign] # who is refused hangs up
        server.socket = guard(asks_certificate=asks_certificate).wrap_socket(
            server.socket, server_side=True
        )
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        serving.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            serving.join()
