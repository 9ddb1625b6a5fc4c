"""Hand-made runs: what workers and the site would have written, through the real writers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from siaga.observe.scrape import SeriesKey
from siaga.observe.series import SeriesLog
from siaga.record.json_lines import JsonLines
from siaga.record.latency import Interval, LatencyLog, histogram, record
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.tally import Tally
from siaga.scenario.load import dump, loads

T0_S = 1_700_000_000.0
SCENARIO = """
name: small-day
description: A day of three phases, 20 s in all.
seed: 1
locustfile: small.py
traffic:
  phases:
    - {name: before, for: 5 s, rate: 2/s}
    - {name: doors, for: 10 s, rate: 8/s}
    - {name: after, for: 5 s, rate: 2/s}
  populations: [{name: everybody, journey: visitor}]
objectives: [{id: errors, expect: error ratio <= 1 %}]
"""


class _Run:
    """A run folder whose writers are all at hand.

    Attributes:
        folder: the run.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir()
        self.folder = RunFolder(path)
        self._tallies: dict[int, JsonLines] = {}
        self._latencies: dict[int, LatencyLog] = {}
        self._scrapes: SeriesLog | None = None

    def begins(self) -> None:
        planned = (2,) * 5 + (8,) * 10 + (2,) * 5
        RunRecord(
            run_id="small-day-1",
            scenario="small-day",
            started_at="2023-11-14T22:13:20Z",
            host="http://127.0.0.1:1",
            seed=1,
            epoch=1,
            scale=1.0,
            time_scale=1.0,
            workers=2,
            owned_site=True,
        ).write(self.folder.run)
        self.folder.scenario.write_text(dump(loads(SCENARIO, "small-day")))
        PlanRecord(
            t0_s=T0_S,
            workers=2,
            duration_s=float(len(planned)),
            planned=planned,
            populations={"everybody": sum(planned)},
        ).write(self.folder.plan)

    def counted(self, rank: int, tally: Tally) -> None:
        """Write one tally of a worker."""
        if rank not in self._tallies:
            self._tallies[rank] = JsonLines(self.folder.tallies(rank))
        self._tallies[rank].append(tally.as_json())

    def timed(
        self, rank: int, second: int, step: str, latencies_s: list[float], *, intended: bool = True
    ) -> None:
        """Write one interval of a worker."""
        if rank not in self._latencies:
            self._latencies[rank] = LatencyLog(self.folder.latency(rank), T0_S)
        kept = histogram()
        for latency_s in latencies_s:
            record(kept, latency_s)
        self._latencies[rank].append(
            Interval(second=second, step=step, intended=intended, latencies=kept)
        )
        self._latencies[rank].flush()

    def scraped(self, at_s: float, seats_left: float | None) -> None:
        """Write one scrape; None stands for one that failed."""
        if self._scrapes is None:
            self._scrapes = SeriesLog(self.folder.scrapes)
        if seats_left is None:
            self._scrapes.append(T0_S + at_s, up=False, error="status 503; 200 is expected")
            return
        shown = {
            SeriesKey.of("site_seats", {"state": "left"}): seats_left,
            SeriesKey.of("site_seats", {"state": "given"}): 100 - seats_left,
        }
        self._scrapes.append(T0_S + at_s, up=True, samples=shown)

    def close(self) -> None:
        """Close every writer."""
        for tallies in self._tallies.values():
            tallies.close()
        for latencies in self._latencies.values():
            latencies.close()
        if self._scrapes:
            self._scrapes.close()


@pytest.fixture
def _run(tmp_path: Path) -> Iterator[_Run]:
    made = _Run(tmp_path / "run")
    yield made
    made.close()


@pytest.fixture
def folder(_run: _Run) -> RunFolder:
    """A run folder that is still empty."""
    return _run.folder


@pytest.fixture
def begins(_run: _Run) -> Callable[[], None]:
    """Write the run record, the scenario and the plan."""
    return _run.begins


@pytest.fixture
def counted(_run: _Run) -> Callable[[int, Tally], None]:
    """Write one tally of a worker: (rank, tally)."""
    return _run.counted


@pytest.fixture
def timed(_run: _Run) -> Callable[..., None]:
    """Write one interval of a worker: (rank, second, step, latencies in seconds, intended)."""
    return _run.timed


@pytest.fixture
def scraped(_run: _Run) -> Callable[[float, float | None], None]:
    """Write one scrape: (run seconds, seats left); None stands for one that failed."""
    return _run.scraped
