"""Claims about the pages of faults: every kind is described, and what code they show is ours."""

import re
from pathlib import Path

import pytest

from siaga.faults.catalog import KINDS

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
ROW = re.compile(r"^\| `([a-z-]+)` \| (.*)$", re.MULTILINE)


def text(path: str) -> str:
    """Read a page."""
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODE.findall(text("docs/adding-a-fault.md")))
def test_the_code_that_is_shown_stands_in_the_repository(code: str) -> None:
    """Whoever follows the page begins with what works."""
    modules = (ROOT / "siaga" / "faults").rglob("*.py")
    assert [one.name for one in modules if code in one.read_text(encoding="utf-8")] != []


DESCRIBED = [name for name, kind in KINDS.items() if not (kind.proxied or name.startswith("chaos"))]
"""The kinds of one part of the page; those on the way, and those of Chaos Toolkit, have their own."""


@pytest.mark.parametrize("name", DESCRIBED)
def test_every_kind_is_described_with_all_that_it_has_to_know(name: str) -> None:
    """Its row names every key of its `with`."""
    rows = dict(ROW.findall(text("docs/faults.md")))
    assert name in rows
    keys = KINDS[name].settings.model_json_schema(by_alias=True).get("properties", {})
    shared = {"channel", "share"}  # some rows say that theirs are another's
    assert [key for key in keys.keys() - shared if f"`{key}`" not in rows[name]] == []
