"""`siaga init`: write a small project that runs at once."""

from pathlib import Path
from typing import Annotated

import typer

from siaga.starter import NAME, Starter


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to write into; nothing is overwritten.")],
    name: Annotated[str, typer.Option(help="What its scenario is called.")] = NAME,
    host: Annotated[str, typer.Option(help="Site that its pipelines load; else the built-in one.")] = "",
) -> None:
    """Write a small project that runs at once, and says which lines to change for your site."""
    starter = Starter(name=name, host=host)
    for path in starter.write(folder):
        typer.echo(str(path))
    typer.echo(f"\nNow:  cd {folder}\n      siaga run {starter.scenario}")
