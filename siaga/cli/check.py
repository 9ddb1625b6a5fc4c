"""`siaga check`: validate a scenario, say every problem at once, and try it with one visitor each."""

import json
import os
from typing import Annotated

import typer

from siaga.cli.outlook_page import show_end
from siaga.cli.typed_quantity import SCALE
from siaga.cli.walk_page import console, put, told
from siaga.errors import ExitCode, UsageError
from siaga.scenario.load import Override
from siaga.stage.dry_runner import Manner, dry_run
from siaga.stage.muster import Muster
from siaga.stage.preparation import resolve
from siaga.stage.request import Request

CHANCES = ("yes", "no", "drawn")


def check(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or name of a shipped one.")],
    walk: Annotated[
        bool, typer.Option("--try", help="Walk each journey once, and forecast a run.")
    ] = False,
    host: Annotated[str, typer.Option(help="Site to try; the built-in one if absent.")] = "",
    scale: Annotated[float | None, typer.Option(help=SCALE)] = None,
    time_scale: Annotated[float, typer.Option(help="Factor for durations.")] = 1.0,
    seed: Annotated[int | None, typer.Option(help="Replaces the scenario's seed.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Generator processes of the run.")] = 2,
    put_: Annotated[
        list[str] | None, typer.Option("--set", help="PATH=VALUE put into the scenario.")
    ] = None,
    locustfile: Annotated[str, typer.Option(help="Replaces the scenario's Locust file.")] = "",
    site_arg: Annotated[list[str] | None, typer.Option(help="Argument for the built-in site.")] = None,
    pace: Annotated[
        float, typer.Option(min=0, max=1, help="Factor for the pauses in which people think.")
    ] = 0.0,
    chances: Annotated[str, typer.Option(help="Chances of the journey: yes, no or drawn.")] = "yes",
    within: Annotated[float, typer.Option(min=1, max=3600, help="Seconds for each journey.")] = 120.0,
    most_requests: Annotated[int, typer.Option(min=1, max=100_000, help="Requests of each.")] = 1_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Validate a scenario, and send nothing; or walk each journey once with --try."""
    request = Request(
        scenario=scenario,
        host=host,
        scale=scale,
        time_scale=time_scale,
        seed=seed,
        muster=Muster.of(workers),
        overrides=tuple(Override.parse(one) for one in put_ or ()),
        locustfile=locustfile,
        site_arguments=tuple(site_arg or ()),
        environ=dict(os.environ),
    )
    if walk:
        manner = Manner(pace=pace, chances=chances, within_s=within, most_requests=most_requests)
        return _tried(request, manner, as_json=as_json)
    return _checked(request, as_json=as_json)


def _checked(request: Request, *, as_json: bool) -> int:
    if request.host or as_json:
        raise UsageError(
            f"{'--host' if request.host else '--json'}: needs --try; a check alone sends nothing"
        )
    resolved, _ = resolve(request)
    traffic = resolved.traffic
    visitors = f"{traffic.visitors:,} visitors"
    if traffic.closed is not None:
        many = traffic.closed.visitors
        visitors = "visitors by the file's own shape" if many is None else f"{many:,} visitors at once"
    typer.echo(
        f"{request.scenario}: is sound: {visitors} in {traffic.curve.duration_s:g} s,"
        f" {len(resolved.objectives)} objectives"
    )
    return ExitCode.GO


def _tried(request: Request, manner: Manner, *, as_json: bool) -> int:
    """Try a scenario, and show what happens as it does, or all of it in the end."""
    if manner.chances not in CHANCES:
        raise UsageError(f"--chances {manner.chances!r}: is none; {', '.join(CHANCES)} are")
    to = console()
    if as_json:
        run = dry_run(request, manner, lambda _fact: None)
        typer.echo(json.dumps(run.as_json(), indent=2, ensure_ascii=False))
    else:
        run = dry_run(request, manner, lambda fact: put(to, told(fact)))
        show_end(to, run)
    return ExitCode.NO_GO if run.problems else ExitCode.GO
