"""`siaga report`: write the reports of a run again."""

from pathlib import Path
from typing import Annotated

import typer

from siaga.cli.folder import run_folder
from siaga.stage.conclusion import conclude


def report(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    strict: Annotated[bool, typer.Option("--strict", help="Conditions exit with 3.")] = False,
) -> None:
    """Judge a run again from its folder and write every report anew."""
    folder = run_folder(run)
    conclude(folder, strict=strict)
    typer.echo(str(folder.report))
