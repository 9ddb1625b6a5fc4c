"""`siaga target verify`: whether a site has agreed to be loaded, each step explained."""

import os
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from siaga import bundle
from siaga.credentials import Credentials
from siaga.errors import ExitCode
from siaga.scenario.load import load
from siaga.stage.examination import Step
from siaga.stage.target import place


class Action(StrEnum):
    """What can be done with a target."""

    VERIFY = "verify"


def target(
    action: Annotated[Action, typer.Argument(help="What to do.")],  # noqa: ARG001 - there is one so far
    url: Annotated[str, typer.Argument(help="Site to be loaded, such as https://staging.example.org.")],
    scenario: Annotated[
        str, typer.Option(help="Scenario with the credentials that the site asks for.")
    ] = "",
) -> int:
    """Ask a site whether it may be loaded, as a run would; exits with 0 if so, else with 77."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    where = place(url)
    credentials = Credentials()
    if scenario:
        credentials = load(bundle.scenario(scenario)).site.admitted(os.environ)
    _tell(console, Step(name="resolve", good=True, text=f"{where.host} is {', '.join(where.addresses)}"))
    agreed = True
    for step in where.examination(os.environ, credentials).steps():
        _tell(console, step)
        agreed = agreed and step.good
    if agreed:
        console.print(f"{where.url} has agreed to be loaded")
        return ExitCode.GO
    console.print(f"{where.url} has not agreed to be loaded: no run is sent to it")
    if not where.needs_agreement:
        console.print("but it is this machine, which may be loaded without")
    return ExitCode.REFUSED


def _tell(console: Console, step: Step) -> None:
    mark, style = ("ok", "green") if step.good else ("no", "bold red")
    console.print(Text(f"{mark}  ", style=style).append(f"{step.name:<10} {step.text}", style="default"))
