"""The command line: every command, and how an error becomes one clear line and an exit code."""

import os
import sys
import traceback
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from siaga.errors import ExitCode, SiagaError

TRACEBACK = "SIAGA_TRACEBACK"
"""Environment variable that has internal errors shown with their stack."""

COMMANDS = (
    "init",
    "run",
    "worker",
    "check",
    "schema",
    "import",
    "target",
    "faults",
    "abuse",
    "compare",
    "history",
    "plan",
    "capacity",
    "audit",
    "replay",
    "clean",
    "report",
    "prometheus",
    "selftest",
)
INNER_COMMANDS = ("prepare", "conclude")
"""What a run calls itself; not listed."""

_MODULES = {"import": "imports"}
"""Commands whose name no module of Python can have."""


class Commands(TyperGroup):
    """The commands, each imported when it is asked for: all of them together take seconds."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - typer's own, which has no public name
        """Give the names that are listed, in this order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - as above
        """Give a command; None if there is none of that name."""
        if cmd_name not in (*COMMANDS, *INNER_COMMANDS):
            return None
        alone = typer.Typer(add_completion=False)
        module = _MODULES.get(cmd_name, cmd_name)
        alone.command(cmd_name)(getattr(import_module(f"siaga.cli.{module}"), module))
        return typer.main.get_command(alone)


app = typer.Typer(
    name="siaga",
    cls=Commands,
    help="Rehearse a launch: play an opening day, audit every promise, say GO or NO-GO.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"siaga {version('siaga')}")
        raise typer.Exit


@app.callback()
def _siaga(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Say which siaga it is.", callback=_tell_version, is_eager=True),
    ] = False,
) -> None:
    """Make it a group although no command is registered."""


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
        if said := " ".join(error.format_message().split()).rstrip("."):
            typer.echo(f"siaga: {said}; `{_asked(error)} --help` lists what there is", err=True)
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


def _asked(error: typer.TyperException) -> str:
    """Give the command that was typed wrongly, as far as it was understood."""
    context = getattr(error, "ctx", None)
    return "siaga" if context is None else str(context.command_path)
