"""`siaga report`: write the reports of a run again."""

from pathlib import Path
from typing import Annotated

import typer

from siaga.cli.folder import run_folder
from siaga.errors import SiagaError
from siaga.stage.conclusion import conclude


def report(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    strict: Annotated[bool, typer.Option("--strict", help="Conditions exit with 3.")] = False,
) -> None:
    """Judge a run again from its folder and write every report anew."""
    folder = run_folder(run)
    try:
        conclude(folder, strict=strict)
    except OSError as error:
        raise SiagaError(
            f"{run}: its reports cannot be written ({error}); the run is as it was"
        ) from None
    typer.echo(str(folder.report))
