"""`siaga replay`: send the visitors behind a finding again, as they were sent then."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from siaga.cli.folder import run_folder
from siaga.errors import ExitCode
from siaga.stage.conductor import conduct
from siaga.stage.display import display
from siaga.stage.recurrence import Recurrence, Seen, broken, exit_code, recurrences, together
from siaga.stage.replay import Replay, replay_of
from siaga.stage.request import Request

STYLES = {Seen.AGAIN: "bold red", Seen.NOT_AGAIN: "bold green", Seen.UNTOLD: "bold magenta"}


def replay(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    person: Annotated[
        list[str] | None, typer.Option(help="Whom to send; else those whom the witnesses name.")
    ] = None,
    rule: Annotated[list[str] | None, typer.Option(help="Whose finding; else all findings.")] = None,
    host: Annotated[str, typer.Option(help="Site to send them to; the run's own if absent.")] = "",
    site_arg: Annotated[
        list[str] | None, typer.Option(help="Argument for the built-in site; else those of the run.")
    ] = None,
    locustfile: Annotated[str, typer.Option(help="Replaces the run's Locust file.")] = "",
    times: Annotated[int, typer.Option(min=1, max=100, help="How often to replay.")] = 1,
    out: Annotated[Path, typer.Option(help="Folder of the run folders.")] = Path("reports"),
    exporter_port: Annotated[int, typer.Option(help="Port of the metrics exporter.")] = 9646,
) -> int:
    """Send the witnesses of a finding again; exits with 3 if it is seen again, 0 if it is not."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    wanted = replay_of(run_folder(run), people=person or (), rules=rule or (), locustfile=locustfile)
    request = wanted.request(
        host=host,
        site_arguments=site_arg or (),
        out=out,
        exporter_port=exporter_port,
        command=("siaga", *sys.argv[1:]),
        environ=dict(os.environ),
    )
    for line in wanted.announcement(request):
        console.print(line)
    rounds: list[Sequence[Recurrence]] = []
    for number in range(times):
        found = _once(wanted, request, console, f"{number + 1} of {times}")
        if found is None:
            return ExitCode.INTERRUPTED
        rounds.append(found)
    summed = together(rounds)
    if times > 1:
        _tell(console, summed)
    return exit_code(summed)


def _once(wanted: Replay, request: Request, console: Console, place: str) -> Sequence[Recurrence] | None:
    """Play one replay and say what it has seen; None if somebody stopped it."""
    outcome = conduct(request, lambda title: display(console, f"replay {place}: {title}"))
    found = recurrences(
        outcome.folder, outcome.verdict, rules=wanted.rules, visitors=len(wanted.visitors)
    )
    console.print(f"replay {place}: {outcome.folder.report}")
    _tell(console, found)
    if others := [rule for rule in broken(outcome.verdict) if rule not in {one.rule for one in found}]:
        console.print(f"  also broken: {', '.join(others)}")
    return None if outcome.interrupted else found


def _tell(console: Console, found: Sequence[Recurrence]) -> None:
    for one in found:
        line = Text(f"  {one.rule}: ").append(one.seen.value, style=STYLES[one.seen])
        console.print(line.append(f". {one.text}"))
