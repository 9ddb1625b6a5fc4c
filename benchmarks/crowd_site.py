"""The site of the crowd's benchmark: one nginx, whose answers cost next to nothing."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin") or ""
PORTS = range(18_480, 18_484)
"""Plain ones; TLS is at the port that follows the last of them."""

SECURE_PORT = PORTS.stop
PAGE_BYTES = 1_000
STARTS_WITHIN_S = 5.0

_CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
worker_rlimit_nofile 20000;
events {{ worker_connections 19900; multi_accept on; }}
http {{
  access_log off; keepalive_requests 1000000000; keepalive_timeout 3600s; client_body_buffer_size 64k;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    {listens}
    ssl_certificate {folder}/site.pem; ssl_certificate_key {folder}/site.key;
    default_type text/html;
    location = /page {{ add_header Set-Cookie "session=$request_id; Path=/"; return 200 "{page}"; }}
    location = /mine {{ if ($cookie_session = "") {{ return 403; }} return 200 "{page}"; }}
    location = /join {{ default_type application/json; return 201 '{{"seat":"$request_id"}}'; }}
    location = /status {{ stub_status; }}
  }}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdSite:
    """An nginx that runs.

    Attributes:
        certificate: path of the one that signs itself, for contenders that verify it.
    """

    certificate: Path

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{PORTS[0]}"

    @property
    def secure_url(self) -> str:
        """The same over TLS."""
        return f"https://localhost:{SECURE_PORT}"

    def requests(self) -> int:
        """Give how many requests it has counted so far."""
        with urlopen(f"http://127.0.0.1:{PORTS[-1]}/status", timeout=10) as answer:
            found = re.search(r"\n *\d+ \d+ (\d+)", answer.read().decode())
        if found is None:
            raise OSError("nginx: its status page has no counts")
        return int(found[1])


def missing() -> str:
    """Say what the site lacks here; empty if it can be had."""
    return "" if NGINX and shutil.which("openssl") else "nginx or openssl is not installed"


@contextmanager
def serving(folder: Path, prefix: Sequence[str]) -> Iterator[CrowdSite]:
    """Run it; the prefix is a command that has it run on a core of its own.

    Raises:
        OSError: it does not start.
    """
    _sign(folder)
    listens = "".join(f"listen 127.0.0.1:{port} backlog=65535;" for port in PORTS)
    text = _CONFIGURATION.format(
        folder=folder,
        page="x" * PAGE_BYTES,
        listens=f"{listens} listen 127.0.0.1:{SECURE_PORT} ssl backlog=65535;",
    )
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    command = [*prefix, NGINX, "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"]
    with subprocess.Popen(command) as process:  # noqa: S603 - nginx, with a file of our own
        try:
            site = CrowdSite(certificate=folder / "site.pem")
            _await(site)
            yield site
        finally:
            process.terminate()


def _sign(folder: Path) -> None:
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]
    command += ["-keyout", f"{folder}/site.key", "-out", f"{folder}/site.pem", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - openssl, with files of our own


def _await(site: CrowdSite) -> None:
    until_s = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            site.requests()
        except OSError:
            if time.monotonic() > until_s:
                raise
            time.sleep(0.05)
        else:
            return
