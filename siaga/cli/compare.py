"""`siaga compare`: hold a run against another one, and draw both side by side."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from siaga.cli.comparison_table import comparison_table
from siaga.cli.folder import run_folder
from siaga.cli.page_file import address, offer_page
from siaga.errors import ExitCode, UsageError
from siaga.judge.comparison import Answer
from siaga.judge.comparison_baseline import of_folder
from siaga.judge.comparison_pair import Pair
from siaga.judge.comparison_run import compare as hold_against
from siaga.judge.recorded import Recorded
from siaga.record.run_folder import RunFolder
from siaga.report.comparison_page import Compare, comparison_page
from siaga.report.kept_verdict import KeptVerdict
from siaga.scenario.load import Override, load

CODES = {Answer.WORSE: ExitCode.NO_GO, Answer.UNKNOWN: ExitCode.INCONCLUSIVE}
PAGE = "comparison.html"


def compare(
    before: Annotated[Path, typer.Argument(metavar="A", help="Run folder of the earlier run.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Run folder of the later run.")],
    put: Annotated[
        list[str] | None,
        typer.Option("--set", help="baseline.change=20%: what matters, in place of what B says."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help=f"Page to write, in place of {PAGE} in B.")
    ] = None,
) -> int:
    """Say of each measure whether B is worse than A; exits with 3 if one is, 4 if nobody can tell."""
    earlier, later = run_folder(before), run_folder(after)
    least = load(later.scenario, [Override.parse(one) for one in put or ()]).baseline
    pair = Pair(before=_facts(earlier), after=_facts(later), least=least)
    found = hold_against(pair)
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=1, allow_nan=False, ensure_ascii=False))
    else:
        Console(highlight=False).print(comparison_table(found))
    if html is not None or not as_json:
        page = html or later.path / PAGE
        text = comparison_page(
            Compare(
                pair=pair,
                found=found,
                verdicts=(_verdict(earlier), _verdict(later)),
                reports=(address(earlier.report, page), address(later.report, page)),
            )
        )
        offer_page(page, text, asked=html is not None, quiet=as_json)
    return CODES.get(found.answer, ExitCode.GO)


def _facts(folder: RunFolder) -> Recorded:
    try:
        return of_folder(folder)
    except ValueError as error:
        raise UsageError(f"{folder.path}: cannot be compared ({error}); name a run folder") from None


def _verdict(folder: RunFolder) -> KeptVerdict | None:
    """Give what was decided of a run; None where nothing was, or nobody can read it."""
    try:
        return KeptVerdict.read(folder.verdict)
    except (OSError, ValueError):
        return None
