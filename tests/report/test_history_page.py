"""Claims about the history page: a trend for each scenario, and every run in a table."""

import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from siaga.judge.verdict import Decision, State
from siaga.report.history import History, history
from siaga.report.history_page import LONGEST, MOST_STRAYS, history_page
from siaga.report.past_run import PastRun
from siaga.report.run_tree import Stray
from siaga.report.trend import trends
from tests.report.page_faults import page_faults
from tests.report.parsed_page import ParsedPage, parsed
from tests.report.past_runs import GO, decided, write_run

SCRIPT = "<script>alert(1)</script>"
MOST_BYTES = 2_000_000


def _page(found: History) -> str:
    return history_page(found, title="reports", address=lambda run: f"{run.place}/report.html")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Three runs of one scenario, one of another, and a folder that holds none."""
    root = tmp_path_factory.mktemp("reports")
    broken = replace(GO.objectives[1], state=State.BROKEN, value=1.7, bound=1.9)
    worse = decided(Decision.NO_GO, 40.0, (GO.objectives[0], broken))
    write_run(root, "day/2027-01-01")
    write_run(root, "day/2027-01-02", None, ended_at="")
    write_run(root, "day/2027-01-03", worse, workers=4)
    write_run(root, "gate/2027-01-02", scenario=SCRIPT)
    (root / SCRIPT.replace("/", "")).mkdir()
    return history(root, 10)


@pytest.fixture(scope="module")
def shown(found: History) -> ParsedPage:
    """Their page as a browser reads it."""
    return parsed(_page(found))


def test_the_page_has_no_fault(shown: ParsedPage) -> None:
    """It is accessible and one file, although a scenario and a folder have hostile names."""
    assert page_faults(shown) == []
    assert SCRIPT in shown.section("scenario-1")


def test_the_newest_run_comes_first(shown: ParsedPage) -> None:
    """Its verdict, how many there are, and why."""
    assert shown.section("verdict") == (
        "NO GO That was the newest of 4 runs, opening-day, 2027-01-03 00:00 UTC."
        " Every promise was kept and every objective is met."
    )


def test_every_run_has_a_row_that_leads_to_its_report(shown: ParsedPage) -> None:
    """The newest first; value, bound and state of each measure."""
    (table,) = (
        one
        for one in shown.all("table")
        if one.attributes.get("class") == "runs" and "NO GO" in one.text
    )
    assert "availability of join join-availability, key" in " ".join(table.text.split())
    rows = [" ".join(one.text.split()) for one in shown.all("tr")]
    last, first = (
        next(one for one in rows if one.startswith(start)) for start in ("3 change 1", "1 2027-01-01")
    )
    assert last.startswith(
        "3 change 1 2027-01-03 00:00 NO GO 40 12 of 12 99.98 % (99.61 %) 1.7 s (1.9 s), broken —"
    )
    assert first.startswith("1 2027-01-01 00:00 GO 100 12 of 12 99.98 % (99.61 %) 412 ms (498 ms) 1 95")
    assert "2 2027-01-02 00:00 no verdict — — — — — — — — — It is running, or it broke off." in rows
    links = [one.attributes["href"] for one in shown.all("a")]
    assert "day/2027-01-03/report.html" in links


def test_verdicts_load_and_measures_are_drawn_over_all_runs(shown: ParsedPage) -> None:
    """Each chart leads to the table behind it; a single run has no trend."""
    names = [one.attributes["id"] for one in shown.all("figure")]
    tracks = [f"chart-track-2-{place}" for place in range(1, 8)]
    assert names == ["chart-verdicts-2", "chart-score-2", "chart-arrivals-2", *tracks]
    assert "There is no trend of a single run." in shown.section("scenario-1")
    said = shown.section("scenario-2")
    assert "Verdicts 1 GO, 1 NO GO, 1 no verdict." in said
    assert "p99 of join (join-latency) From 412 ms to 1.7 s, 1.7 s at last; 2 runs tell" in said
    assert "availability of join (join-availability) Always 99.98 %; 2 runs tell of it." in said
    assert "it, 1 of them not met." in said


def test_what_changed_is_marked_and_told(shown: ParsedPage) -> None:
    """In the charts by a number, in a table by its words."""
    assert "1 3, 2027-01-03 00:00 workers: 2, then 4" in shown.section("scenario-2")
    marks = [one.text for one in shown.all("text") if one.text == "1"]
    assert marks


def test_folders_without_a_run_are_listed(found: History) -> None:
    """As many as can be read, and how many more there are."""
    strays = tuple(Stray(place=f"s{place}", why="holds no run") for place in range(MOST_STRAYS + 1))
    said = parsed(_page(replace(found, strays=strays, older=2))).section("strays")
    assert "s49 holds no run 1 more are like them." in said


def test_a_long_reason_is_cut(found: History) -> None:
    """The report has all of it."""
    (gate, _day) = found.trends
    long = replace(gate.runs[0], note="x" * 999)
    shown = parsed(_page(replace(found, trends=(replace(gate, runs=(long,)),))))
    (cell,) = (one.text for one in shown.all("td") if one.attributes.get("class") == "why")
    assert (len(cell), cell[-1]) == (LONGEST, "…")


def test_an_empty_history_says_so() -> None:
    """And nothing else."""
    shown = parsed(_page(History(trends=())))
    assert page_faults(shown) == []
    assert shown.section("verdict") == "NO RUN There is no run below this folder."


@pytest.mark.usefixtures("drawn_anew")
def test_the_same_runs_give_the_same_bytes(found: History, shown: ParsedPage) -> None:
    """Drawn twice in one process."""
    assert parsed(_page(found)) == shown


def test_five_hundred_runs_fit_into_the_page(found: History) -> None:
    """With every chart: it opens at once."""
    (_gate, day) = found.trends
    text = _page(History(trends=trends(_many(day.runs[0], 500))))
    assert text.count('<th scope="row"') == 500
    assert len(text.encode()) < MOST_BYTES


def test_of_very_many_scenarios_the_last_ones_are_drawn(
    found: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others have their tables, and say why."""
    monkeypatch.setattr("siaga.report.trend.MOST_TRACKS", 0)
    monkeypatch.setattr("siaga.report.history_page.MOST_DRAWN", 1)
    (_gate, day) = found.trends
    runs = [
        replace(one, name=f"s{place:02d}", at=one.at + timedelta(days=place))
        for place in range(2)
        for one in day.runs
    ]
    shown = parsed(_page(History(trends=trends(runs))))
    assert "Too many scenarios are here to draw them all" in shown.section("scenario-1")
    strips = [one.attributes["id"] for one in shown.all("figure") if "verdict" in one.attributes["id"]]
    assert strips == ["chart-verdicts-2"]


def _many(one: PastRun, runs: int) -> list[PastRun]:
    return [
        replace(one, at=one.at + timedelta(days=day), place=f"day/{day}", note="x" * (LONGEST - 70))
        for day in range(runs)
    ]


def test_a_run_that_did_not_serve_everybody_is_told_beside_the_chart(tmp_path: Path) -> None:
    """There is no number of it to draw, and the last one is not what it was at last."""
    lost = replace(
        GO.objectives[1], state=State.BROKEN, value=math.inf, bound=math.inf, events=100, never=5
    )
    write_run(tmp_path, "2027-01-01")
    write_run(tmp_path, "2027-01-02", decided(objectives=(lost,)))
    shown = parsed(_page(history(tmp_path, 10)))
    assert "never, broken" in shown.section("scenario-1")
    assert "Always 412 ms; 1 run tells of it; in 1 run it was never." in shown.section("scenario-1")
