"""`siaga compare`: hold a run against another one."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from siaga.cli.comparison_table import comparison_table
from siaga.cli.folder import run_folder
from siaga.errors import ExitCode, UsageError
from siaga.judge.comparison import Answer
from siaga.judge.comparison_baseline import of_folder
from siaga.judge.comparison_pair import Pair
from siaga.judge.comparison_run import compare as hold_against
from siaga.judge.recorded import Recorded
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import Override, load

CODES = {Answer.WORSE: ExitCode.NO_GO, Answer.UNKNOWN: ExitCode.INCONCLUSIVE}


def compare(
    before: Annotated[Path, typer.Argument(metavar="A", help="Run folder of the earlier run.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Run folder of the later run.")],
    put: Annotated[
        list[str] | None,
        typer.Option("--set", help="baseline.change=20%: what matters, in place of what B says."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> int:
    """Say of each measure whether B is worse than A; exits with 3 if one is, 4 if nobody can tell."""
    earlier, later = run_folder(before), run_folder(after)
    least = load(later.scenario, [Override.parse(one) for one in put or ()]).baseline
    found = hold_against(Pair(before=_facts(earlier), after=_facts(later), least=least))
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=1, allow_nan=False, ensure_ascii=False))
    else:
        Console(highlight=False).print(comparison_table(found))
    return CODES.get(found.answer, ExitCode.GO)


def _facts(folder: RunFolder) -> Recorded:
    try:
        return of_folder(folder)
    except ValueError as error:
        raise UsageError(f"{folder.path}: cannot be compared ({error}); name a run folder") from None
