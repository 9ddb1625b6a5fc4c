"""A Row of a plan: one thing that the day needs, in words, with its 95 % interval."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from siaga.judge.amount import count, duration, number, seconds, share
from siaga.plan.fit import BEYOND
from siaga.plan.interval import Interval
from siaga.plan.rush import Rush
from siaga.plan.sizing import Sizing

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row.

    Attributes:
        name: what it is.
        value: the best guess, or "unknown".
        between: its 95 % interval; empty where there is none.
        why: what it was made of, or why it is not known.
    """

    name: str
    value: str
    between: str
    why: str


def span(interval: Interval, write: Callable[[float], str]) -> str:
    """Write an interval: "9.1/s to 10.2/s"; empty where it is nothing but its value."""
    low, high = write(interval.low), write(interval.high)
    return "" if low == high else f"{low} to {high}"


def per_s(value: float) -> str:
    """Write a rate."""
    return f"{number(value)}/s"


def wait(value_s: float) -> str:
    """Write a time that somebody waits."""
    return seconds(value_s) if value_s < 60 else duration(value_s)  # noqa: PLR2004 - a minute


def rows(found: Sizing) -> Iterator[Row]:
    """Give what the day needs, in the order in which it follows from each other."""
    yield _capacity(found)
    if found.demand is not None:
        asked, peak = found.demand.requests_per_visitor, found.demand.peak_per_s
        of = found.step or "requests"
        come = f"{per_s(found.demand.visitors_per_s)} come at the worst"
        at_once = "as if each asked for everything at once: it is at most this"
        why = f"{of} of a visitor: {number(asked.value)}; {come}, {at_once}."
        yield Row(
            name="Asked for at the peak", value=per_s(peak.value), between=span(peak, per_s), why=why
        )
    if found.admission_per_s is not None and found.response_s is not None:
        yield Row(
            name="Admission rate",
            value=f"{per_s(found.admission_per_s.value)} visitors",
            between=span(found.admission_per_s, per_s),
            why=f"{share(found.headroom)} of the capacity; a request takes {seconds(found.response_s)}"
            " then, in the mean.",
        )
    yield from _site(found)
    yield from _workers(found)


def _capacity(found: Sizing) -> Row:
    name, known = f"Capacity of {_processes(found.processes)}", found.capacity_per_s
    if known is None:
        why = found.refusal.why if found.refusal else "No run tells."
        return Row(name=name, value=UNKNOWN, between="", why=why)
    most = found.fit.most_load if found.fit else 0.0
    why = f"{len(found.points)} stretches of up to {number(most)} under way."
    return Row(name=name, value=per_s(known.value), between=span(known, per_s), why=why)


def _site(found: Sizing) -> Iterator[Row]:
    name, one = "Site without a waiting room", found.replicas
    if found.enough and one is None:
        why = "The worst moment asks for less than was seen to get done, headroom left."
        yield Row(name=name, value="as measured", between="", why=why)
    elif one is not None and one.needed is not None:
        why = f"So that the worst moment takes {share(found.headroom)} of the capacity."
        yield Row(
            name=name, value=_processes(one.needed.value), between=span(one.needed, count), why=why
        )
    elif one is not None and one.refusal is not None:
        least = f"at least {_processes(one.at_least)}"
        yield Row(name=name, value=least, between="", why=f"{one.refusal.why} {one.refusal.then}")


def _workers(found: Sizing) -> Iterator[Row]:
    one = found.workers
    if one is None:
        return
    each = f"{per_s(one.peak_per_s)} have to go out, and each sends {per_s(one.each_per_s.value)}"
    by = "twice what was seen, though its CPU would do more" if one.is_capped else "by its CPU"
    yield Row(
        name="Workers of the generator",
        value=count(one.needed.value),
        between=span(one.needed, count),
        why=f"{each}, {by}; {seconds(one.request_cpu_s.value)} of CPU a request.",
    )


def _processes(many: float) -> str:
    return "1 process" if many == 1 else f"{count(many)} processes"


def rush_row(found: Sizing, one: Rush) -> tuple[str, ...]:
    """Give what becomes of a day at the door: times, visitors, peak, waits, worst queue, drain."""
    waits = (_with(wait(told.value), span(told, wait)) for told in (one.p50_s, one.p95_s, one.longest_s))
    return (
        f"{number(one.times)}x",
        count(one.visitors),
        per_s(one.peak_per_s),
        *waits,
        f"{_with(count(one.worst.value), span(one.worst, count))}, at {wait(one.worst_at_s)}",
        _with(wait(one.drain_s.value), span(one.drain_s, wait)),
        pressed(found, one),
    )


def _with(value: str, between: str) -> str:
    return f"{value} ({between})" if between else value


def pressed(found: Sizing, one: Rush) -> str:
    """Say what is known of a site that lets everybody in at once on that day."""
    if found.demand is None or not found.asked_per_s:
        return UNKNOWN
    asked = found.demand.peak_per_s.value * one.times
    capacity = found.capacity_per_s
    sure_per_s = max(found.fit.seen_per_s if found.fit else 0.0, capacity.low if capacity else 0.0)
    if asked <= found.headroom * sure_per_s:
        return "holds"
    # What is asked for is the most that it can be, so that less than all is not yet too much.
    if capacity and asked <= capacity.high:
        return f"may be too much: at most {share(asked / capacity.value)} of the capacity"
    if asked <= BEYOND * found.asked_per_s:
        return "overloaded"
    return f"unknown: asked for {number(asked / found.asked_per_s)} times what it ever was"


RUSH_HEADINGS = (
    "Forecast",
    "Visitors",
    "Peak",
    "Half wait",
    "95 of 100 wait",
    "Longest wait",
    "Worst queue",
    "Drained after the day",
    "Without the door",
)
