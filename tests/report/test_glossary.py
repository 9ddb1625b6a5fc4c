"""Claims about the glossary: it knows every term of the page, in one line each."""

import re
from importlib import resources

import pytest

from siaga.report.glossary import TERMS
from siaga.report.part_row import PARTS

_CALLED = re.compile(r"\bterm\((?P<what>[^,)]+)")
LOOPED = {
    "kind": {"intended start", "service"},
    "name": {"p50", "p90", "p99", "p99.9"},
    "part.name": set(PARTS.values()),
}
"""What the variables in calls of `term` go through."""


def test_every_term_of_the_templates_is_explained() -> None:
    """Each call of `term`, by name or in a loop, finds its line."""
    folder = resources.files("siaga.report").joinpath("templates")
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".j2")]
    called = {call["what"] for text in texts for call in _CALLED.finditer(text)}
    plain = {one.strip('"') for one in called if one.startswith('"')}
    looped = {name for one in called - {f'"{name}"' for name in plain} for name in LOOPED[one]}
    assert plain
    assert (plain | looped) - set(TERMS) == set()


@pytest.mark.parametrize("name", sorted(TERMS))
def test_a_term_is_one_line(name: str) -> None:
    """One sentence or two, short enough for a line, ended by a full stop."""
    meaning = TERMS[name]
    assert len(meaning) <= 100
    assert "\n" not in meaning
    assert meaning.endswith(".")


def test_terms_are_in_order() -> None:
    """A reader finds a term by its first letter."""
    assert list(TERMS) == sorted(TERMS, key=str.lower)


def test_a_phantom_was_refused_and_nobody_asked_for_the_unexpected() -> None:
    """The two are as the audit's rules R3 and R4 have them."""
    assert TERMS["phantom"] == "On the roll, although the site had refused it."
    assert TERMS["unexpected"] == "On the roll, but nobody asked for it."
