"""`siaga plan`: size the real day by measured runs, as far as they can tell."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from siaga import bundle
from siaga.cli.folder import run_folder
from siaga.cli.page_file import offer_page
from siaga.cli.plan_table import plan_table
from siaga.errors import ExitCode, UsageError
from siaga.judge.comparison_baseline import of_folder
from siaga.plan.answer import REFUSED, answer
from siaga.plan.page import plan_page
from siaga.plan.sizing import HEADROOM, sizing
from siaga.plan.source import Source
from siaga.scenario.load import Override, load
from siaga.scenario.quantity import ratio


def plan(
    scenario: Annotated[str, typer.Argument(help="Scenario file of the day, or name of a shipped one.")],
    source: Annotated[
        list[Path], typer.Option("--from", metavar="RUN", help="Run folder; give one for each run.")
    ],
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[RUN]...", help="More run folders.")
    ] = None,
    put: Annotated[
        list[str] | None, typer.Option("--set", help="PATH=VALUE put into the scenario.")
    ] = None,
    step: Annotated[str, typer.Option(help="Step whose requests count alone; all if absent.")] = "",
    headroom: Annotated[
        str, typer.Option(help="Share of the capacity that is used.")
    ] = f"{HEADROOM:.0%}",
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Page to write.")] = None,
) -> int:
    """Size the day by measured runs: admission, waits, site, workers; exits with 4 if it cannot."""
    day = load(bundle.scenario(scenario), [Override.parse(one) for one in put or ()])
    found = sizing(
        day,
        [_source(path) for path in (*source, *(more or ()))],
        step=step or None,
        headroom=_headroom(headroom),
    )
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=1, allow_nan=False, ensure_ascii=False))
    else:
        Console(highlight=False).print(plan_table(found))
    if html is not None:
        offer_page(html, plan_page(found), asked=True, quiet=as_json)
    return ExitCode.INCONCLUSIVE if answer(found) == REFUSED else ExitCode.GO


def _source(path: Path) -> Source:
    try:
        return Source(name=str(path), facts=of_folder(run_folder(path)))
    except ValueError as error:
        raise UsageError(f"{path}: cannot be planned from ({error}); name a run folder") from None


def _headroom(text: str) -> float:
    try:
        share = ratio(text)
    except ValueError as error:
        raise UsageError(f"--headroom: {error}") from None
    if not 0 < share <= 1:
        raise UsageError(f"--headroom: {text} leaves nothing; above 0 % to 100 % is allowed")
    return share
