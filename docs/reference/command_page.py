"""The page of commands: every command, its arguments and options, and what the environment says."""

import argparse
import inspect
from typing import Any

import typer

from docs.reference.environment import environment
from docs.reference.table import code, table
from mock_site.command import parser
from siaga.cli.main import COMMANDS, app
from siaga.crowd.flags import FLAGS

HEAD = """# Commands

Every command with its arguments and options, from the code; `--help` says the same. [exit-codes.md](exit-codes.md) has what they
end with.

"""
KINDS = {"int": "whole number", "float": "number", "Path": "path"}
COLUMNS = ("argument or option", "what", "default", "meaning")


def command_page() -> str:
    """Write the page."""
    group: Any = typer.main.get_command(app)
    context = group.make_context("siaga", [], resilient_parsing=True)
    commands = [_command(f"siaga {name}", group.get_command(context, name)) for name in COMMANDS]
    return HEAD + "".join(commands) + _flags() + _site() + environment()


def _command(name: str, command: Any) -> str:  # noqa: ANN401 - typer's own, which has no public name
    """Write a command, or a group of them."""
    inner = getattr(command, "commands", {})
    if inner:
        return "".join(_command(f"{name} {one}", command) for one, command in inner.items())
    rows = [_row(one) for one in command.params if one.name != "help"]
    words = " ".join(inspect.cleandoc(command.help or "").split())
    return f"## {name}\n\n{words}\n\n{table(COLUMNS, rows) if rows else ''}"


def _row(one: Any) -> list[str]:  # noqa: ANN401 - typer's own, as above
    is_option = one.opts[0].startswith("-")
    shown = ", ".join(code(opt) for opt in one.opts) if is_option else code(one.name.upper())
    told = "**needed**" if one.required else code(_default(one.default))
    again = ", may be repeated" if one.multiple or one.nargs < 0 else ""
    return [shown, _kind(one) + again, told, one.help or ""]


def _kind(one: Any) -> str:  # noqa: ANN401 - typer's own, as above
    """Say what may be given."""
    if getattr(one, "is_flag", False):
        return "flag"
    made = one.type_descriptor.annotation
    values = getattr(made, "__members__", {})
    if values:
        return " or ".join(code(value.value) for value in values.values())
    name = KINDS.get(getattr(made, "__name__", ""), "text")
    least = "" if one.min is None else f" from {one.min}"
    most = "" if one.max is None else f" to {one.max}"
    return f"{name},{least}{most}" if least or most else name


def _default(given: object) -> str:
    return "" if given in (None, False, "", (), []) or callable(given) else str(given)


def _flags() -> str:
    """Write what Locust's command line has from siaga."""
    rows = [
        [code(flag), code(variable), code(_default(default)), text]
        for flag, variable, _kind, default, text in FLAGS
    ]
    told = "The flags that siaga adds to Locust's own, each with an environment variable."
    return f"## locust\n\n{told}\n\n{table(('option', 'environment', 'default', 'meaning'), rows)}"


def _site() -> str:
    made = parser()
    rows = [_site_row(one) for one in made._actions if one.dest != "help"]  # noqa: SLF001 - it has no other list
    told = " ".join((made.description or "").split())
    return f"## python -m mock_site\n\n{told}\n\n{table(COLUMNS, rows)}"


def _site_row(one: argparse.Action) -> list[str]:
    name = getattr(one.type, "__name__", "")
    kind = "flag" if one.nargs == 0 else KINDS.get(name, "text")
    if one.choices is not None:
        kind = " or ".join(code(choice) for choice in one.choices)
    default = "" if one.nargs == 0 else _default(one.default)
    told = (one.help or "") % {"default": one.default}
    return [", ".join(map(code, one.option_strings)), kind, code(default), told]
