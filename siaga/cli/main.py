"""The command line: every command, and how an error becomes one clear line and an exit code."""

import os
import sys
import traceback

import typer

from siaga.cli import (
    audit,
    check,
    compare,
    conclude,
    faults,
    prepare,
    prometheus,
    replay,
    report,
    run,
    schema,
)
from siaga.errors import ExitCode, SiagaError

TRACEBACK = "SIAGA_TRACEBACK"
"""Environment variable that has internal errors shown with their stack."""

app = typer.Typer(
    name="siaga",
    help="Rehearse a launch: play an opening day, audit every promise, say GO or NO-GO.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("check")(check.check)
app.command("schema")(schema.schema)
app.command("faults")(faults.faults)
app.command("compare")(compare.compare)
app.command("audit")(audit.audit)
app.command("replay")(replay.replay)
app.command("report")(report.report)
app.command("prometheus")(prometheus.prometheus)
app.command("prepare", hidden=True)(prepare.prepare)
app.command("conclude", hidden=True)(conclude.conclude)


def main() -> None:
    """Run the command line and exit."""
    sys.exit(call(sys.argv[1:]))


def call(arguments: list[str]) -> int:
    """Run the command line and give the exit code; a SiagaError is printed, never raised."""
    command = typer.main.get_command(app)
    try:
        code = command.main(arguments, prog_name="siaga", standalone_mode=False)
    except SiagaError as error:
        typer.echo(f"siaga: {error}", err=True)
        return error.exit_code
    except typer.TyperException as error:
        if said := error.format_message().rstrip("."):
            typer.echo(f"siaga: {said}; `siaga --help` lists what there is", err=True)
        return ExitCode.USAGE
    except (typer.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except OSError as error:
        typer.echo(f"siaga: {error}", err=True)
        return ExitCode.INTERNAL
    except Exception as error:  # noqa: BLE001 - whoever typed the command wants a sentence, not a stack
        typer.echo(f"siaga: internal error: {type(error).__name__}: {error}", err=True)
        if os.environ.get(TRACEBACK):
            traceback.print_exc()
        return ExitCode.INTERNAL
    return int(code or 0)
