"""The Measures of a fault that are times: how long it took to be seen, and to be recovered from."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryTime:
    """From the end of a fault until every indicator keeps its objective again, and goes on to.

    Attributes:
        fault: its kind; the slowest recovery of all of the kind counts.
    """

    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionTime:
    """From the beginning of a fault until a series of the site changes for the first time.

    Attributes:
        fault: its kind; the slowest detection of all of the kind counts.
        name: of the series; `up`, which changes with the first scrape that fails, stands for readiness.
        labels: that a series has to have, others left aside.
    """

    fault: str
    name: str = "up"
    labels: Mapping[str, str] = field(default_factory=dict)


FaultTime = RecoveryTime | DetectionTime
