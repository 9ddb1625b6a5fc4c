"""The Board of a run: everything that its live views show, once a second, as one small file.

Whoever shows it only passes it on: no page costs the generator more than the reading of a file, however
many visitors there are, and that file grows neither with them nor with the length of the run.
"""

import json
import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from siaga.judge.recorded import Recorded
from siaga.judge.verdict import ObjectiveResult
from siaga.observe.progress import LATENCY_OVER_S, Progress, ProgressView
from siaga.observe.tail import TallyTail
from siaga.record.fault_span import fault_spans
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.report.whole_file import write_whole
from siaga.scenario.load import load
from siaga.stage.forecast import Forecast, forecast, speaks, used_ratio
from siaga.stage.glimpse import Glimpse, rows
from siaga.stage.live_page import live_page
from siaga.stage.run_metrics import stage_of
from siaga.stage.strip import Strip
from siaga.stage.switchboard import Switch, switchboard

MOST_NOTES = 5
SCHEMA = 1

Standing = Callable[[], tuple[Mapping[str, ObjectiveResult], Recorded | None]]
"""Gives how the objectives stand, by id, and what they were judged by."""


class Board:
    """Keeps it.

    Args:
        folder: the run; its scenario has been written.
        clock: wall clock in Unix seconds.
        standing: how the objectives stand.
        page: write it as a part of a web page, too.

    Raises:
        UsageError: the scenario of the folder is missing or refused.
    """

    def __init__(
        self, folder: RunFolder, clock: Callable[[], float], standing: Standing, *, page: bool
    ) -> None:
        self._folder, self._standing, self._page = folder, standing, page
        self._scenario = load(folder.scenario)
        self._progress = Progress(folder, clock)
        self._tallies = TallyTail(folder)
        self._strip = Strip()
        self._lock = threading.Lock()
        self._drawn = self._told = -1
        self._judged: Mapping[str, ObjectiveResult] = {}
        self._forecast = Forecast()

    def look(self) -> None:
        """Take in what is new, and write the board; one that cannot be written is written next time.

        A full disk ends a run as soon as something is lost by it, and that is nothing.
        """
        # The last look comes when another may not be over yet.
        with self._lock, suppress(ValueError, OSError):
            shown = self._shown()
            self._folder.board.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._folder.board, json.dumps(shown, separators=(",", ":"), allow_nan=False))
            if self._page:
                write_whole(self._folder.live_page, live_page(shown))

    def _shown(self) -> Mapping[str, Any]:
        view = _finite(self._progress.now())
        record = RunRecord.read(self._folder.run)
        plan = self._progress.plan
        stage = stage_of(self._folder)
        self._draw(view, stage)
        if stage not in {"preparing", "sending"}:
            # What has ended does not go on.
            view = replace(view, elapsed_s=min(view.elapsed_s, self._drawn + 1.0))
        faults = fault_spans(self._folder.faults)
        outlook = self._outlook()
        glimpse = Glimpse(
            view=view,
            limits=self._scenario.evidence,
            faults=tuple(one for one in faults if one.until_s is None),
            forecast=self._forecast.text,
        )
        return {
            "schema": SCHEMA,
            "run": record.run_id,
            "scenario": record.scenario,
            "host": record.host,
            "closed": self._scenario.traffic.is_closed,
            "folder": record.folder,
            "stage": stage,
            "notes": [*record.notes[-MOST_NOTES:]],
            "view": {**asdict(view), "p99_s": _number(view.p99_s)},
            "rows": rows(glimpse),
            "duration_s": self._scenario.traffic.curve.duration_s,
            "phases": list(self._phases()),
            "strip": self._strip.shown(self._drawn + 1, () if plan is None else plan.planned),
            "faults": [_fault(one) for one in switchboard(self._scenario, faults)],
            **outlook,
            "verdict": self._verdict() if stage == "judged" else None,
            "report": self._folder.report.exists(),
        }

    def _draw(self, view: ProgressView, stage: str) -> None:
        """Draw the seconds that are known whole since the last look."""
        for _rank, tally in self._tallies.new():
            self._strip.count(tally)
            self._told = max(self._told, tally.second)
        # Of workers that fell silent nothing is drawn while they may come back, and no more afterwards.
        last = self._progress.settled if stage == "sending" else self._told
        for second in range(max(self._drawn + 1, last - LATENCY_OVER_S + 1), last + 1):
            self._strip.at(second).slow(self._progress.p99_at(second))
            self._strip.at(second).see(view.seats_left)
        self._drawn = max(self._drawn, last)

    def _phases(self) -> Iterator[Mapping[str, Any]]:
        starts_s = self._scenario.traffic.phase_starts_s()
        for phase in self._scenario.traffic.phases:
            from_s = starts_s[phase.name]
            yield {"name": phase.name, "from_s": from_s, "until_s": from_s + phase.for_s}

    def _outlook(self) -> Mapping[str, Any]:
        """Give the objectives as they stand and what they let expect, anew after each judging."""
        results, facts = self._standing()
        if results is not self._judged:
            self._judged, self._forecast = results, forecast([*results.values()], facts)
        found = self._forecast
        decision = None if found.decision is None else found.decision.value
        return {
            "objectives": [self._objective(one.id) for one in self._scenario.objectives],
            "forecast": {**asdict(found), "decision": decision, "text": found.text},
        }

    def _objective(self, name: str) -> Mapping[str, Any]:
        planned = next(one for one in self._scenario.objectives if one.id == name)
        found = self._judged.get(name)
        return {
            "id": name,
            "key": planned.key,
            "dry_run": planned.dry_run,
            "state": found.shown if found is not None and speaks(found) else "unknown",
            "expression": "" if found is None else found.expression,
            "text": "Not judged yet." if found is None else found.text,
            "used_ratio": None if found is None else used_ratio(found),
        }

    def _verdict(self) -> Mapping[str, Any] | None:
        """Give what was decided, with the objectives as they were judged in the end."""
        judged = json.loads(self._folder.verdict.read_text(encoding="utf-8"))
        return {
            "decision": judged["verdict"],
            "exit_code": judged["exit_code"],
            "reasons": [one["text"] for one in judged["reasons"]],
            "objectives": {
                one["id"]: {"state": one["state"], "text": one["text"], "used_ratio": None}
                for one in judged["objectives"]
            },
        }


def _fault(one: Switch) -> Mapping[str, Any]:
    return {
        "kind": one.kind,
        "target": one.target,
        "planned_s": one.planned_s,
        "for_s": one.for_s,
        "state": one.state,
        "from_s": None if one.span is None else one.span.from_s,
        "until_s": None if one.span is None else one.span.until_s,
        "proof": "" if one.span is None else one.span.proof,
    }


def _finite(view: ProgressView) -> ProgressView:
    """Give the view without a number of seats that is none: JSON has no word for it."""
    return replace(view, seats_left=_number(view.seats_left))


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
