"""Every refusal that a page can show has words, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mock_site
from mock_site.pages import refusals
from mock_site.pages.negotiation import Language
from mock_site.pages.pages import read_words

ROOT = Path(mock_site.__file__).parent
OF_AIOHTTP = {"not-found", "method-not-allowed", "request-entity-too-large"}
"""What aiohttp refuses by itself, where a person may meet it."""
NEVER_IN_WORDS = {
    "invalid": "a page shows the fields that are wrong, each with its reason",
    "forbidden": "only administrators get it, who are programmes",
    "lot-not-over": "only administrators get it",
    "no-waiting-room": "only administrators get it",
    "not-ready": "only load balancers get it",
    "no-ticket": "a page offers a ticket instead",
}


def _named() -> Iterator[str]:
    """Give the name of every refusal that the site's code makes; the neighbours have no such pages."""
    for path in ROOT.rglob("*.py"):
        if "neighbours" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refusal":
                name = node.args[1]
                if isinstance(name, ast.Constant):
                    yield str(name.value)
                elif isinstance(name, ast.Name) and name.id.isupper():
                    yield getattr(refusals, name.id)


@pytest.mark.parametrize("language", Language)
def test_every_refusal_has_words(language: Language) -> None:
    """None is told as `other`."""
    names = set(_named()) | OF_AIOHTTP
    assert {"busy", "no-session", "step-missing", "slow-body", "too-many-requests"} <= names
    words = read_words(language)["refusals"]
    assert names - NEVER_IN_WORDS.keys() - words.keys() == set()


def test_what_is_left_out_is_a_refusal() -> None:
    """The list of those without words does not outlive them."""
    assert NEVER_IN_WORDS.keys() <= set(_named())
