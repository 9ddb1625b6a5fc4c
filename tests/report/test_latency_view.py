"""Claims about the latency view: what matters most is open, the rest is folded, nothing is made up."""

import re
from dataclasses import replace

import pytest

from siaga.judge.latencies import Latencies
from siaga.record.latency import Interval
from siaga.record.split import Split
from siaga.record.tally import StepCount
from siaga.report.charts.day import Day
from siaga.report.counted import Counted
from siaga.report.latency_view import LatencyView, latency_view
from siaga.report.page import page
from siaga.report.step_table import step_rows
from siaga.scenario.model import Objective
from tests.judge.histograms import recorded
from tests.report.parsed_page import ParsedPage, parsed
from tests.report.rehearsal import Rehearsal, columns

DAY = Day(timeline=columns(second=(0,)), bands=(), end_s=2.0)
STEPS = ("a", "b", "c", "d", "e")
OBJECTIVES = (
    Objective(id="one", expect="p99 of e <= 1 s", key=True),
    Objective(id="two", expect="p50 of a <= 1 s"),
    Objective(id="three", expect="what nobody can read"),
)


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing: the claims are about what is drawn, and pictures take their time."""
    for module in ("quantiles", "heat_map"):
        monkeypatch.setattr(f"siaga.report.charts.{module}.svg", lambda *_spec, **_names: "drawn")


def _view(*steps: str, timed: bool = True, **splits: Split) -> LatencyView:
    counts = {step: StepCount(good=100 - place) for place, step in enumerate(steps)}
    totals = Counted(steps=counts, errors={}, reached={}, splits=splits)
    latencies = Latencies(
        Interval(second=0, step=step, intended=intended, latencies=recorded((0.1,)))
        for step in (steps if timed else ())
        for intended in (True, False)
    )
    rows = step_rows(totals, latencies, OBJECTIVES)
    return latency_view(rows, totals, latencies, OBJECTIVES, DAY)


def test_steps_of_key_objectives_are_open_with_others_up_to_three() -> None:
    """The rest is folded; names are unique and heat maps are of every step."""
    view = _view(*STEPS)
    assert [one.title for one in view.shown] == ["e", "a", "b"]
    assert [one.title for one in view.folded] == ["c", "d"]
    assert [one.title for one in view.heats] == ["e", "a", "b", "c", "d"]
    assert view.heat is not None
    names = [one.name for one in (view.heat, *view.shown, *view.folded, *view.heats)]
    assert len(set(names)) == len(names)
    assert view.left_out == 0


def test_a_limit_stands_in_the_chart_of_its_step() -> None:
    """Whether its objective is key or not."""
    view = _view(*STEPS)
    limited = {one.title: [line.label for line in one.lines[2:]] for one in view.shown}
    assert limited == {"e": ["limit of p99: 1 s"], "a": ["limit of p50: 1 s"], "b": []}


def test_a_run_of_one_step_has_one_heat_map() -> None:
    """That of all steps is the same."""
    view = _view("home")
    assert view.heat is not None
    assert view.heats == ()


def test_a_page_with_hundreds_of_steps_draws_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says how many it does not; the heat map is of all of them."""
    monkeypatch.setattr("siaga.report.latency_view.MOST_STEPS", 2)
    view = _view(*STEPS)
    assert ([one.title for one in (*view.shown, *view.folded)], view.left_out) == (["e", "a"], 3)
    assert len(view.heats) == 2
    assert view.heat is not None
    assert "of 5 samples" in view.heat.text


def test_steps_without_latencies_have_no_charts() -> None:
    """They have been counted, and their time may have been taken apart."""
    view = _view("a", timed=False, a=Split(answers=1, wait_us=1))
    assert (view.heat, view.shown, view.folded, view.heats) == (None, (), (), ())
    assert [one.step for one in view.parts] == ["a"]


@pytest.fixture
def shown(empty: Rehearsal) -> ParsedPage:
    """The page of a run of two steps whose time was taken apart; one of them ended after the day."""
    splits = {
        "home": Split(answers=1_000, opened=800, lookup_us=10_000, connect_us=190_000, wait_us=800_000),
        "join": Split(answers=10, before_us=1_000, wait_us=500_000, body_us=499_000),
    }
    latencies = Latencies(
        Interval(second=second, step=step, intended=True, latencies=recorded((0.1,)))
        for step, second in (("home", 0), ("join", 100_000))
    )
    totals = Counted(steps={}, errors={}, reached={}, splits=splits)
    facts = replace(
        empty.facts(),
        totals=totals,
        steps=step_rows(totals, latencies),
        latencies=latencies,
        files=frozenset({"latency/", "evidence/"}),
    )
    return parsed(page(facts))


def test_the_page_shows_where_the_time_goes_with_its_numbers(shown: ParsedPage) -> None:
    """A bar for each step, and each part with its mean and share; nothing where it took nothing."""
    said = shown.section("steps")
    assert "Where the time goes" in said
    assert re.search(r"home 1 ms — 0\.01 ms 1 % 0\.19 ms 19 % — 0\.8 ms 80 % — 80 % of 1,000", said)
    assert re.search(r"join 100 ms 0\.1 ms 0\.1 % — — — 50 ms 50 % 49\.9 ms 49\.9 % 0 % of 10", said)
    bars = [one for one in shown.all("rect") if one.attributes.get("class") == "part-wait"]
    assert [one.attributes.get("width") for one in bars] == ["10", "80.0", "50.0"]


def test_the_page_says_what_was_spoken_where_http2_was_offered(empty: Rehearsal) -> None:
    """To an https site, by visitors who are siaga's; nobody else was offered any."""
    facts = empty.facts()
    traffic = facts.scenario.traffic.model_copy(update={"http2": True})
    steps, splits = {"home": StepCount(good=1)}, {"home": Split(answers=1, wait_us=1)}
    totals = Counted(steps=steps, errors={}, reached={}, splits=splits, requests=1_234, http2=1_000)
    offered = replace(
        facts,
        scenario=facts.scenario.model_copy(update={"traffic": traffic}),
        totals=totals,
        steps=step_rows(totals, Latencies(())),
    )
    for host, told in (("https://staging.test", True), ("http://127.0.0.1:8080", False)):
        said = parsed(page(replace(offered, run=replace(offered.run, host=host)))).section("steps")
        assert ("1,000 of all 1,234 requests went over it" in said) == told


def test_every_chart_of_latencies_has_its_table(shown: ParsedPage) -> None:
    """Of all steps at once and of each; where nothing could be drawn there is a sentence."""
    said = shown.section("steps")
    told = re.findall("Numbers behind (.*?) this chart", said)
    assert told == [
        "Latency of all steps over time",
        "latency over time of home",
        "latency by percentile of home",
        "latency by percentile of join",
    ]
    assert said.count("No latency was recorded.") == 1


def test_the_numbers_lead_to_the_logs_and_tallies(shown: ParsedPage) -> None:
    """Relative to the page, in the run folder."""
    links = {one.attributes["href"] for one in shown.all("a")}
    assert {"latency/", "evidence/"} <= links


def test_an_older_run_says_that_its_time_was_not_taken_apart(empty: Rehearsal) -> None:
    """The rest of the section is as of any run."""
    totals = Counted(steps={"home": StepCount(good=7)}, errors={}, reached={})
    facts = replace(empty.facts(), totals=totals, steps=step_rows(totals, Latencies(())))
    said = parsed(page(facts)).section("steps")
    assert "home 7 7 0" in said
    assert "Where the time of a step goes was not recorded in this run." in said
    assert "Connections opened" not in said
