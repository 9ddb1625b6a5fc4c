"""`siaga prepare`: make the run folder of a run that plain Locust will send; the plug-in calls it."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from siaga.scenario.load import Override
from siaga.stage.baseline import Wanted
from siaga.stage.conclusion import RollReader, read_before
from siaga.stage.muster import Muster
from siaga.stage.preparation import Preparation, link_latest
from siaga.stage.preparation import prepare as make
from siaga.stage.request import Request
from siaga.stage.run_log import RunLog
from siaga.stage.trouble import traceless


def prepare(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or name of a shipped one.")],
    host: Annotated[str, typer.Option(help="Site to load.")],
    locustfile: Annotated[str, typer.Option(help="Locust file with the journeys.")],
    scale: Annotated[float, typer.Option(help="Factor for people and seats.")] = 0.01,
    time_scale: Annotated[float, typer.Option(help="Factor for durations.")] = 1.0,
    seed: Annotated[int | None, typer.Option(help="Replaces the scenario's seed.")] = None,
    put: Annotated[
        list[str] | None, typer.Option("--set", help="PATH=VALUE put into the scenario.")
    ] = None,
    workers: Annotated[int, typer.Option(help="Generator processes.")] = 1,
    out: Annotated[Path, typer.Option(help="Folder of the run folders.")] = Path("reports"),
    baseline: Annotated[str, typer.Option(help="What to hold the run against.")] = "",
    branch: Annotated[str, typer.Option(help="Branch whose runs in --baseline count.")] = "",
    i_own: Annotated[str, typer.Option(help="Host that is yours to break, for destructive cases.")] = "",
) -> None:
    """Resolve the scenario, make the run folder, read the roll before the run; prints the folder."""
    environ = dict(os.environ)
    request = Request(
        scenario=scenario,
        host=host,
        scale=scale,
        time_scale=time_scale,
        seed=seed,
        overrides=tuple(Override.parse(one) for one in put or ()),
        muster=Muster.of(workers),
        out=out,
        locustfile=locustfile,
        command=("locust", "-f", locustfile, "--host", host),
        environ=environ,
        baseline=Wanted.of(baseline, branch, environ),
        i_own=i_own,
    )
    prepared = make(request, now=datetime.now(UTC))
    with traceless(prepared.folder):
        prepared.record.write(prepared.folder.run)
        _read_before(prepared, prepared.record.host, environ)
    link_latest(prepared.folder)
    typer.echo(json.dumps({"folder": str(prepared.folder.path)}))


def _read_before(prepared: Preparation, url: str, environ: Mapping[str, str]) -> None:
    """Read the roll of the site before anybody comes."""
    log = RunLog(prepared.folder.log)
    folder, scenario = prepared.folder, prepared.scenario
    read_before(RollReader(folder=folder, scenario=scenario, url=url, environ=environ, log=log))
    log.close()
