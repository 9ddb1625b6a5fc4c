"""Claims about the shipped scenarios: each can be judged, and has a page that tells of it."""

import re
from pathlib import Path

import pytest

from siaga.judge.check import check
from siaga.scenario.load import load

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
PAGES = ROOT / "docs" / "scenarios"
LINK = re.compile(r"\]\(([^)#\s]+)\)")


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_shipped_scenario_is_sound_and_bears_the_name_of_its_file(path: Path) -> None:
    """`siaga check` finds nothing in it."""
    scenario = load(path)
    assert scenario.name == path.stem
    assert check(scenario) == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_shipped_scenario_has_a_page_that_the_list_leads_to(path: Path) -> None:
    """And whose title is its name."""
    page = (PAGES / f"{path.stem}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {path.stem}\n")
    listed = (PAGES / "README.md").read_text(encoding="utf-8")
    assert f"| [{path.stem}]({path.stem}.md) |" in listed


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_every_link_of_the_page_of_a_scenario_leads_somewhere(page: Path) -> None:
    """Links to files of the project are not dead."""
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
