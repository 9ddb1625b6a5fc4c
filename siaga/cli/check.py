"""`siaga check`: validate a scenario and say every problem at once."""

import os
from typing import Annotated

import typer

from siaga.scenario.load import Override
from siaga.stage.preparation import resolve
from siaga.stage.request import Request


def check(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or name of a shipped one.")],
    scale: Annotated[float, typer.Option(help="Factor for people and seats.")] = 1.0,
    time_scale: Annotated[float, typer.Option(help="Factor for durations.")] = 1.0,
    put: Annotated[
        list[str] | None, typer.Option("--set", help="PATH=VALUE put into the scenario.")
    ] = None,
    locustfile: Annotated[str, typer.Option(help="Replaces the scenario's Locust file.")] = "",
    site_arg: Annotated[list[str] | None, typer.Option(help="Argument for the built-in site.")] = None,
) -> None:
    """Validate a scenario; nothing is sent."""
    resolved, _ = resolve(
        Request(
            scenario=scenario,
            scale=scale,
            time_scale=time_scale,
            overrides=tuple(Override.parse(one) for one in put or ()),
            locustfile=locustfile,
            site_arguments=tuple(site_arg or ()),
            environ=dict(os.environ),
        )
    )
    traffic = resolved.traffic
    typer.echo(
        f"{scenario}: is sound: {traffic.visitors:,} visitors in {traffic.curve.duration_s:g} s,"
        f" {len(resolved.objectives)} objectives"
    )
