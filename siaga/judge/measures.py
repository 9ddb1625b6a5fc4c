"""The Measures that an objective may ask for: what is counted or timed, and of what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from siaga.judge.fault_measures import FaultTime
from siaga.judge.promql import Promql
from siaga.judge.reject_cost import RejectCost

COUNTS = (
    "attempted", "acknowledged", "refused", "unknown", "on-roll", "lost", "duplicated", "phantom",
    "unexpected", "recovered", "over-quota",
)  # fmt: skip
"""What the audit counts, as expressions call it."""

ASKED = ("attempted", "acknowledged", "refused", "unknown")
"""Those that the ledger alone tells; the others need the roll."""


class MeasureError(ValueError):
    """A measure asks for what cannot be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose samples count.

    Attributes:
        kind: "step", "population" or "journey".
        name: of it.
    """

    kind: str = "step"
    name: str

    def __str__(self) -> str:
        """Give it as sentences name it."""
        return self.name if self.kind == "step" else f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Series of the site chosen by name and labels, and the function that makes one number of them.

    Attributes:
        function: rate, increase, max, min, last or quantile.
        name: of the series.
        labels: that a series has to have, others left aside.
        quantile: 0 to 1; None for every function but quantile.
    """

    function: str
    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    quantile: float | None = None

    def __post_init__(self) -> None:
        """Refuse a quantile without its number, and a number that is none."""
        if (self.function == "quantile") != (self.quantile is not None):
            raise MeasureError(f"{self.function}: takes a number if it is quantile, else none")
        if self.quantile is not None and not 0 <= self.quantile <= 1:
            raise MeasureError(f"quantile: {self.quantile} is none; 0 to 1 is allowed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """A quantile, above 0 and below 1, of the time that steps took.

    Attributes:
        quantile: which.
        of: whose steps.
        service: whether the time counts from the real start instead of the intended one.
    """

    quantile: float
    of: Subject
    service: bool = False

    def __post_init__(self) -> None:
        """Refuse the fastest of all, which says nothing of the others."""
        _refuse_no_quantile(self.quantile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Good samples by all of them."""

    of: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRatio:
    """Failed samples by all samples, of one subject or of every step."""

    of: Subject | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedArrivals:
    """Arrivals that could not be sent, by all that were planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Journeys that came to their own end, by all that ended; of a journey or a population."""

    of: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Goodput:
    """Good samples per second."""

    of: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodputRatio:
    """Good samples by the work that was offered: all samples, and arrivals that could not be sent.

    A sample is one, however many attempts it took. Of one subject no arrivals count.
    """

    of: Subject | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collateral:
    """Good samples by all of a subject that does not need what a fault broke."""

    of: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryAmplification:
    """Requests that were sent by the steps for which they were: attempts by first attempts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitEstimateError:
    """A quantile of how far the waiting room's estimates were off, by the waits that came.

    Attributes:
        quantile: which, above 0 and below 1.
    """

    quantile: float

    def __post_init__(self) -> None:
        """Refuse the best of all, which says nothing of the others."""
        _refuse_no_quantile(self.quantile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plateau:
    """The lowest goodput of any window in a phase, by the highest before the phase."""

    of: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Hysteresis:
    """The goodput ratio in a phase by that of an earlier one with the same load.

    Attributes:
        of: whose samples.
        since: name of the earlier phase.
    """

    of: Subject
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The share of the registration window's error budget that the run spent.

    Attributes:
        of: whose samples; None for those of every step.
        slo: share of good samples that is promised, above 0 and below 1.
    """

    of: Subject | None = None
    slo: float

    def __post_init__(self) -> None:
        """Refuse a promise of everything, which leaves no budget, and of nothing."""
        _refuse_no_budget(self.slo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Burn:
    """How many times faster than it lasts the error budget burned, in two windows at once.

    Attributes:
        speed: "fast" or "slow": which pair of windows.
        of: whose samples.
        slo: share of good samples that is promised, above 0 and below 1.
    """

    speed: str
    of: Subject
    slo: float

    def __post_init__(self) -> None:
        """Refuse a promise of everything, which leaves no budget, and of nothing."""
        _refuse_no_budget(self.slo)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCount:
    """What the audit counted.

    Attributes:
        name: one of `COUNTS`.
    """

    name: str

    def __post_init__(self) -> None:
        """Refuse what no audit counts."""
        if self.name not in COUNTS:
            raise MeasureError(f"{self.name!r} is counted by no audit; {', '.join(COUNTS)} are")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesValue:
    """A number made of the site's own series, or one such number by another."""

    top: Selection
    below: Selection | None = None


Ratio = Availability | ErrorRatio | DroppedArrivals | Completion | GoodputRatio | Collateral
"""Measures that are so many of so many."""

Measure = (
    Latency
    | Ratio
    | Goodput
    | RetryAmplification
    | WaitEstimateError
    | FaultTime
    | Plateau
    | Hysteresis
    | Budget
    | Burn
    | AuditCount
    | SeriesValue
    | Promql
    | RejectCost
)

WINDOWED = (
    Latency,
    Availability,
    ErrorRatio,
    DroppedArrivals,
    Completion,
    GoodputRatio,
    Collateral,
    RetryAmplification,
    WaitEstimateError,
    Goodput,
    SeriesValue,
)
"""Measures that can be taken of any stretch of a run."""


def subject(measure: Measure) -> Subject | None:
    """Give whose samples a measure counts; None where it counts everything, or no samples."""
    return getattr(measure, "of", None)


def _refuse_no_quantile(quantile: float) -> None:
    if not 0 < quantile < 1:
        raise MeasureError(f"p{quantile * 100:g}: is no quantile; above p0, below p100 is allowed")


def _refuse_no_budget(slo: float) -> None:
    if not 0 < slo < 1:
        raise MeasureError(
            f"{slo * 100:g} %: leaves no budget to spend; above 0 %, below 100 % is allowed"
        )
