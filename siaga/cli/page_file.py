"""A page file: where a command writes the page that it draws, and how the page names other files."""

import os
from pathlib import Path
from urllib.parse import quote

import typer

from siaga.errors import UsageError
from siaga.report.whole_file import write_whole


def offer_page(path: Path, text: str, *, asked: bool, quiet: bool) -> None:
    """Write a page whole and say where; one that nobody asked for may fail, which is told.

    Args:
        path: where to.
        text: what.
        asked: whether somebody named the file.
        quiet: whether standard output is for a program.

    Raises:
        UsageError: it cannot be written where somebody asked for it.
    """
    try:
        write_whole(path, text)
    except OSError as error:
        why = error.strerror or str(error)
        problem = f"--html {path}: cannot be written ({why}); name a file elsewhere"
        if asked:
            raise UsageError(problem) from None
        typer.echo(f"siaga: {problem}", err=True)
        return
    typer.echo(f"page: {path}", err=quiet)


def address(path: Path, page: Path) -> str:
    """Give the address of a file as seen from a page; empty where there is none."""
    if not path.is_file():
        return ""
    return quote(Path(os.path.relpath(path.resolve(), page.resolve().parent)).as_posix())
