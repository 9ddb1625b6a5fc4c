"""The Seconds of a run that count: stretches in order that do not overlap."""

import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from siaga.judge.period import Period, Recovery
from siaga.judge.recorded import Recorded
from siaga.record.fault_span import FaultSpan
from siaga.scenario.traffic import Ramp

SETTLING = 0.1
"""Share of a phase, from its beginning, that is no steady state yet."""

STRIDES = 60
"""Windows begin every second, or so many times in their own length where that is longer."""


class NoPeriodError(Exception):
    """The run has no such time; the message says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """Run seconds.

    Attributes:
        ranges: in order, none of them empty, none that touches the next.
    """

    ranges: tuple[range, ...]

    @classmethod
    def until(cls, end: int) -> "Seconds":
        """Give every second from the first one on, up to an end."""
        return cls.of([range(end)])

    @classmethod
    def of(cls, stretches: Iterable[range]) -> "Seconds":
        """Put stretches in order, and those together that overlap or touch."""
        merged: list[range] = []
        for one in sorted((one for one in stretches if one), key=lambda one: one.start):
            if merged and one.start <= merged[-1].stop:
                merged[-1] = range(merged[-1].start, max(merged[-1].stop, one.stop))
            else:
                merged.append(one)
        return cls(ranges=tuple(merged))

    def __iter__(self) -> Iterator[int]:
        """Give each second, in order."""
        return chain.from_iterable(self.ranges)

    def __len__(self) -> int:
        """Give how many they are."""
        return sum(len(one) for one in self.ranges)

    def __contains__(self, second: object) -> bool:
        """Tell whether a second is one of them."""
        return any(second in one for one in self.ranges)

    def windows(self, length_s: int) -> Iterator["Seconds"]:
        """Give every window of a length that lies in one of the stretches, in order."""
        stride = max(length_s // STRIDES, 1)
        for one in self.ranges:
            for start in range(one.start, one.stop - length_s + 1, stride):
                yield Seconds(ranges=(range(start, start + length_s),))


def planned(facts: Recorded) -> Seconds:
    """Give the seconds of all phases that count."""
    return Seconds.until(math.ceil(facts.planned_until_s))


def seconds_of(period: Period, facts: Recorded) -> Seconds:
    """Give the seconds of a period.

    Raises:
        NoPeriodError: the run had no such fault, or the time is empty.
    """
    end = sys.maxsize if facts.cut_s is None else facts.cut_s
    found = Seconds.of(range(one.start, min(one.stop, end)) for one in _stretches(period, facts))
    if not found.ranges:
        raise NoPeriodError(f"the run has no second {period}")
    return found


def moments_s(recovery: Recovery, facts: Recorded) -> list[float]:
    """Give the run seconds after which a measure has to keep its limit again; at least one.

    Raises:
        NoPeriodError: there was no such fault, or it was never healed.
    """
    if recovery.kind == "second":
        return [recovery.at_s]
    if recovery.kind == "phase":
        return [float(facts.seconds(recovery.name).stop)]
    return [healed_s(span) for span in faults_of(recovery.name, facts)]


def _stretches(period: Period, facts: Recorded) -> list[range]:
    if period.kind == "phase":
        return [facts.seconds(period.name)]
    if period.kind == "steady":
        return [_settled(facts, name) for name in _steady(facts)]
    spans, end = faults_of(period.name, facts), _end(facts)
    if period.kind == "before":
        return [range(math.floor(min(span.from_s for span in spans)))]
    if period.kind == "after":
        return [range(math.ceil(max(healed_s(span) for span in spans)), end)]
    return [
        range(math.floor(span.from_s), end if span.until_s is None else math.ceil(span.until_s))
        for span in spans
    ]


def _steady(facts: Recorded) -> list[str]:
    return [one.name for one in facts.scenario.traffic.phases if not isinstance(one.rate, Ramp)]


def _settled(facts: Recorded, phase: str) -> range:
    whole = facts.seconds(phase)
    return whole[math.ceil(len(whole) * SETTLING) :]


def faults_of(kind: str, facts: Recorded) -> list[FaultSpan]:
    """Give the faults of a kind; at least one.

    Raises:
        NoPeriodError: there was none.
    """
    spans = [span for span in facts.faults if span.kind == kind]
    if not spans:
        known = ", ".join(sorted({span.kind for span in facts.faults})) or "none"
        raise NoPeriodError(f"no fault {kind} was recorded; faults that were: {known}")
    return spans


def healed_s(span: FaultSpan) -> float:
    """Give when a fault was healed, in run seconds.

    Raises:
        NoPeriodError: it never was.
    """
    if span.until_s is None:
        raise NoPeriodError(f"the fault {span.kind} of {span.target} was never healed")
    return span.until_s


def _end(facts: Recorded) -> int:
    """Give the second after the last one of which anything is known."""
    return max(math.ceil(facts.scenario.traffic.curve.duration_s), facts.counts.last_second + 1)
