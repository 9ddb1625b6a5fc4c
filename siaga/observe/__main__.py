"""The observer's command: `python -m siaga.observe RUN_FOLDER --site URL|none`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from siaga.errors import ExitCode, SiagaError
from siaga.observe.observer import Watch, observe
from siaga.record.loopback import is_loopback
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.record.usual_port import USUAL_PORTS
from siaga.scenario.load import load
from siaga.sender import Sender


def main(arguments: Sequence[str]) -> int:
    """Observe a run until told to end; gives the exit code."""
    try:
        asyncio.run(observe(_watch(arguments)))
    except SiagaError as error:
        _complain(error)
        return error.exit_code
    except OSError as error:
        _complain(error)
        return ExitCode.INTERNAL
    return ExitCode.GO


def _watch(arguments: Sequence[str]) -> Watch:
    given = _parser().parse_args(arguments)
    scraped = given.site != "none" and given.metrics_path
    folder = RunFolder(given.folder)
    return Watch(
        folder=folder,
        metrics_url=given.site.rstrip("/") + given.metrics_path if scraped else None,
        site_port=_port_here(given.site),
        sender=_sender(folder),
    )


def _port_here(site: str) -> int | None:
    """Give the port of a site that is on this machine; None if it is elsewhere, or there is none."""
    parts = urlsplit(site)
    if parts.hostname is None or not is_loopback(parts.hostname):
        return None
    return parts.port or USUAL_PORTS.get(parts.scheme)


def _sender(folder: RunFolder) -> Sender:
    """Give the sender of the run; a folder that holds none yet is bound to nothing.

    Raises:
        UsageError: credentials of the site are not in the environment.
    """
    if not folder.run.exists():
        return Sender()
    return RunRecord.read(folder.run).sender(load(folder.scenario).site.admitted(os.environ))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m siaga.observe",
        description="Scrape the site of a run, and watch its machine, until SIGTERM.",
    )
    parser.add_argument("folder", type=Path, metavar="RUN_FOLDER")
    parser.add_argument("--site", required=True, help="base URL of the site, or none")
    parser.add_argument("--metrics-path", default="/metrics", help="empty: do not scrape")
    return parser


def _complain(error: Exception) -> None:
    sys.stderr.write(f"siaga.observe: {error}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
