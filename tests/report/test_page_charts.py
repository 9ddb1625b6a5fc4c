"""Claims about the charts of a page: all are drawn, all can be read, and all say what they are from."""

import re

import pytest

from siaga.report.page import page
from tests.report.parsed_page import ParsedPage, parsed
from tests.report.rehearsal import Rehearsal

LAUNCH = ("launch-strip", "arrivals", "served", "latency", "failures", "seats", "visitors", "launch")
WATCHED = tuple(f"watched-stable-{n}" for n in range(1, 6))
SITE = ("said-strip", "site-requests", "site-errors", "site-in-flight", "site-lag", "said")
GENERATOR = ("generator-strip", "generator-s", "generator-ratio", "generator")
STACKS = ("launch", "said", "generator")
FIGURES = ("launch", *WATCHED, "said", "generator")
LATENCIES = ("heat", "quantiles")
"""What the names of the charts of latencies begin with; they have claims of their own."""


@pytest.fixture(scope="module")
def whole(recorded: Rehearsal) -> ParsedPage:
    """The page of the day that went well."""
    return parsed(page(recorded.facts()))


def test_every_clip_path_resolves(whole: ParsedPage) -> None:
    """A picture's own references stay inside it."""
    used = {value for one in whole.elements for value in one.attributes.values() if "url(#" in value}
    assert {re.sub(r"url\(#(.*)\)", r"\1", one) for one in used} - set(whole.ids()) == set()


def test_every_chart_is_drawn_in_two_widths_without_a_script(whole: ParsedPage) -> None:
    """Each chart is an SVG with a title, a description and drawn paths."""
    drawn = [one for one in whole.all("svg") if one.attributes.get("class") == "plot"]
    names = [one.attributes["aria-labelledby"].split()[0] for one in drawn]
    mine = [one for one in names if not one.startswith(LATENCIES)]
    expected = [
        f"{chart}-{width}-title"
        for chart in (*LAUNCH, *WATCHED, *SITE, *GENERATOR)
        for width in (("ruler",) if chart in STACKS else ("wide", "narrow"))
    ]
    assert mine == expected
    assert {one.attributes["role"] for one in drawn} == {"img"}
    assert sum("plot" not in one.inside and "svg" in one.inside for one in whole.all("path")) > 40


def test_what_only_a_script_can_do_is_hidden_until_it_runs(whole: ParsedPage) -> None:
    """Whoever reads without one meets no button and no field that does nothing."""
    tools = [one for one in whole.elements if one.attributes.get("class") in {"tools", "filter"}]
    assert [one.attributes["class"] for one in tools].count("tools") == len(STACKS)
    assert {"filter", "tools"} == {one.attributes["class"] for one in tools}
    assert all("hidden" in one.attributes for one in tools)
    depth = {id(one): len(one.inside) for one in tools}
    for one in whole.elements:
        if one.tag in {"button", "select", "input"}:
            before = [tool for tool in tools if whole.elements.index(tool) < whole.elements.index(one)]
            assert len(one.inside) > depth[id(before[-1])]


def test_charts_over_the_time_of_the_run_can_be_zoomed(whole: ParsedPage, go: Rehearsal) -> None:
    """They say where their axis begins and ends, and how large the plotted area is; no other does."""
    end = f"{go.facts().end_s:g}"
    drawn = [one for one in whole.all("svg") if one.attributes.get("class") == "plot"]
    timed = [one.attributes for one in drawn if "data-until" in one.attributes]
    assert {(one["data-from"], one["data-until"]) for one in timed} == {("0", end)}
    for one in timed:
        *_start, wide, high = map(float, one["viewbox"].split())
        assert float(one["data-width"]) + 66 == wide
        assert float(one["data-height"]) <= high
    untimed = {one.attributes["aria-labelledby"] for one in drawn if one.attributes not in timed}
    assert untimed
    assert all(one.startswith("quantiles") for one in untimed)


def test_every_chart_has_its_numbers_in_a_table(whole: ParsedPage) -> None:
    """Who cannot see a chart can read it: a table with rows, foldable without a script."""
    figures = [one.attributes["id"] for one in whole.all("figure") if "id" in one.attributes]
    tables = [one for one in whole.all("table") if "details" in one.inside]
    mine = [one for one in figures if not one.removeprefix("chart-").startswith(LATENCIES)]
    assert mine == [f"chart-{name}" for name in FIGURES]
    assert len(tables) == len(figures)
    assert min(len(one.text.split()) for one in tables) > 30


def test_numbers_lead_to_files_that_are_there(go: Rehearsal) -> None:
    """Each link outside the page names a file or a folder of the run."""
    folder = go.rendered()
    links = parsed(folder.report.read_text(encoding="utf-8")).links()
    assert {"timeline.csv", "evidence/plan.json", "metrics/site.jsonl"} <= links
    assert [one for one in links if not (folder.path / one).exists()] == []
