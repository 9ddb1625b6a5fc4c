"""Claims about docs/scenario.md: what it shows loads, and it names every key."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from siaga.roll.http_roll import PAGE_ATTEMPTS, PAGE_LIMIT_BYTES
from siaga.roll.postgres_database import CONNECT_DEADLINE_S, PORTION, PORTION_DEADLINE_S
from siaga.roll.trail import MOST_PAGES
from siaga.scenario.load import loads
from siaga.scenario.roll_source import CsvSource, HttpSource, SqlSource
from siaga.scenario.schema import json_schema
from siaga.stage.preparation import resolve
from siaga.stage.request import Request
from tests.scenario.days import shipped

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "scenario.md").read_text(encoding="utf-8")
ROLLS = (DOCS / "roll.md").read_text(encoding="utf-8")
RULES = (DOCS / "rules.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```yaml(?: fragment=(\S+))?\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
WHOLE = [text for place, text in SNIPPETS if not place]
FRAGMENTS = [(place, text) for place, text in SNIPPETS if place]


def test_every_block_of_the_page_is_seen() -> None:
    """A block with another info string would be shown and never loaded."""
    assert PAGE.count("\n```yaml") == len(SNIPPETS)
    assert len(WHOLE) == 1
    assert len(FRAGMENTS) == 21


def test_the_whole_scenario_can_be_played(tmp_path: Path) -> None:
    """Objectives and journeys are checked, too, as `siaga check` does."""
    path = tmp_path / "small-day.yaml"
    path.write_text(WHOLE[0], encoding="utf-8")
    scenario, _ = resolve(Request(scenario=str(path), environ={}))
    assert scenario.traffic.visitors == 700
    assert scenario.site.quota == 250


@pytest.mark.parametrize(("place", "text"), FRAGMENTS, ids=[place for place, _ in FRAGMENTS])
def test_a_fragment_fits_into_a_shipped_scenario(place: str, text: str) -> None:
    """It replaces what stands at its place, and the whole is sound."""
    content = yaml.safe_load(shipped("gate"))
    *above, last = place.split(".")
    part: Any = content
    for key in above:
        part = part[key]
    part[last] = yaml.safe_load(text)
    # The gate's people and its closing do not fit another's phases.
    if place == "traffic.phases":
        content["traffic"]["populations"] = yaml.safe_load(dict(FRAGMENTS)["traffic.populations"])
        del content["site"]["closes"]
    scenario = loads(yaml.safe_dump(content), place)
    assert scenario.name == "gate"


def test_the_rows_that_the_page_of_rules_shows_can_be_played() -> None:
    """They are those of a site that answers 202, and of one that marks its 503."""
    (rows,) = re.findall(r"^```yaml\n(.*?)^```$", RULES, re.MULTILINE | re.DOTALL)
    content = yaml.safe_load(shipped("gate"))
    content["outcomes"] = yaml.safe_load(rows)["outcomes"]
    outcomes = loads(yaml.safe_dump(content), "rules").outcomes
    assert [(row.status, row.outcome) for row in outcomes] == [(202, "ok"), (503, "refused")]


def test_every_roll_that_the_page_of_rolls_shows_can_be_read() -> None:
    """Each of the three sources is there, and each fits into a shipped scenario; so do notices."""
    pattern = r"^```yaml fragment=site.(roll|notices)\n(.*?)^```$"
    blocks = re.findall(pattern, ROLLS, re.MULTILINE | re.DOTALL)
    assert ROLLS.count("\n```yaml") == len(blocks)
    found = []
    for key, block in blocks:
        content = yaml.safe_load(shipped("gate"))
        content["site"][key] = yaml.safe_load(block)
        found.append((key, type(getattr(loads(yaml.safe_dump(content), "roll").site, key))))
    rolls = [HttpSource, HttpSource, CsvSource, SqlSource, SqlSource]
    assert found == [*(("roll", one) for one in rolls), ("notices", SqlSource)]


@pytest.mark.parametrize(
    ("claim", "limit", "of_the_code"),
    [
        ("asked for again, three times in all", 3, PAGE_ATTEMPTS),
        ("has at most 64 MiB", 64 * 2**20, PAGE_LIMIT_BYTES),
        ("a page after the 100,000th", 100_000, MOST_PAGES),
        ("does not take a connection within 10 s", 10, CONNECT_DEADLINE_S),
        ("gives no further rows for 60 s", 60, PORTION_DEADLINE_S),
        ("a thousand at a time", 1_000, PORTION),
    ],
)
def test_the_page_of_rolls_tells_the_limits_of_the_code(
    claim: str, limit: float, of_the_code: float
) -> None:
    """Changed in the code, they have to change here."""
    assert claim in " ".join(ROLLS.split())
    assert limit == of_the_code


def test_every_key_of_the_schema_stands_in_the_table_of_its_part() -> None:
    """A key that nobody explains is a key that nobody can use."""
    schema = json_schema()
    parts = [schema, *schema["$defs"].values()]
    keys = sorted({key for part in parts for key in part["properties"]})
    assert [key for key in keys if f"\n| `{key}` |" not in PAGE] == []


def test_every_explained_key_is_one() -> None:
    """The page does not promise what the loader refuses."""
    schema = json_schema()
    keys = {key for part in [schema, *schema["$defs"].values()] for key in part["properties"]}
    assert set(re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)) - keys == set()


def test_every_default_of_a_number_stands_in_the_page() -> None:
    """Changed in the code, it has to change here; written as the examples of its kind are."""
    rows = PAGE.splitlines()
    for part in json_schema()["$defs"].values():
        for key, said in part["properties"].items():
            default = said.get("default")
            if isinstance(default, int | float) and not isinstance(default, bool):
                shown = f"| {_written(default, *said.get('examples', ['']))} |"
                assert any(row.startswith(f"| `{key}` |") and shown in row for row in rows), key


def _written(value: float, example: str) -> str:
    """Write a number as its kind is written: with the unit that an example of it ends in."""
    if example.endswith("%"):
        return f"`{value * 100:g} %`"
    if example.endswith(" s"):
        return f"`{value:g} s`" if value >= 1 else f"`{value * 1000:g} ms`"
    return f"{value:g}"
