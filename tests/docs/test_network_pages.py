"""Claims about the page on faults on the way: every kind and every toxic stands there."""

import re
from pathlib import Path

import pytest

from siaga.faults.catalog import KINDS
from siaga.faults.proxy.toxics.catalogue import TOXICS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "faults.md").read_text(encoding="utf-8")
WAY = PAGE.partition("## On the way")[2].partition("\n## ")[0]
KINDS_TOLD, _, PROXY_TOLD = WAY.partition("### The proxy by itself")
ROW = re.compile(r"^\| `([a-z_-]+)` \| (.*)$", re.MULTILINE)
PROXIED = [name for name, kind in KINDS.items() if kind.proxied]


@pytest.mark.parametrize("name", PROXIED)
def test_every_kind_stands_there_with_what_it_has_to_know(name: str) -> None:
    """What all of them take is said once, below."""
    row = dict(ROW.findall(KINDS_TOLD))[name]
    keys = set(KINDS[name].settings.model_json_schema(by_alias=True).get("properties", {}))
    assert [key for key in sorted(keys - {"share", "stream"}) if f"`{key}`" not in row] == []
    assert all(f"- `{key}`" in KINDS_TOLD for key in ("share", "stream"))


def test_no_kind_stands_there_that_is_none() -> None:
    """Whoever reads it can name all of them."""
    assert sorted(dict(ROW.findall(KINDS_TOLD))) == sorted(PROXIED)


@pytest.mark.parametrize("name", TOXICS)
def test_every_toxic_stands_there_with_its_attributes(name: str) -> None:
    """As the calls take them."""
    row = dict(ROW.findall(PROXY_TOLD))[name]
    assert [key for key in TOXICS[name].attributes.model_fields if f"`{key}`" not in row] == []
