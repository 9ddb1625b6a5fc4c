"""Claims about the page of abuse: its table is that of the command, and what it shows can be played."""

import re
from pathlib import Path

import pytest
import yaml

from mock_site.defects import Defect
from siaga.abuse.catalogue import CASES, abuse_problems
from siaga.report.case_table import case_table
from siaga.scenario.load import loads
from tests.scenario.days import DAY

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "abuse.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z-]+)` \(", re.MULTILINE)
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_case_has_a_row_in_the_words_of_the_code() -> None:
    """The command prints them; what became of each stands behind, and is that of two runs."""
    printed = [line for line in case_table([]).splitlines() if line.startswith("| `")]
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    assert len(rows) == len(CASES)
    assert [row for row in printed if not any(line.startswith(row) for line in rows)] == []


def test_the_hardened_site_withstands_what_was_tried_and_the_naive_one_does_not() -> None:
    """As the runs of the page say: in the last column but one, and in the last."""
    ends = [row.rstrip(" |").split(" | ")[-2:] for row in PAGE.splitlines() if row.startswith("| `")]
    assert {hardened for hardened, _naive in ends} <= {"met", "not tried"}
    assert sum(naive.startswith("broken: ") for _hardened, naive in ends) >= 8


@pytest.mark.parametrize("block", BLOCK.findall(PAGE))
def test_what_the_page_shows_fits_into_a_scenario(block: str) -> None:
    """And names cases that there are."""
    content = {**yaml.safe_load(DAY), **yaml.safe_load(block)}
    assert not list(abuse_problems(loads(yaml.safe_dump(content), "page")))


def test_the_defects_and_the_cases_that_the_page_names_exist() -> None:
    """Nobody looks for one in vain."""
    told = PAGE.rpartition("shows with the [defects]")[2]
    names = re.findall(r"`([a-z-]+)`", told)
    known = {*CASES, *(one.value for one in Defect)}
    assert names
    assert [name for name in names if name not in known] == []
