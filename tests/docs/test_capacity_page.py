"""Claims about the page of a search: its scenario is sound, its numbers are those of the code."""

import re
from pathlib import Path

from siaga.capacity.ballot import SETTLED, TORN
from siaga.capacity.expedition import SEARCHED
from siaga.capacity.level_objectives import level_objectives
from siaga.capacity.reading import AT_LIMIT
from siaga.capacity.resources import LAG_S, TURNED_AWAY
from siaga.capacity.terms import COOL, COOL_DOWNS, GROWTH, LONGER, MOST_LEVELS
from siaga.judge.check import check
from siaga.scenario.load import load

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "capacity.md").read_text(encoding="utf-8")


def test_the_scenario_of_the_page_can_be_searched_by_all_of_its_objectives() -> None:
    """None of them is left out."""
    accounts = load(DOCS / "capacity" / "accounts.yaml")
    assert check(accounts) == []
    assert level_objectives(accounts.objectives).left_out == ()
    assert f"reports/{accounts.name}{SEARCHED}/" in PAGE


def test_every_option_that_the_page_shows_exists() -> None:
    """The reference is written from the code."""
    told = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    own = re.search(r"^## siaga capacity\n(.*?)^## ", told, re.MULTILINE | re.DOTALL)
    assert own is not None
    others = {"--step", "--without"}  # of `siaga plan`, and of the built-in site
    options = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", PAGE)) - others
    assert len(options) >= 8
    assert [one for one in sorted(options) if f"`{one}`" not in own[1]] == []


def test_the_numbers_of_the_page_are_those_of_the_code() -> None:
    """Steps, plays, cool-downs, limits."""
    assert f"go up by {GROWTH - 1:.0%} from".replace("%", " %") in PAGE
    assert (SETTLED, COOL_DOWNS, TORN, LONGER) == (3, 3, 2, 4.0)
    assert f"at most {COOL:.0%} of the one that broke".replace("%", " %") in PAGE
    assert "until three plays of each agree" in PAGE
    assert "up to three times" in PAGE
    assert f"more than {MOST_LEVELS} levels" in PAGE
    assert f"{LAG_S * 1000:.0f} ms in half of the seconds" in PAGE
    assert f"from {AT_LIMIT:.0%} on".replace("%", " %") in PAGE
    assert f"{TURNED_AWAY:.0%} of the requests turned away".replace("%", " %") in PAGE


def test_what_the_page_says_of_made_up_sites_is_what_was_measured() -> None:
    """Every row of both tables, by the figures that the benchmark wrote."""
    results = (DOCS.parent / "benchmarks" / "results.md").read_text(encoding="utf-8")
    measured = results.partition("<!-- capacity -->")[2].partition("<!-- /capacity -->")[0]
    rows = [line.strip("| ").split(" | ") for line in measured.splitlines() if line.startswith("| ")]
    noisy = [one for one in rows if one[0].startswith("blur")]
    remembering = [one for one in rows if one[0].startswith("falls")]
    assert (len(noisy), len(remembering)) == (12, 5)
    for _site, found, held, _width, _told, levels in noisy:
        assert f" {_written(found)}, {_written(held)}, {levels} |" in PAGE
    for site, found, _held, _width, told, levels in remembering:
        row = f"| {site.replace('%', ' %')} | {_written(told)} | {_written(found)} | {levels} |"
        assert row in PAGE


def _written(share: str) -> str:
    """Give a share as the page writes it."""
    return f"{float(share.rstrip('%')):g} %"
