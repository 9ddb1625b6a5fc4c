"""`siaga history`: tell and draw how the runs below a folder have fared."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from siaga.cli.history_table import history_table
from siaga.cli.page_file import address, offer_page
from siaga.errors import UsageError
from siaga.report.history import history as read_history
from siaga.report.history_page import history_page

PAGE = "history.html"


def history(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of run folders.")] = Path(
        "reports"
    ),
    html: Annotated[
        Path | None, typer.Option("--html", help=f"Page to write, in place of {PAGE} in DIR.")
    ] = None,
    last: Annotated[int, typer.Option(min=1, help="How many runs to show, the newest.")] = 500,
) -> None:
    """Show the verdicts and the key measures of all runs below a folder, and draw their trend."""
    root = folder.resolve()
    if not root.is_dir():
        raise UsageError(f"{folder}: is no folder; name one of run folders")
    found = read_history(root, last)
    console = Console(highlight=False)
    console.print(history_table(found, console.width))
    if not found.trends:
        raise UsageError(f"{folder}: holds no run; name a folder of run folders")
    page = html or root / PAGE
    text = history_page(found, title=root.name, address=lambda run: address(run.folder.report, page))
    offer_page(page, text, asked=html is not None, quiet=False)
