"""The Timeline: the run second by second, in columns."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from siaga.judge.recorded import Recorded
from siaga.record.pool import Pool

SEATS_LEFT = ("site_seats", {"state": "left"})
WAITING = tuple(("site_queue_people", {"place": place}) for place in ("pre_queue", "waiting"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Columns of equal length, one value a second; numbers are those of all workers together.

    Attributes:
        second: whole seconds since the first phase began.
        phase: name of the phase that holds the second; empty after the last.
        planned: intended arrivals.
        arrived: visitors whose journey began.
        dropped: arrivals that were due and could not be sent.
        active: visitors inside at the end of the second.
        good: samples that ended as the journey expects.
        failed: samples that ended otherwise.
        p50_s: median latency from the intended start of all steps; None without a sample, inf where it
            falls on visitors who were never served.
        p99_s: 99th percentile of the same.
        p999_s: 999th of a thousand of the same.
        seats_left: seats left, as the site's metrics say; None where they say nothing.
        waiting: people in the waiting room who may not come in yet, as the site's metrics say; None
            where they say nothing.
    """

    second: tuple[int, ...]
    phase: tuple[str, ...]
    planned: tuple[int, ...]
    arrived: tuple[int, ...]
    dropped: tuple[int, ...]
    active: tuple[int, ...]
    good: tuple[int, ...]
    failed: tuple[int, ...]
    p50_s: tuple[float | None, ...]
    p99_s: tuple[float | None, ...]
    p999_s: tuple[float | None, ...]
    seats_left: tuple[float | None, ...]
    waiting: tuple[float | None, ...]

    def __post_init__(self) -> None:
        """Refuse columns that are not of one length."""
        lengths = {one.name: len(getattr(self, one.name)) for one in fields(self)}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"timeline: its columns are of {lengths}; one length is allowed")

    def as_csv(self) -> str:
        """Give every column as CSV with a heading; what is not known is empty, and never is `inf`."""
        text = io.StringIO()
        names = [one.name for one in fields(self)]
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(zip(*(getattr(self, name) for name in names), strict=True))
        return text.getvalue()


def timeline(facts: Recorded) -> Timeline:
    """Give the run second by second, from the first phase to the last thing recorded."""
    counts, length = facts.counts, _length(facts)
    each = [range(second, second + 1) for second in range(length)]
    # A pool has room for every latency there can be: only one is held at a time.
    quantiles = [_quantiles(facts.latencies.pool(during=one)) for one in each]
    planned = facts.plan.planned if facts.plan is not None else ()
    return Timeline(
        second=tuple(range(length)),
        phase=_phases(facts, length),
        planned=tuple(planned[:length]) + (0,) * (length - len(planned)),
        arrived=tuple(counts.number("arrived", one) for one in each),
        dropped=tuple(counts.number("dropped", one) for one in each),
        active=tuple(counts.active(second) for second in range(length)),
        good=tuple(counts.good(during=one) for one in each),
        failed=tuple(counts.failed(during=one) for one in each),
        p50_s=tuple(p50_s for p50_s, _, _ in quantiles),
        p99_s=tuple(p99_s for _, p99_s, _ in quantiles),
        p999_s=tuple(p999_s for _, _, p999_s in quantiles),
        seats_left=_scraped(facts, length, *SEATS_LEFT),
        waiting=_waiting(facts, length),
    )


def _quantiles(pool: Pool) -> tuple[float | None, float | None, float | None]:
    return pool.quantile(0.5), pool.quantile(0.99), pool.quantile(0.999)


def _length(facts: Recorded) -> int:
    """Give the seconds of a run; one that never began has none."""
    if facts.plan is None:
        return 0
    return max(int(np.ceil(facts.plan.duration_s)), facts.counts.last_second + 1)


def _phases(facts: Recorded, length: int) -> tuple[str, ...]:
    names = [""] * length
    for phase in facts.scenario.traffic.phases:
        for second in facts.seconds(phase.name):
            if second < length:
                names[second] = phase.name
    return tuple(names)


def _waiting(facts: Recorded, length: int) -> tuple[float | None, ...]:
    """Give the sum of all places where people wait."""
    places = [_scraped(facts, length, *place) for place in WAITING]
    each = ([one for one in together if one is not None] for together in zip(*places, strict=True))
    return tuple(sum(known) if known else None for known in each)


def _scraped(
    facts: Recorded, length: int, name: str, labels: Mapping[str, str]
) -> tuple[float | None, ...]:
    """Give the last value of a series that was scraped within each second."""
    found: list[float | None] = [None] * length
    for points in facts.series.points(name, labels)[:1]:
        for at_s, value in np.column_stack((points.at_s, points.values)):
            if 0 <= at_s < length:
                found[int(at_s)] = float(value)
    return tuple(found)
