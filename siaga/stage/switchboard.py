"""The Switchboard of a run: every fault that its scenario plans, and what has become of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from siaga.record.fault_span import FaultSpan
from siaga.scenario.model import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One fault.

    Attributes:
        kind: what is done.
        target: to whom.
        planned_s: when it is to begin, run seconds; None of one that is in no plan.
        for_s: how long it is to last; 0: it is over in a moment.
        span: what became of it; None as long as it has not begun.
    """

    kind: str
    target: str
    planned_s: float | None
    for_s: float
    span: FaultSpan | None = None

    @property
    def state(self) -> str:
        """Where it stands: "planned", "active", "proven", "healed" or "unproven"."""
        if self.span is None:
            return "planned"
        if self.span.until_s is None:
            return "active" if self.span.proven_s is None else "proven"
        return "unproven" if self.span.proven_s is None else "healed"


def switchboard(scenario: Scenario, spans: Sequence[FaultSpan]) -> tuple[Switch, ...]:
    """Give every fault, those planned in the order of their beginning.

    Args:
        scenario: what is planned.
        spans: what has begun so far, in order.
    """
    begun: dict[tuple[str, str], list[FaultSpan]] = {}
    for span in spans:
        begun.setdefault((span.kind, span.target), []).append(span)
    planned = [_with_span(one, begun.get((one.kind, one.target), [])) for one in _planned(scenario)]
    return (*planned, *_unplanned(begun))


def _with_span(switch: Switch, begun: list[FaultSpan]) -> Switch:
    """Give a fault with the first span of its kind and target that no other has taken."""
    return replace(switch, span=begun.pop(0)) if begun else switch


def _planned(scenario: Scenario) -> list[Switch]:
    """Give the faults of the plan as they begin."""
    starts_s = scenario.traffic.phase_starts_s()
    planned = [
        Switch(kind=one.kind, target=one.target, planned_s=one.at.at_s(starts_s), for_s=one.for_s or 0.0)
        for one in scenario.faults
    ]
    return sorted(planned, key=lambda one: one.planned_s or 0.0)


def _unplanned(begun: dict[tuple[str, str], list[FaultSpan]]) -> Iterator[Switch]:
    """Give what has begun although nobody had planned it."""
    for (kind, target), spans in begun.items():
        for span in spans:
            yield Switch(kind=kind, target=target, planned_s=None, for_s=0.0, span=span)
