"""Claims about the page of people: its rule is one, its rules are those that siaga brings along."""

import re
from datetime import date
from pathlib import Path

import yaml

from siaga.people.id_rule import LEAST_CAPACITY, MOST_CHARACTERS, SAMPLE
from siaga.people.identity import Gender
from siaga.people.rule_file import tried_rule
from siaga.people.shipped_rules import SHIPPED
from siaga.scenario.persons import Persons

PAGE = (Path(__file__).parents[2] / "docs" / "people.md").read_text(encoding="utf-8")


def test_the_rule_that_the_page_shows_stands_the_test(tmp_path: Path) -> None:
    """Under the name by which its scenario calls it."""
    (block,) = re.findall(r"^```yaml fragment=people\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    told = Persons.model_validate(yaml.safe_load(block))
    (tmp_path / "my_ids.py").write_text(code, encoding="utf-8")
    rule = tried_rule(told.id_rule, tmp_path)
    assert rule.id_number(7, date(1990, 4, 11), Gender.MALE) == "M900000007"


def test_the_page_tells_of_every_shipped_rule_and_its_first_number() -> None:
    """And of none else."""
    told = dict(re.findall(r"^\| `([a-z]+-[a-z]+)` \| `([^`]+)` \|", PAGE, re.MULTILINE))
    first = {name: rule.id_number(0, date(1990, 4, 11), Gender.MALE) for name, rule in SHIPPED.items()}
    assert told == first


def test_the_numbers_of_the_page_are_those_of_the_code() -> None:
    """What is tried, and what is allowed."""
    assert f"{LEAST_CAPACITY:,} at least" in PAGE
    assert f"1 to {MOST_CHARACTERS} characters" in PAGE
    assert f"with {SAMPLE:,} people" in PAGE
