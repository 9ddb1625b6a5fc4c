"""`siaga conclude`: end a run that plain Locust has sent; the plug-in calls it."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from siaga.cli.announce import announce
from siaga.cli.folder import run_folder
from siaga.record.run_record import RunRecord
from siaga.scenario.load import load
from siaga.stage.conclusion import RollReader, read_after
from siaga.stage.conclusion import conclude as judge
from siaga.stage.run_log import RunLog


def conclude(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    strict: Annotated[bool, typer.Option("--strict", help="Conditions exit with 3.")] = False,
) -> int:
    """Read the roll, audit, judge and report a run whose sending has ended."""
    folder = run_folder(run)
    log = RunLog(folder.log)
    read_after(
        RollReader(
            folder=folder,
            scenario=load(folder.scenario),
            url=RunRecord.read(folder.run).host,
            environ=dict(os.environ),
            log=log,
        ),
        restart=None,
    )
    log.close()
    verdict = judge(folder, strict=strict)
    announce(folder, verdict, Console())
    return verdict.exit_code
