"""`siaga capacity`: find the highest load at which objectives hold."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from siaga.capacity.expedition import Expedition
from siaga.capacity.order import Wishes, order
from siaga.cli.capacity_lines import closing, level_line, opening
from siaga.cli.typed_quantity import typed_quantity
from siaga.scenario.load import Override
from siaga.scenario.quantity import duration_s, rate_per_s, ratio
from siaga.stage.display import panel
from siaga.stage.muster import Muster
from siaga.stage.request import Request

First = Annotated[str, typer.Option("--from", help="First load: 10/s; part of the day's if absent.")]
Named = Annotated[list[str] | None, typer.Option("--objective", help="One that counts; all if absent.")]
Put = Annotated[list[str] | None, typer.Option("--set", help="PATH=VALUE put into the scenario.")]


def capacity(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or name of a shipped one.")],
    host: Annotated[str, typer.Option(help="Site to load; the built-in one if absent.")] = "",
    first: First = "",
    to: Annotated[str, typer.Option(help="Most that is sent; 100 times the first if absent.")] = "",
    precision: Annotated[str, typer.Option(help="How near the ends of the interval are.")] = "5 %",
    settle: Annotated[str, typer.Option(help="Time at each load before anything counts.")] = "10 s",
    hold: Annotated[str, typer.Option(help="Time in which objectives are judged.")] = "20 s",
    within: Annotated[str, typer.Option(help="Time that the whole search may take.")] = "20 min",
    objective: Named = None,
    put: Put = None,
    scale: Annotated[float, typer.Option(help="Factor for people and seats.")] = 1.0,
    time_scale: Annotated[float, typer.Option(help="Factor for durations.")] = 1.0,
    seed: Annotated[int | None, typer.Option(help="Replaces the scenario's seed.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Generator processes.")] = 2,
    out: Annotated[Path, typer.Option(help="Folder of the search folders.")] = Path("reports"),
    site_arg: Annotated[list[str] | None, typer.Option(help="Argument for the built-in site.")] = None,
    locustfile: Annotated[str, typer.Option(help="Replaces the scenario's Locust file.")] = "",
    exporter_port: Annotated[int, typer.Option(help="Port of the metrics exporter.")] = 9646,
) -> int:
    """Find the highest load at which objectives hold; exits with 0 if it is found, else with 4."""
    request = Request(
        scenario=scenario,
        host=host,
        scale=scale,
        time_scale=time_scale,
        seed=seed,
        muster=Muster(here=workers),
        out=out,
        overrides=tuple(Override.parse(one) for one in put or ()),
        site_arguments=tuple(site_arg or ()),
        locustfile=locustfile,
        exporter_port=exporter_port,
        command=("siaga", *sys.argv[1:]),
        environ=dict(os.environ),
    )
    return _searched(request, _wishes(first, to, precision, (settle, hold, within), objective or ()))


def _wishes(
    first: str, to: str, precision: str, times: tuple[str, str, str], objectives: Sequence[str]
) -> Wishes:
    """Read what is wished for, each number with its unit."""
    settle, hold, within = times
    return Wishes(
        from_per_s=typed_quantity("--from", rate_per_s, first) if first else None,
        to_per_s=typed_quantity("--to", rate_per_s, to) if to else None,
        precision=typed_quantity("--precision", ratio, precision),
        settle_s=typed_quantity("--settle", duration_s, settle),
        hold_s=typed_quantity("--hold", duration_s, hold),
        within_s=typed_quantity("--within", duration_s, within),
        objectives=tuple(objectives),
    )


def _searched(request: Request, wishes: Wishes) -> int:
    """Search, show each level, and say what was found."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    asked = order(request, wishes)
    for line in opening(asked):
        console.print(line)
    search = Expedition(
        order=asked,
        show=lambda title: panel(console, title),
        tell=lambda place, level: console.print(level_line(place, level)),
    )
    folder, result = search(datetime.now(UTC))
    console.print(closing(folder, result))
    return result.exit_code
