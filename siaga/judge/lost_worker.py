"""The LostWorker: one that did not write its last tally, or whose visitors others had to take over."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from siaga.judge.counts import WorkerTallies
from siaga.judge.handover import Handover
from siaga.record.json_lines import last_lines
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import Arrivals, plan
from siaga.scenario.model import Scenario
from siaga.scenario.shares import Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class LostWorker:
    """What is known of a worker that was lost.

    Attributes:
        rank: of the worker.
        closed: it wrote its last tally all the same, having come back.
        in_place: it wrote into the run folder itself, so that its ledger is whole to its end.
        ledger_bytes: how much of its ledger is in the run folder.
        ledger_end_s: run seconds of the last whole record there; None without one.
        last_second: of its last tally; -1 without one.
        visitors: numbers of the first of its visitors in the plan, at most three.
        planned: how many there are, those included that it had taken over.
        due_after: how many of them were due after its last tally.
        takeover: which others sent its visitors from when on; None where nobody did.
        away: how many of the rest nobody saw come; what it sent after its last tally nobody saw.
    """

    rank: int
    closed: bool = False
    in_place: bool
    ledger_bytes: int
    ledger_end_s: float | None
    last_second: int
    visitors: tuple[int, ...]
    planned: int
    due_after: int
    takeover: Takeover | None = None
    away: int = 0


def lost_workers(
    folder: RunFolder,
    scenario: Scenario,
    run: RunRecord,
    counted: Iterable[WorkerTallies],
    known: Sequence[Handover],
    takeovers: Sequence[Takeover] = (),
) -> tuple[LostWorker, ...]:
    """Give every worker that was lost, in order of rank.

    Args:
        folder: the run.
        scenario: whose plan the workers shared.
        run: how many did, and who came.
        counted: what they tallied.
        known: what the master knows of their files; may be short.
        takeovers: in the order in which they were decided.

    Raises:
        OSError: a ledger cannot be read.
        ValueError: the scenario has no plan, or a takeover is of other workers.
    """
    tallies = {one.rank: one for one in counted}
    given_up = {one.lost: one for one in takeovers}
    lost = [
        rank
        for rank in range(run.workers)
        if rank in given_up or rank not in tallies or not tallies[rank].closed
    ]
    if not lost:
        return ()
    shares = Shares(plan(scenario.traffic, scenario.seed).only(run.only), run.workers)
    held = dict(_held(shares, takeovers))
    in_place = {one.rank for one in known if one.collected.in_place}
    return tuple(
        _lost(
            folder.ledger(rank),
            tallies.get(rank, WorkerTallies(rank=rank, tallies=())),
            held.get(rank, shares.of(rank)),
            in_place=rank in in_place,
            takeover=given_up.get(rank),
        )
        for rank in lost
    )


def _held(shares: Shares, takeovers: Iterable[Takeover]) -> Iterator[tuple[int, Arrivals]]:
    """Give whom each worker had that was given up, and leave the shares as they were in the end."""
    for one in takeovers:
        yield one.lost, shares.of(one.lost)
        shares.take_over(one)


def _lost(
    ledger: Path,
    counted: WorkerTallies,
    mine: Arrivals,
    *,
    in_place: bool,
    takeover: Takeover | None = None,
) -> LostWorker:
    last_second = max((tally.second for tally in counted.tallies), default=-1)
    came = sum(tally.arrived + tally.dropped for tally in counted.tallies)
    taken = 0 if takeover is None else int((mine.at_s >= takeover.from_s).sum())
    return LostWorker(
        rank=counted.rank,
        closed=counted.closed,
        in_place=in_place,
        ledger_bytes=ledger.stat().st_size if ledger.exists() else 0,
        ledger_end_s=_end_s(ledger) if ledger.exists() else None,
        last_second=last_second,
        visitors=tuple(mine.index[:3].tolist()),
        planned=len(mine.index),
        due_after=int((mine.at_s >= last_second + 1).sum()),
        takeover=takeover,
        away=max(len(mine.index) - taken - came, 0),
    )


def _end_s(ledger: Path) -> float | None:
    """Give the time of the last whole record that tells one; None if there is none near the end."""
    *whole, _torn = last_lines(ledger)
    for line in reversed(whole):
        try:
            at_s = json.loads(line)["at_s"]
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        if type(at_s) in {int, float} and math.isfinite(at_s):
            return float(at_s)
    return None
