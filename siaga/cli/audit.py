"""`siaga audit`: hold the ledger of a run against the roll again."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from siaga.cli.folder import run_folder
from siaga.errors import ExitCode
from siaga.judge.audit import audit as audit_run
from siaga.scenario.load import load


def audit(run: Annotated[Path, typer.Argument(help="Run folder.")]) -> int:
    """Repeat the audit of a run from its folder; exits with 3 if a rule is broken."""
    folder = run_folder(run)
    result = audit_run(folder, load(folder.scenario))
    typer.echo(json.dumps(asdict(result), indent=1))
    return ExitCode.NO_GO if result.findings else ExitCode.GO
