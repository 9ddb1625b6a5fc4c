"""A Glimpse at a run: how it goes, what harms its site now, and what verdict that lets expect."""

import json
import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from siaga.judge.amount import NEVER, clock, duration
from siaga.observe.progress import ProgressView
from siaga.record.fault_span import FaultSpan, fault_spans
from siaga.record.run_folder import RunFolder
from siaga.scenario.model import Evidence, Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What every live view shows.

    Attributes:
        view: how the run goes.
        limits: from when on the generator counts as saturated.
        faults: that are not healed.
        forecast: of the verdict, one line; empty where nobody has made one yet.
    """

    view: ProgressView
    limits: Evidence
    faults: tuple[FaultSpan, ...] = ()
    forecast: str = ""

    @property
    def saturated(self) -> bool:
        """Whether the generator is over its limits in this second."""
        view, limits = self.view, self.limits
        return view.loop_lag_s > limits.loop_lag_s or view.cpu_ratio > limits.cpu


def glimpse(folder: RunFolder, scenario: Scenario, view: ProgressView) -> Glimpse:
    """Give a glimpse at a run of which whoever keeps its board knows the forecast.

    Args:
        folder: the run.
        scenario: what is to happen.
        view: how it goes.
    """
    spans: tuple[FaultSpan, ...] = ()
    with suppress(ValueError):  # a line that is just being written is read next time
        spans = fault_spans(folder.faults)
    return Glimpse(
        view=view,
        limits=scenario.evidence,
        faults=tuple(one for one in spans if one.until_s is None),
        forecast=_forecast(folder),
    )


def _forecast(folder: RunFolder) -> str:
    """Give the forecast that the board of a run shows; empty where there is none."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads(folder.board.read_text(encoding="utf-8"))["forecast"]["text"])
    return ""


def rows(glimpse: Glimpse) -> list[tuple[str, str]]:
    """Give name and text of everything that is shown; an unknown number is a dash."""
    view = glimpse.view
    elapsed, remaining = (clock(max(one, 0.0)) for one in (view.elapsed_s, view.remaining_s))
    due = f"{view.arrived:,} of {view.due:,} due, {view.planned:,} planned, {view.dropped:,} dropped"
    came = f"{view.arrived:,}; a closed model, they wait for the site" if view.closed else due
    p99 = "-" if view.p99_s is None else _latency(view.p99_s)
    seats = "-" if view.seats_left is None else f"{view.seats_left:,.0f}"
    return [
        ("phase", view.phase or "starting"),
        ("time", f"{elapsed}, {remaining} to go"),
        ("arrivals", came),
        ("inside", f"{view.active:,}"),
        ("requests/s", f"{view.requests_per_s:,.0f}"),
        ("p99", p99),
        ("failed", f"{view.failed:,} ({view.failed_ratio:.2%})"),
        ("seats left", seats),
        ("faults", _faults(glimpse.faults, view.elapsed_s)),
        ("generator", _generator(glimpse)),
        ("forecast", glimpse.forecast or "-"),
    ]


def _latency(value_s: float) -> str:
    """Write it in milliseconds, whatever its size, or that it is never there."""
    return f"{value_s * 1000:,.0f} ms" if math.isfinite(value_s) else NEVER


def _faults(active: Sequence[FaultSpan], now_s: float) -> str:
    told = (
        f"{one.kind} of {one.target} for {duration(max(now_s - one.from_s, 0.0))}"
        f" ({'not proven yet' if one.proven_s is None else 'proven'})"
        for one in active
    )
    return ", ".join(told) or "none at work"


def _generator(glimpse: Glimpse) -> str:
    """Say how the workers fare: a saturated one measures itself, and the run proves nothing then."""
    view = glimpse.view
    state = "saturated" if glimpse.saturated else "well"
    return (
        f"{state}: {view.workers} of {view.workers_planned} workers, "
        f"{view.cpu_ratio:.0%} of a core, {view.loop_lag_s * 1000:,.0f} ms late"
    )
