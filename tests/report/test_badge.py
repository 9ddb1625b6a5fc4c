"""Claims about the badge: a small picture that says which scenario ended how."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from siaga.judge.verdict import Decision
from siaga.report.badge import COLOURS, EDGE_PX, GLYPH_PX, badge
from tests.report.opening_day import run_record
from tests.report.verdicts import go_verdict

GO = go_verdict((4, 8))
SVG = "{http://www.w3.org/2000/svg}"


def _texts(picture: str) -> list[str]:
    root = ET.fromstring(picture)  # noqa: S314 - written by this project
    return [str(one.text) for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("decision", list(Decision))
def test_it_says_scenario_verdict_and_day_in_words_and_colour(decision: Decision) -> None:
    """A reader of the screen hears the same."""
    run = run_record()
    picture = badge(run, replace(GO, decision=decision))
    word = decision.value.replace("_", " ")
    root = ET.fromstring(picture)  # noqa: S314 - written by this project
    assert _texts(picture) == [run.scenario, word]
    assert root.get("aria-label") == f"{run.scenario}: {word}, {run.started_at[:10]}"
    assert int(root.get("width", 0)) == (len(run.scenario) + len(word)) * GLYPH_PX + 2 * EDGE_PX
    assert sum(colour in picture for colour in COLOURS.values()) == 1


def test_every_verdict_has_a_colour_of_its_own() -> None:
    """But the word is always there."""
    pictures = [badge(run_record(), replace(GO, decision=one)) for one in Decision]
    assert len({colour for one in pictures for colour in COLOURS.values() if colour in one}) == 4


def test_a_hostile_name_stays_text_and_a_long_one_is_cut() -> None:
    """The picture is shown inside other pages."""
    run = replace(run_record(), scenario="<script>" + "x" * 60)
    picture = badge(run, GO)
    assert _texts(picture)[0] == "<script>" + "x" * 31 + "…"
    assert "<script" not in picture


@pytest.mark.parametrize("length", [40, 41])
def test_forty_letters_are_shown(length: int) -> None:
    """One more, and the last of them says that there is more."""
    shown = _texts(badge(replace(run_record(), scenario="n" * length), GO))[0]
    assert shown == ("n" * 40 if length == 40 else "n" * 39 + "…")
