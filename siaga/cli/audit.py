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
from siaga.record.run_record import RunRecord
from siaga.scenario.load import load


def audit(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the audit as JSON.")] = False,
) -> int:
    """Repeat the audit of a run from its folder; exits with 3 if a rule is broken."""
    folder = run_folder(run)
    try:
        result = audit_run(folder, load(folder.scenario))
        record = replace(RunRecord.read(folder.run), folder=str(run))
    except ValueError as error:
        raise UsageError(f"{run}: cannot be audited ({error})") from None
    if as_json:
        typer.echo(json.dumps(asdict(result), indent=1))
    else:
        Console(highlight=False).print(findings(result, record))
    return ExitCode.NO_GO if result.findings else ExitCode.GO
