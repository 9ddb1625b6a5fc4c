"""The command line of the site: arguments in, exit code out."""

import argparse
import os
import resource
import socket
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from mock_site.errors import ExitCode, SiteError, UsageError
from mock_site.settings import DEFAULT_QUOTA, WAVE, Preset, Settings
from mock_site.store.schema import prepare, store_path
from mock_site.supervisor import Supervisor

BACKLOG = 4096
MAX_PORT = 65_535


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"arguments: {message}")


def main(arguments: Sequence[str]) -> int:
    """Run the site until it is told to stop, and give the exit code."""
    try:
        _run(_parser().parse_args(arguments))
    except SiteError as error:
        sys.stderr.write(f"mock_site: {error}\n")
        return error.exit_code
    return ExitCode.DONE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="mock_site",
        description="A registration site to rehearse against. SITE_ADMIN_TOKEN in the environment"
        " is the bearer token of its admin calls.",
        allow_abbrev=False,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8080, help="0 takes a free one")
    parser.add_argument("--processes", type=int, default=1, help="worker processes")
    parser.add_argument("--store", default="", help="sqlite:///PATH; a temporary one if not given")
    parser.add_argument("--quota", type=int, default=DEFAULT_QUOTA, help="seats of a new store")
    parser.add_argument(
        "--preset",
        choices=[preset.value for preset in Preset],
        default=Preset.REHEARSAL.value,
        help="cost of a password",
    )
    return parser


def _run(options: argparse.Namespace) -> None:
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mock_site-")))
        settings = _settings(options, scratch)
        _prepare_store(settings)
        listener = stack.enter_context(_listener(options.host, options.port))
        metrics_folder = scratch / "metrics"
        metrics_folder.mkdir()
        _raise_open_files()
        environ = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(metrics_folder)}
        address = _url(listener)
        Supervisor(settings, listener, environ, metrics_folder, _log).run(
            lambda: _say(f"mock_site listening on {address}")
        )


def _settings(options: argparse.Namespace, scratch: Path) -> Settings:
    try:
        return Settings(
            store=options.store or f"sqlite:///{scratch}/site.db",
            quota=options.quota,
            processes=options.processes,
            preset=Preset(options.preset),
            admin_token=os.environ.get("SITE_ADMIN_TOKEN", ""),
        )
    except ValueError as error:
        raise UsageError(str(error)) from None


def _prepare_store(settings: Settings) -> None:
    quota = prepare(store_path(settings.store), WAVE, settings.quota)
    if quota != settings.quota:
        _log(f"store: has its own quota, {quota}, which stays; PUT /admin/wave changes it")


def _listener(host: str, port: int) -> socket.socket:
    if not 0 <= port <= MAX_PORT:
        raise UsageError(f"port: is {port}; it must be 0 to {MAX_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        # create_server adds the address to strerror; a host that is not found has no errno of its own.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise UsageError(f"address: {host} port {port} cannot be used ({reason})") from None


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _raise_open_files() -> None:
    """Allow as many open connections as the system lets this process have."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _log(line: str) -> None:
    sys.stderr.write(f"mock_site: {line}\n")
    sys.stderr.flush()
