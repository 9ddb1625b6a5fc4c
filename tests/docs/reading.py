"""The Reading of a typed command: by the parser of its own programme, so that no option is made up."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

from mock_site import command as site_command
from siaga import bundle
from siaga.cli.main import app
from siaga.cli.run import STOCK
from siaga.faults.proxy import __main__ as proxy_command
from siaga.scenario.load import Override, load
from tests.docs.typed import ROOT, Typed

STARTER = ROOT / "starter"

OF_A_READER = {
    "imported/scenarios/imported.yaml": "docs/import.md",
    "my-site/scenario.yaml": "docs/examples/README.md",
    "shop.yaml": "docs/stock-locust.md",
    "paused.yaml": "docs/chaos-toolkit.md",
    "stalled.yaml": "docs/faults.md",
}
"""Scenarios that a page has its reader write, and which page."""

LOCUST_OPTIONS = """
    import json, sys
    from locust.argument_parser import parse_options
    from siaga.crowd import plugin
    for arguments in json.loads(sys.argv[1]):
        parse_options(arguments)
"""
"""Has Locust read command lines, siaga's flags among them."""


def read(one: Typed) -> None:
    """Have the programme's own parser read a command.

    Raises:
        LookupError: nobody here knows how to read it.
        Exception: what the parser says where it is wrong.
    """
    if one.program not in READERS:
        raise LookupError(f"{one}: nobody reads {one.program!r}; add it to READERS or to its parser")
    READERS[one.program](one)


def siaga(one: Typed) -> dict[str, Any]:
    """Read a command of siaga, and look for the scenario that it names; gives its parameters."""
    group: Any = typer.main.get_command(app)
    name, *arguments = one.arguments
    if name == "--help":
        return {}
    command = group.get_command(group.make_context("siaga", [], resilient_parsing=True), name)
    if command is None:
        raise LookupError(f"{one}: siaga has no command {name!r}")
    if "--help" in arguments:
        return {}
    given = dict(command.make_context(name, arguments).params)
    if "scenario" in given:
        # A Locust file alone is played as a stock one.
        _scenario(one, str(given["scenario"] or STOCK), given)
    site_command.parser().parse_args(list(given.get("site_arg") or ()))
    return given


def options(name: str) -> list[str]:
    """Give the options of a command of siaga."""
    group: Any = typer.main.get_command(app)
    command = group.get_command(group.make_context("siaga", [], resilient_parsing=True), name)
    return [option for one in command.params for option in one.opts if option.startswith("-")]


def _scenario(one: Typed, named: str, given: Mapping[str, Any]) -> None:
    """Read the scenario with what the command puts into it; one of the reader's own is not there."""
    if named in OF_A_READER:
        if one.page != OF_A_READER[named]:
            raise LookupError(f"{one}: {named} is a scenario of {OF_A_READER[named]}")
        return
    starter = STARTER / named
    path = starter if starter.is_file() else bundle.scenario(named)
    load(path, [Override.parse(text) for text in given.get("put") or ()])


def _site(one: Typed) -> None:
    """Read a command of the site; one that lists something is over when it was read."""
    with suppress(SystemExit):
        site_command.parser().parse_args(one.arguments)


def _proxy(one: Typed) -> None:
    proxy_command._parser().parse_args(one.arguments)


def _example(one: Typed) -> None:
    name, *rest = one.arguments
    page = (ROOT / "docs" / "examples" / name / "__init__.py").read_text(encoding="utf-8")
    if rest[:1] != ["--defect"] or f'"{rest[1]}"' not in page:
        raise LookupError(f"{one}: is none of the example's defects")


def _make(one: Typed) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)
    target, *settings = one.arguments
    unknown = [text for text in settings if f"$({text.partition('=')[0]})" not in makefile]
    if target not in targets or unknown:
        raise LookupError(f"{one}: the Makefile has no such target or setting")


def _script(one: Typed) -> None:
    """Read a script of the repository: it is there, and says of each option that it has it."""
    script, *arguments = one.arguments
    if one.page == "docs/tutorial.md":
        return  # its reader has written it there, and its own test plays it
    text = (ROOT / script).read_text(encoding="utf-8")
    options = [word for word in arguments if word.startswith("--") and f'"{word}"' not in text]
    if options:
        raise LookupError(f"{one}: has no option {options[0]}")


def _locust(one: Typed) -> None:
    """Look for the Locust file; the options of all such commands are read together, by Locust."""
    file = one.arguments[one.arguments.index("-f") + 1]
    if not (ROOT / file).is_file():
        raise LookupError(f"{one}: {file} is not there")


def _curl(one: Typed) -> None:
    """Read a call; what it is answered is told by another test."""
    called(one)


def called(one: Typed) -> tuple[str, str, dict[str, str], str]:
    """Give method, URL, headers and body of a call."""
    words, method, headers, body, urls = one.arguments, "GET", {}, "", []
    while words:
        word, *words = words
        if word == "-X":
            method, *words = words
        elif word == "-H":
            name, _, value = words[0].partition(": ")
            headers[name], words = value, words[1:]
        elif word == "-d":
            body, *words = words
        elif word.startswith("-"):
            raise LookupError(f"{one}: nobody reads {word}")
        else:
            urls.append(word)
    (url,) = urls
    return method, url, headers, body


def _deployment(one: Typed) -> None:
    """Read a call of Docker or Kubernetes: what it names is in deploy/."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "deploy").rglob("*") if path.is_file()]
    words = list(one.arguments)
    wrong = [word for word in words if word.startswith("deploy/") and not (ROOT / word).is_file()]
    named = {"--target": " AS {}", "wait": "  {}:", "--follow": "name: {}"}
    for flag, form in named.items():
        if flag in words:
            name = words[words.index(flag) + 1].rpartition("/")[2]
            wrong += [] if any(f"{form.format(name)}\n" in text for text in texts) else [name]
    if wrong or not set(words) & {"build", "compose", "create", "apply", "logs", "get"}:
        raise LookupError(f"{one}: deploy/ has no {', '.join(wrong) or 'such command'}")


def _mutmut(one: Typed) -> None:
    """Its packages live in an environment of their own; `make mutants` types the same."""
    if one.arguments[0] not in {"run", "results"}:
        raise LookupError(f"{one}: mutmut is called as the Makefile calls it")


def _shell(one: Typed) -> None:
    """Read what every shell knows; there is something that it is about."""
    if not one.words[1:]:
        raise LookupError(f"{one}: says nothing of what")


def _pip(one: Typed) -> None:
    """Read an installation: of the wheel that `make wheel` builds."""
    verb, *rest = one.arguments
    if verb != "install" or not Path(rest[0]).match("siaga-*.whl"):
        raise LookupError(f"{one}: installs what no page has told of")


READERS: dict[str, Callable[[Typed], object]] = {
    ".": _shell,
    "assignment": lambda one: one,
    "cd": _shell,
    "cp": _shell,
    "curl": _curl,
    "docker": _deployment,
    "export": _shell,
    "git": _shell,
    "grep": _shell,
    "kubectl": _deployment,
    "locust": _locust,
    "make": _make,
    "mkdir": _shell,
    "pip": _pip,
    "python docs.examples.rehearse": _example,
    "python mock_site": _site,
    "python mutmut": _mutmut,
    "python script": _script,
    "python siaga.faults.proxy": _proxy,
    "python3.11": _shell,
    "siaga": siaga,
    "touch": _shell,
}
"""Who reads a command, by its programme."""
