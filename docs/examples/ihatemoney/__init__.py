"""I Hate Money: a form without a quota, by Flask, on a SQLite file."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docs.examples.staging import Site, Staging, StagingError, await_page, free_port

DEFECTS = ("mirror", "replay")
"""An nginx stands in front. `mirror`: it copies what comes in, for another site, to the site itself.
`replay`: it sends a request once more, to the same site, where the answer is late."""

PROCESSES = 2
CONFIG = """\
SQLALCHEMY_DATABASE_URI = "sqlite:///{file}"
SECRET_KEY = "a-site-on-loopback-has-no-secrets"
MAIL_SUPPRESS_SEND = True
ACTIVATE_DEMO_PROJECT = False
ALLOW_PUBLIC_PROJECT_CREATION = False
SESSION_COOKIE_SECURE = False
SHOW_ADMIN_EMAIL = False
"""
NGINX = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  upstream site {{
    server 127.0.0.1:{site} max_fails=0;
    server 127.0.0.1:{site} max_fails=0;
  }}
  server {{
    listen 127.0.0.1:{port};
    proxy_set_header Host $http_host;
    location / {{
      proxy_pass http://site;
      {fault}
    }}
    location = /copy {{
      internal;
      proxy_pass http://site$request_uri;
    }}
  }}
}}
"""
FAULTS = {
    "mirror": "mirror /copy;",
    "replay": "proxy_read_timeout 500ms; proxy_next_upstream error timeout non_idempotent;",
}


@contextmanager
def site(staging: Staging, defect: str) -> Iterator[Site]:
    """Have I Hate Money stand there meanwhile, with one project.

    Args:
        staging: with what it needs installed.
        defect: one of `DEFECTS`; empty: it is configured as its makers say.
    """
    file, config = staging.folder / "site.db", staging.folder / "site.cfg"
    file.unlink(missing_ok=True)
    config.write_text(CONFIG.format(file=file), encoding="utf-8")
    environ = {"IHATEMONEY_SETTINGS_FILE_PATH": str(config)}
    said = staging.run(["python", str(Path(__file__).with_name("seed.py"))], environ)
    port = free_port()
    with staging.running(staging.gunicorn("ihatemoney.wsgi", port, PROCESSES), environ):
        await_page(f"http://127.0.0.1:{port}/healthcheck")
        with _entrance(staging, port, defect) as url:
            yield Site(
                url=url,
                environ={"SITE_INVITATION": said.split()[-1], "IHATEMONEY_DSN": f"sqlite:///{file}"},
            )


@contextmanager
def _entrance(staging: Staging, site_port: int, defect: str) -> Iterator[str]:
    """Give the address at which people come in: the site's own, or that of a proxy in front of it."""
    if not defect:
        yield f"http://127.0.0.1:{site_port}"
        return
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise StagingError(f"defect {defect}: needs nginx; install Debian's nginx")
    port, config = free_port(), staging.folder / "nginx.conf"
    content = NGINX.format(folder=staging.folder, site=site_port, port=port, fault=FAULTS[defect])
    config.write_text(content, encoding="utf-8")
    with staging.running([program, "-c", str(config)]):
        await_page(f"http://127.0.0.1:{port}/healthcheck")
        yield f"http://127.0.0.1:{port}"
