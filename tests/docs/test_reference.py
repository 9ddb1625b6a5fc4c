"""Claims about the reference: it says what the code says, of all that there is."""

import enum
import re
from functools import cache

import pytest

from docs.reference import __main__ as reference
from docs.reference.__main__ import FOLDER, PAGES
from docs.reference.environment import environment
from docs.reference.source import meanings
from docs.reference.table import table
from docs.reference.value import default, kind
from siaga.cli.main import COMMANDS
from siaga.errors import ExitCode
from siaga.faults.catalog import KINDS
from siaga.scenario.part import Part
from siaga.scenario.quantity import DurationS, Ratio

LINK = re.compile(r"\]\(([^)#\s]*)(#[^)\s]*)?\)")

page = cache(reference.page)
"""Pages are written when the first test asks for them: whoever only collects tests waits for none."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_the_code_says(name: str) -> None:
    """Somebody has changed the code: `make reference` writes the page anew."""
    path = FOLDER / name
    assert path.is_file(), f"docs/reference/{name} is not there; run `make reference` and commit it"
    same = path.read_text(encoding="utf-8") == page(name)
    assert same, f"docs/reference/{name} is not as the code says; run `make reference` and commit it"


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_somewhere(name: str) -> None:
    """To a file, and to a heading where it is one of the page itself."""
    headings = {f"#{one.lower()}" for one in re.findall(r"^#+ (.*)$", page(name), re.MULTILINE)}
    for file, heading in LINK.findall(page(name)):
        assert not file or (FOLDER / file).exists(), file
        assert not heading or file or heading in headings, heading


def test_every_command_kind_of_fault_and_exit_code_has_its_place() -> None:
    """None is left out."""
    commands = re.findall(r"^## siaga ([a-z]+)", page("commands.md"), re.MULTILINE)
    assert list(dict.fromkeys(commands)) == list(COMMANDS)
    assert re.findall(r"^### (.*)$", page("scenario.md"), re.MULTILINE) == list(KINDS)
    codes = [int(one) for one in re.findall(r"^\| (\d+) \|", page("exit-codes.md"), re.MULTILINE)]
    assert codes[: len(ExitCode)] == list(ExitCode)


def test_every_key_of_a_scenario_has_a_meaning() -> None:
    """An editor shows it, too."""
    rows = re.findall(r"^\| `([^`]+)` \| .* \| ([^|]*) \|$", page("scenario.md"), re.MULTILINE)
    assert len(rows) > 150
    assert [key for key, meaning in rows if not meaning.strip()] == []


class _Some(Part):
    """A part of a test."""

    lasts: DurationS = 90.0
    """How long."""

    share: Ratio | None = None
    """How much."""


def test_a_value_is_told_with_its_range_and_unit() -> None:
    """As people write it."""
    told = _Some.model_json_schema()["properties"]
    assert kind(told["lasts"], {}) == "duration, from 0 s to 7 d"
    assert kind(told["share"], {}) == "share, from 0 % to 100 % or `null`"
    assert default(told["lasts"], needed=False) == "90 s"
    assert default(told["share"], needed=False) == ""
    assert default(told["share"], needed=True) == "**needed**"


def test_a_cell_stays_in_its_row() -> None:
    """Whatever stands in it."""
    assert table(["a"], [["x | y\nz"]]) == "| a |\n| --- |\n| x \\| y z |\n\n"


class _Code(enum.Enum):
    ONE = 1
    """The first."""

    TWO = 2


def test_the_sentence_below_a_member_is_its_meaning() -> None:
    """One that has none is left out."""
    assert meanings(_Code) == {"ONE": "The first."}


def test_what_is_no_enumeration_has_no_members() -> None:
    """Whoever asks for their meanings has named the wrong thing."""
    with pytest.raises(TypeError, match=r"is no class$"):
        meanings(kind)  # type: ignore[arg-type]


def test_a_variable_without_a_sentence_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever adds one to the code has to say what it is."""
    monkeypatch.delitem(environment.__globals__["MEANINGS"], "SITE_URL")
    with pytest.raises(ValueError, match=r"^environment: SITE_URL; each variable of the code"):
        environment()
