"""The page of exit codes: what each command ends with, and what that means."""

from enum import IntEnum

from docs.reference.source import meanings
from docs.reference.table import table
from mock_site.errors import ExitCode as SiteExitCode
from siaga.errors import ExitCode

HEAD = """# Exit codes

From the code. [ci.md](../ci.md) tells what a pipeline should make of them.

"""


def exit_page() -> str:
    """Write the page."""
    siaga = "## Of `siaga`, and of `locust` with its plug-in\n\n"
    site = "## Of `python -m mock_site`\n\n"
    return HEAD + siaga + _codes(ExitCode) + site + _codes(SiteExitCode)


def _codes(of: type[IntEnum]) -> str:
    told = meanings(of)
    return table(["code", "meaning"], [[str(one.value), told[one.name]] for one in of])
