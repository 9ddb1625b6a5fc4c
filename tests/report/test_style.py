"""Claims about the style sheet: everything can be read, in light and in dark, by the numbers of WCAG."""

import re
from importlib import resources
from itertools import pairwise, product

import pytest

from siaga.report.badge import COLOURS
from tests.report.contrast import colours, contrast, too_faint

STYLE = (
    resources.files("siaga.report")
    .joinpath("templates")
    .joinpath("style.css")
    .read_text(encoding="utf-8")
)
LIGHT, DARK = colours(STYLE)

TEXT, SHAPE = 4.5, 3.0
"""What WCAG 2.2 asks of text (1.4.3) and of what else has a meaning (1.4.11), at level AA."""

TONES = ("good", "bad", "open", "caution", "quiet")
GROUNDS = ("page", "card")
SHADES = ("band", "band-other")
LINES = ("arrived", "planned", "failed", "p50", "p99", "seats", "inside", "limit", "body")
PAIRS = {
    **dict.fromkeys(product(("text", "muted", "link"), (*GROUNDS, "code")), TEXT),
    **dict.fromkeys(product(("text", "muted", "link"), (f"{tone}-back" for tone in TONES)), TEXT),
    **dict.fromkeys(product(("muted",), SHADES), TEXT),
    **dict.fromkeys(((tone, f"{tone}-back") for tone in TONES), TEXT),
    **dict.fromkeys(product(TONES, GROUNDS), TEXT),
    **dict.fromkeys(product(LINES, ("card", *SHADES)), SHAPE),
}
HEAT = ("heat-1", "heat-2", "heat-3", "heat-4", "heat-5")
"""Shades of more and more; which one a cell has stands in a table, too."""
APART = 1.35
BACKGROUND = {"line", "grid"}
"""Rules between things that are apart already: they mean nothing by themselves."""


def test_the_formula_gives_what_is_known_of_it() -> None:
    """From none at all to black on white, and the grey that just fails."""
    assert contrast("#123456", "#123456") == 1
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_that_stands_together_can_be_told_apart(palette: dict[str, str]) -> None:
    """Words on what is behind them, and lines on what is behind those."""
    assert too_faint(palette, PAIRS) == []


def test_a_pair_that_is_too_faint_is_found() -> None:
    """By its names, with its number and what is asked for."""
    faint = {**LIGHT, "muted": "#8a8f96"}
    assert "muted on card: 3.26, 4.5 is asked for" in too_faint(faint, PAIRS)
    assert too_faint({"a": "#777777", "b": "#ffffff"}, {("a", "b"): SHAPE}) == []


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_more_heat_stands_out_more(palette: dict[str, str]) -> None:
    """Each shade from the one before it, and the first of them from what is behind it."""
    shades = [palette[name] for name in ("band-other", *HEAT)]
    stands_out = [contrast(one, shades[0]) for one in shades]
    assert min(after / before for before, after in pairwise(stands_out)) >= APART


def test_every_colour_of_the_sheet_is_asked_about() -> None:
    """A new one has to say what it stands on; both palettes have the same names."""
    assert set(LIGHT) == {name for pair in PAIRS for name in pair} | {*HEAT} | BACKGROUND
    dark = STYLE.partition("@media screen and (prefers-color-scheme: dark)")[2]
    assert set(colours(dark)[0]) >= set(LIGHT)


def test_no_colour_stands_outside_the_palette() -> None:
    """But white, for paper; what is not named would not be asked about."""
    rest = re.sub(r"--[a-z0-9-]+:\s*#[0-9a-f]{6}", "", STYLE)
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", rest)) <= {"#fff"}


def test_the_badge_can_be_read() -> None:
    """White on each of its colours."""
    assert min(contrast("#ffffff", colour) for colour in COLOURS.values()) >= TEXT


@pytest.mark.parametrize("pair", [".charts + table", ".charts + .scroll", ".scroll + .charts"])
def test_charts_and_the_table_beside_them_do_not_touch(pair: str) -> None:
    """Whichever of them stands above, on whichever page."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", STYLE)
    (room,) = [said for whom, said in rules if pair in map(str.strip, whom.split(","))]
    assert re.fullmatch(r" margin-top: [1-9][\d.]*rem; ", room)
