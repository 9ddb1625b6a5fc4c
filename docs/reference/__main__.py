"""The command that writes the reference: `python -m docs.reference`."""

import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

from docs.reference.command_page import command_page
from docs.reference.exit_page import exit_page
from docs.reference.metric_page import metric_page
from docs.reference.rule_page import rule_page
from docs.reference.scenario_page import scenario_page
from docs.reference.source import ROOT

FOLDER = ROOT / "docs" / "reference"

INDEX = """# Reference

Written from the code by `make reference`; change the code, and these pages with it.

| page | what stands there |
| --- | --- |
| [scenario.md](scenario.md) | every key of a scenario, with type, default, range and meaning; every kind of fault |
| [commands.md](commands.md) | every command, option, default and environment variable |
| [metrics.md](metrics.md) | every metric of a run and of the built-in site |
| [exit-codes.md](exit-codes.md) | what commands end with |
| [rules.md](rules.md) | the rules of the audit, and the evidence that a verdict needs |
"""


PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "scenario.md": scenario_page,
        "commands.md": command_page,
        "metrics.md": metric_page,
        "exit-codes.md": exit_page,
        "rules.md": rule_page,
        "README.md": lambda: INDEX,
    }
)
"""Who writes each page, by its name."""


def page(name: str) -> str:
    """Give the text of a page."""
    return f"{PAGES[name]().rstrip()}\n"


def main() -> None:
    """Write every page that is not as the code says, and name it."""
    for name in PAGES:
        path, text = FOLDER / name, page(name)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
