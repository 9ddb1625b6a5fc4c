"""Claims about the page of planning: its scenarios can be played and planned from, its options exist."""

import re
from pathlib import Path

from siaga.judge.check import check
from siaga.plan.fit import BEYOND, DRAWS, FEWEST_POINTS, LEAST_SPREAD
from siaga.plan.load_point import BLOCK_S
from siaga.plan.queue import MOST_GROUPS
from siaga.plan.sizing import HEADROOM
from siaga.scenario.load import load

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "planning.md").read_text(encoding="utf-8")


def test_both_scenarios_are_sound_and_of_one_site_and_one_kind_of_people() -> None:
    """Else the runs of one would say nothing of the other."""
    stairs, rush = (load(DOCS / "planning" / f"{name}.yaml") for name in ("stairs", "rush"))
    assert (check(stairs), check(rush)) == ([], [])
    assert (stairs.name, stairs.site) == (rush.name, rush.site)
    assert stairs.traffic.populations == rush.traffic.populations


def test_every_option_that_the_page_shows_exists() -> None:
    """The reference is written from the code."""
    told = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    own = re.search(r"^## siaga plan\n(.*?)^## ", told, re.MULTILINE | re.DOTALL)
    assert own is not None
    commands = re.findall(r"^siaga plan .*$", PAGE, re.MULTILINE)
    assert len(commands) >= 4
    options = set(re.findall(r"--[a-z]+", " ".join(commands)))
    assert [one for one in sorted(options) if f"`{one}`" not in own[1]] == []


def test_the_numbers_of_the_page_are_those_of_the_code() -> None:
    """Blocks, draws, headroom and what is refused."""
    assert f"Each block of {BLOCK_S} s" in PAGE
    assert f"comes from {DRAWS} more fits" in PAGE
    assert f"the capacity that is used ({HEADROOM:.0%})".replace("%", " %") in PAGE
    assert f"fewer than {FEWEST_POINTS} points" in PAGE
    assert (LEAST_SPREAD, BEYOND) == (3, 2)
    assert "all within three times of each other" in PAGE
    assert "beyond twice what was seen" in PAGE
    assert f"than {MOST_GROUPS:,} each stands for several" in PAGE.replace("\n", " ")
