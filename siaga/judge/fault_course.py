"""The Course of a fault: when its site was seen to suffer, and when it had recovered, fault by fault."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from siaga.judge.expression import parse
from siaga.judge.fault_measures import DetectionTime
from siaga.judge.fault_times import detections, named, recoveries
from siaga.judge.measured import Measurement
from siaga.judge.recorded import Recorded
from siaga.record.fault_span import FaultSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultCourse:
    """What became of one fault, as `time to detect` and `time to recover` measure it.

    A value without a bound is the least that it can have been.

    Attributes:
        span: the fault.
        detection: seconds from its beginning until the series changed.
        series: at which the detection looked.
        recovery: seconds from its end until the site had recovered.
    """

    span: FaultSpan
    detection: Measurement
    series: str
    recovery: Measurement


def fault_courses(facts: Recorded) -> tuple[FaultCourse, ...]:
    """Give the course of every fault, in the order in which they began."""
    spans = sorted(facts.faults, key=lambda one: one.from_s)
    healed = [one for one in spans if one.until_s is not None]
    recovered = dict(zip(healed, recoveries(healed, facts), strict=True))
    return tuple(_course(span, recovered.get(span, _NEVER), facts) for span in spans)


_NEVER = Measurement(value=None, made_of="the fault was never healed")


def _course(span: FaultSpan, recovery: Measurement, facts: Recorded) -> FaultCourse:
    """Take the detection that came first, of those that the scenario asks for.

    A series that changed at the very end comes before one that never did.
    """
    looks = _detections_of(span.kind, facts)
    found = [(detections([span], one, facts)[0], named(one)) for one in looks]
    detection, series = min(found, key=lambda one: (_least_s(one[0]), one[0].bound is None))
    return FaultCourse(span=span, detection=detection, series=series, recovery=recovery)


def _least_s(detection: Measurement) -> float:
    return math.inf if detection.value is None else detection.value


def _detections_of(kind: str, facts: Recorded) -> Sequence[DetectionTime]:
    """Give the detections of a kind of fault that objectives ask for, else that by the scrapes."""
    texts = (text for one in facts.scenario.objectives for text in one.expressions)
    asked = [parse(text).measure for text in texts]
    mine = [one for one in asked if isinstance(one, DetectionTime) and one.fault == kind]
    return mine or [DetectionTime(fault=kind)]
