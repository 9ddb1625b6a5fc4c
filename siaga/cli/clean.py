"""`siaga clean`: remove what a run has left on the roll of a site, and prove it."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from siaga.cli.clean_page import tell
from siaga.cli.consent import consent
from siaga.cli.folder import run_folder
from siaga.errors import ExitCode, RefusedError, UsageError
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.scenario.load import Override, load
from siaga.stage.cleaning import Cleaning
from siaga.stage.target import target

YES = "yes"
SHOWN = 5
"""Calls that a dry run shows."""


def clean(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    host: Annotated[str, typer.Option(help="Site to clean; the run's own if absent.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be removed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Remove without asking.")] = False,
    put: Annotated[
        list[str] | None, typer.Option("--set", help="PATH=VALUE put into the run's scenario.")
    ] = None,
) -> int:
    """Remove a run's rows through the site's own API; exits with 0 if the roll proves it, else 3."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    folder = run_folder(run)
    record = RunRecord.read(folder.run)
    if record.owned_site and not host:
        raise UsageError(f"{run}: siaga has stopped the site of this run; name another with --host")
    scenario = load(folder.scenario, [Override.parse(one) for one in put or ()])
    where = target(host or record.host, os.environ, scenario.site.admitted(os.environ))
    cleaning = Cleaning(folder, scenario, where, os.environ)
    _look(cleaning, dry_run=dry_run)
    rows, others = len(cleaning.rows), cleaning.others
    console.print(f"{where.url}: {rows:,} rows are of {record.run_id}, {others:,} are not and stay")
    if dry_run:
        for call in cleaning.calls(SHOWN):
            console.print(f"  {call}")
        return ExitCode.GO
    if rows and not yes:
        _ask(rows, where.url)
    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("removed", total=max(rows, 1))
        done = cleaning.clean(lambda progress: bar.update(task, completed=rows - progress.unsent))
    for line in tell(done):
        console.print(line)
    return ExitCode.GO if done.proven else ExitCode.NO_GO


def _look(cleaning: Cleaning, *, dry_run: bool) -> None:
    """Read the roll; a dry run does so where nothing of earlier cleanings is."""
    if not dry_run:
        cleaning.look()
        return
    with tempfile.TemporaryDirectory(prefix="siaga-clean-") as scratch:
        cleaning.glance(RunFolder(Path(scratch)))


def _ask(rows: int, url: str) -> None:
    """Have whoever sits at the terminal agree.

    Raises:
        RefusedError: they do not, or nobody sits there.
    """
    ask = consent(sys.stdin, sys.stderr)
    if ask is None:
        raise RefusedError("clean: nobody sits at a terminal to agree; say --yes")
    if ask(f"Remove {rows:,} rows from {url}? Type {YES}: ") != YES:
        raise RefusedError("clean: nobody agreed, and nothing was removed")
