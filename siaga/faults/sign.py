"""The Sign of a fault: what the harmed service itself counts, and what of that shows the harm."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from siaga.faults.metrics_page import MetricsPage

Counts = Mapping[str, float]
"""What was read, as JSON."""


class Sign(Protocol):
    """What shows that a service is harmed."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the samples that it reads."""

    def read(self, page: MetricsPage) -> Counts:
        """Read what it needs.

        Raises:
            FaultError: the page does not have it.
        """

    def shown(self, before: Counts, now: Counts) -> str:
        """Say what has happened in between; empty: nothing that shows."""


def grown(before: Counts, now: Counts, name: str) -> float:
    """Give by how much a counter has grown; one that fell has begun again from 0."""
    return now[name] - before[name] if now[name] >= before[name] else now[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grows:
    """A counter that grows by nothing else.

    Attributes:
        name: of the counter.
        labels: that its series have.
        what: has happened, in words that follow a number: "requests failed".
    """

    name: str
    labels: Mapping[str, str]
    what: str

    @property
    def names(self) -> tuple[str, ...]:
        """Its own alone."""
        return (self.name,)

    def read(self, page: MetricsPage) -> Counts:
        """Read it.

        Raises:
            FaultError: the page does not have it.
        """
        return {"count": page.total(self.name, **self.labels)}

    def shown(self, before: Counts, now: Counts) -> str:
        """Say by how much it has grown."""
        count = grown(before, now, "count")
        return f"{count:,.0f} {self.what}" if count else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slows:
    """A histogram of durations whose mean is far above what it was.

    Attributes:
        name: of the histogram.
        factor: by which the mean has grown at least; 1 or more.
        what: took so long, in words that follow a number: "requests".
    """

    name: str
    factor: float
    what: str

    @property
    def names(self) -> tuple[str, ...]:
        """Those of its sum and its count."""
        return f"{self.name}_sum", f"{self.name}_count"

    def read(self, page: MetricsPage) -> Counts:
        """Read its sum and its count.

        Raises:
            FaultError: the page does not have it.
        """
        sum_s, count = map(page.total, self.names)
        return {"sum_s": sum_s, "count": count}

    def shown(self, before: Counts, now: Counts) -> str:
        """Say how long they took; one that nobody knows the mean of before is slow as it is."""
        count, sum_s = grown(before, now, "count"), grown(before, now, "sum_s")
        usual_s = before["sum_s"] / before["count"] if before["count"] else 0.0
        if not count or sum_s / count < usual_s * self.factor:
            return ""
        usual = f", {usual_s:.3g} s before" if before["count"] else ""
        return f"{count:,.0f} {self.what} took {sum_s / count:.3g} s each{usual}"
