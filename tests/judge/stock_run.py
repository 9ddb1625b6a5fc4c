"""A Run of a stock Locust file, made by hand: ten visitors who ask a hundred times in each second."""

from pathlib import Path

from siaga.record.latency import Interval, LatencyLog
from siaga.record.run_folder import RunFolder
from siaga.record.tally import StepCount, Tally
from siaga.scenario.load import loads
from tests.judge.hand_made import DURATION_S, T0_S, Run
from tests.judge.histograms import recorded as histogram

SCENARIO = """
name: hand-made
description: A stock Locust file that a test plays by hand.
seed: 1
locustfile: theirs.py
traffic:
  closed: {visitors: 10, spawn-rate: 10/s}
  phases:
    - {name: warm-up, for: 10 s}
    - {name: busy, for: 10 s}
site: {metrics: null}
objectives:
  - {id: errors, expect: error ratio <= 5 %, key: true}
"""

STEPS = {"GET /": 60, "POST /": 30, "GET a name": 10}
"""Good requests in each second, by step."""


def stock_second(second: int, *, inside: int = 10, wanted: int = 10, end: int) -> Tally:
    """Give a second of a run that is over at a second; nobody is there from then on."""
    over = second >= end
    return Tally(
        second=second,
        arrived=inside if second == 0 else 0,
        active=0 if over else inside,
        wanted=0 if over else wanted,
        sent=0 if over else 100,
        cpu_ratio=0.2,
        steps={} if over else {name: StepCount(good=many) for name, many in STEPS.items()},
        closed=over,
    )


def stock_run(run: Run, *, inside: int = 10, wanted: int = 10, end: int = DURATION_S) -> Run:
    """Have so many visitors be there until a second, who ask a hundred times in each."""
    run.tallies(stock_second(second, inside=inside, wanted=wanted, end=end) for second in range(end + 1))
    log = LatencyLog(run.folder.latency(0), T0_S)
    for second in range(end):
        for step, many in STEPS.items():
            took = histogram((0.2 if step == "POST /" else 0.1,) * many)
            log.append(Interval(second=second, step=step, intended=False, latencies=took))
    log.close()
    run.folder.ledger(0).parent.mkdir(parents=True, exist_ok=True)
    run.folder.ledger(0).touch()
    run.record()
    return run


def stock_run_in(path: Path) -> Run:
    """Make a run in which all is well, in a folder of its own."""
    folder = RunFolder(path)
    folder.path.mkdir()
    folder.scenario.write_text(SCENARIO, encoding="utf-8")
    return stock_run(Run(folder=folder, scenario=loads(SCENARIO, "scenario.yaml")))
