"""`siaga run`: play a scenario and judge it."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from siaga.cli.announce import announce
from siaga.cli.consent import consent
from siaga.cli.typed_quantity import SCALE
from siaga.errors import ExitCode, UsageError
from siaga.scenario.load import Override
from siaga.stage.baseline import Wanted
from siaga.stage.conductor import LIVE_PAGE, conduct
from siaga.stage.display import display
from siaga.stage.muster import Muster
from siaga.stage.outcome import Outcome
from siaga.stage.request import Request

STOCK = "stock-locust"
"""Scenario of a Locust file that is given without one."""

Named = Annotated[
    str, typer.Argument(help="Scenario file, or name of a shipped one; stock-locust with --locustfile.")
]
Put = Annotated[list[str] | None, typer.Option("--set", help="PATH=VALUE put into the scenario.")]
Elsewhere = Annotated[
    int, typer.Option(min=0, max=1000, help="Workers to wait for, that `siaga worker` starts elsewhere.")
]
Bind = Annotated[
    str, typer.Option(help="HOST[:PORT] where workers elsewhere reach the master; port 5557 if absent.")
]


def run(
    scenario: Named = "",
    host: Annotated[str, typer.Option(help="Site to load; the built-in one if absent.")] = "",
    scale: Annotated[float | None, typer.Option(help=SCALE)] = None,
    time_scale: Annotated[float, typer.Option(help="Factor for durations.")] = 1.0,
    seed: Annotated[int | None, typer.Option(help="Replaces the scenario's seed.")] = None,
    workers: Annotated[int, typer.Option(min=0, max=256, help="Generator processes here.")] = 2,
    workers_elsewhere: Elsewhere = 0,
    bind: Bind = "",
    out: Annotated[Path, typer.Option(help="Folder of the run folders.")] = Path("reports"),
    put: Put = None,
    site_arg: Annotated[list[str] | None, typer.Option(help="Argument for the built-in site.")] = None,
    locustfile: Annotated[str, typer.Option(help="Replaces the scenario's Locust file.")] = "",
    ui: Annotated[bool, typer.Option("--ui", help="Show Locust's web interface.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Conditions exit with 3.")] = False,
    exporter_port: Annotated[int, typer.Option(help="Port of the metrics exporter.")] = 9646,
    baseline: Annotated[str, typer.Option(help="Run, or folder of runs, to hold it against.")] = "",
    branch: Annotated[str, typer.Option(help="Branch whose runs in --baseline count.")] = "",
    kill_file: Annotated[Path | None, typer.Option(help="Ends the run when it is made.")] = None,
    i_own: Annotated[str, typer.Option(help="Host that is yours to break, for destructive cases.")] = "",
) -> int:
    """Play a scenario against a site, audit it and say GO or NO-GO."""
    request = Request(
        scenario=_named(scenario, locustfile),
        host=host,
        scale=scale,
        time_scale=time_scale,
        seed=seed,
        out=out,
        overrides=tuple(Override.parse(one) for one in put or ()),
        site_arguments=tuple(site_arg or ()),
        locustfile=locustfile,
        ui=ui,
        strict=strict,
        exporter_port=exporter_port,
        environ=dict(os.environ),
        baseline=Wanted.of(baseline, branch, os.environ),
        kill_file=kill_file,
        i_own=i_own,
    )
    return _played(request, Muster.of(workers, workers_elsewhere, bind))


def _named(scenario: str, locustfile: str) -> str:
    """Give the scenario that is to be played.

    Raises:
        UsageError: there is neither one nor a Locust file.
    """
    if not scenario and not locustfile:
        raise UsageError("scenario: is missing; name one, or a stock Locust file with --locustfile")
    return scenario or STOCK


def _played(request: Request, muster: Muster) -> int:
    """Play what was asked for, and say what was decided."""
    if muster.warning:
        typer.echo(f"siaga: {muster.warning}", err=True)
    typed = ("siaga", *sys.argv[1:])
    asking = replace(request, muster=muster, command=typed, ask=consent(sys.stdin, sys.stderr))
    outcome = conduct(asking, lambda title: display(Console(), title), _tell)
    return ExitCode.INTERRUPTED if outcome.interrupted else outcome.verdict.exit_code


def _tell(outcome: Outcome) -> None:
    """Say what was decided, and that the web interface shows it, where one does."""
    announce(outcome.folder, outcome.verdict, Console())
    if outcome.stays:
        Console().print(f"The live page stays at {LIVE_PAGE}; Ctrl-C ends it.", highlight=False)
