"""`siaga audit`: hold the ledger of a run against the roll again."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from siaga.cli.findings import findings
from siaga.cli.folder import run_folder
from siaga.errors import ExitCode, UsageError
from siaga.judge.audit import audit as audit_run
from siaga.judge.feed_evidence import feed_rows
from siaga.judge.handouts import read_handouts
from siaga.judge.verdict import State
from siaga.record.run_record import RunRecord
from siaga.scenario.load import load


def audit(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the audit as JSON.")] = False,
) -> int:
    """Repeat the audit of a run from its folder; exits with 3 if a rule is broken, 4 if a feed is."""
    folder = run_folder(run)
    try:
        scenario = load(folder.scenario)
        result = audit_run(folder, scenario)
        record = replace(RunRecord.read(folder.run), folder=str(run))
        rows = feed_rows(read_handouts(folder, scenario, record)) if scenario.feeds else None
    except ValueError as error:
        raise UsageError(f"{run}: cannot be audited ({error})") from None
    if as_json:
        fed = {} if rows is None else {"feed_rows": asdict(rows) | {"state": rows.state.value}}
        typer.echo(json.dumps(asdict(result) | fed, indent=1))
    else:
        Console(highlight=False).print(findings(result, record))
        if rows is not None:
            typer.echo(f"{rows.id}: {rows.state.value}: {rows.text}")
    if result.findings:
        return ExitCode.NO_GO
    return ExitCode.INCONCLUSIVE if rows is not None and rows.state is State.BROKEN else ExitCode.GO
