"""Makes the pages that `make look` opens: reports of every kind of run, a comparison and a history.

The runs are those of the tests, a made-up opening day in all ways it can end, and the example. Each page
is written into one folder under the name of what it shows.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from siaga.cli.main import call  # noqa: E402 - the tests lie beside, and are no package that is installed
from siaga.judge.timeline import Timeline  # noqa: E402
from siaga.judge.verdict import Verdict  # noqa: E402
from siaga.observe.series import read  # noqa: E402
from siaga.record.fault_span import FaultSpan  # noqa: E402
from siaga.record.json_lines import JsonLines  # noqa: E402
from siaga.record.run_folder import RunFolder  # noqa: E402
from siaga.report.render import verdict_json  # noqa: E402
from tests.report import opening_day  # noqa: E402
from tests.report.comparisons import COMPARISON  # noqa: E402
from tests.report.rehearsal import Rehearsal, columns  # noqa: E402
from tests.report.test_case_row import RESULT  # noqa: E402
from tests.report.verdicts import (  # noqa: E402
    counted_verdict,
    empty_verdict,
    inconclusive_verdict,
    no_go_verdict,
    warned_verdict,
)

RUNS = 40
"""How many runs the history has."""

SLOWER = 1.25
STOPPED_S = 95
"""When somebody stopped the run that was interrupted."""

HARM = FaultSpan(
    kind="kill",
    target="site",
    from_s=60.0,
    until_s=66.0,
    proof="The process ended with code -9, and 12 connections were reset.",
    proven_s=60.4,
    rolled_back_s=67.0,
)


def made(place: Path) -> Iterator[Rehearsal]:
    """Make a run of every kind, each in a folder of its own."""
    scenario = opening_day.opening_day()
    (place / "go").mkdir(parents=True)
    go = opening_day.record_day(RunFolder(place / "go"), scenario)
    yield replace(go, run=replace(go.run, run_id="opening-day/go"))
    no_go = go.in_folder(place / "no-go")
    harmed = JsonLines(no_go.folder.faults)
    harmed.append(asdict(HARM))
    harmed.close()
    verdict = counted_verdict(no_go_verdict(go.verdict), "met")
    yield replace(no_go, verdict=replace(verdict, ill_will=(RESULT,), comparison=COMPARISON))
    yield replace(go.in_folder(place / "conditions"), verdict=warned_verdict(go.verdict))
    lost = replace(go.in_folder(place / "inconclusive"), verdict=inconclusive_verdict(go.verdict))
    yield replace(lost, run=lost.run.noted("worker 1 ended with code -9 at 95.2 s"))
    cut = replace(lost.in_folder(place / "interrupted"), timeline=_until(go.timeline, STOPPED_S))
    yield replace(cut, run=replace(cut.run, interrupted=True, ended_at=""))
    empty = RunFolder(place / "empty")
    empty.path.mkdir()
    yield Rehearsal(
        folder=empty,
        scenario=scenario,
        run=replace(go.run, interrupted=True, command=()),
        plan=None,
        verdict=empty_verdict(),
        timeline=columns(),
        series=read(empty.scrapes, opening_day.T0_S),
    )


def _until(timeline: Timeline, second: int) -> Timeline:
    """Give what had happened before a second."""
    return Timeline(**{one.name: getattr(timeline, one.name)[:second] for one in fields(timeline)})


def slower(place: Path) -> None:
    """Make a run whose joins take longer, with another version."""
    medians_s = opening_day.MEDIANS_S
    opening_day.MEDIANS_S = {**medians_s, "join": medians_s["join"] * SLOWER}
    place.mkdir()
    day = opening_day.record_day(RunFolder(place), opening_day.opening_day())
    opening_day.MEDIANS_S = medians_s
    later = replace(day.run, run_id="opening-day/slower", workers=2, versions={"siaga": "0.2.0"})
    later.write(day.folder.run)
    replace(day, run=later).rendered()


def past(go: Rehearsal, place: Path) -> None:
    """Make many runs, of which some went badly, some have no verdict and some folders hold no run."""
    began = datetime.fromisoformat(go.run.started_at)
    kinds = (
        go.verdict,
        warned_verdict(go.verdict),
        no_go_verdict(go.verdict),
        inconclusive_verdict(go.verdict),
    )
    for number in range(RUNS):
        folder = RunFolder(place / f"{number:02d}")
        at = (began + timedelta(hours=7 * number)).isoformat()
        replace(go.run, started_at=at, workers=2 if number < RUNS // 2 else 4).write(folder.run)
        shutil.copyfile(go.folder.scenario, folder.scenario)
        if number % 9:
            shutil.copyfile(go.folder.report, folder.report)
            verdict = _varied(kinds[number * 7 % len(kinds)], number)
            folder.verdict.write_text(verdict_json(verdict), encoding="utf-8")
    (place / "notes").mkdir()


def _varied(verdict: Verdict, number: int) -> Verdict:
    """Give a verdict whose score and latencies are those of one run of many."""
    varied = tuple(
        replace(one, value=one.value * (1 + number % 5 / 10)) if one.unit == "s" and one.value else one
        for one in verdict.objectives
    )
    return replace(verdict, objectives=varied, score=100.0 - number * 7 % 30)


def main() -> int:
    """Write the pages; exit with 1 if a command that draws one fails."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("folder", type=Path, help="folder for the pages; what lies there is removed")
    pages = asked.parse_args().folder.resolve()
    shutil.rmtree(pages, ignore_errors=True)
    runs = pages / "runs"
    every = list(made(runs))
    for one in every:
        name = one.folder.path.name
        shutil.copyfile(one.rendered().report, pages / f"{name}.html")
    shutil.copyfile(ROOT / "reports" / "example" / "report.html", pages / "example.html")
    slower(runs / "slower")
    past(every[0], runs / "past")
    drawn = {
        "comparison": ["compare", str(runs / "go"), str(runs / "slower")],
        "history": ["history", str(runs / "past")],
        "history-of-one": ["history", str(runs / "go")],
    }
    codes = {name: call([*how, "--html", str(pages / f"{name}.html")]) for name, how in drawn.items()}
    return 0 if codes == {"comparison": 3, "history": 0, "history-of-one": 0} else 1


if __name__ == "__main__":
    sys.exit(main())
