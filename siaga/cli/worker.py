"""`siaga worker`: play a share of a run whose master is on another machine."""

import os
from pathlib import Path
from typing import Annotated

import typer

from siaga.errors import ExitCode
from siaga.native import form
from siaga.stage.contingent import Contingent, journeys_of
from siaga.stage.seat import Seat
from siaga.stage.trouble import interruptible

SPOOL = "SIAGA_SPOOL"


def worker(
    master: Annotated[str, typer.Option(help="HOST[:PORT] of the run's master; port 5557 if absent.")],
    scenario: Annotated[str, typer.Argument(help="Scenario whose Locust file is played.")] = "",
    locustfile: Annotated[str, typer.Option(help="Locust file, in place of the scenario's.")] = "",
    spool: Annotated[
        Path | None, typer.Option(help="Folder for files until the master has them; else where needed.")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, max=256, help="Workers of this machine; 0: one for each core.")
    ] = 0,
) -> int:
    """Join a run on another machine as workers, until it ends; Ctrl-C leaves it in order."""
    stopped: list[bool] = []
    typer.echo(f"crowd: {form()}")
    contingent = Contingent(
        master=Seat.parse("--master", master),
        locustfile=journeys_of(scenario, locustfile),
        workers=workers or len(os.sched_getaffinity(0)),
        environ={**os.environ, **({} if spool is None else {SPOOL: str(spool)})},
        log=typer.echo,
    )
    with interruptible(lambda: stopped.append(True)):
        try:
            contingent.start(lambda: bool(stopped))
            contingent.wait(lambda: bool(stopped))
        finally:
            contingent.stop()
    return ExitCode.INTERRUPTED if stopped else ExitCode.GO
