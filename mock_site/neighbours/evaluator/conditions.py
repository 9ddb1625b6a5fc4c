"""The conditions of the evaluator."""

from dataclasses import dataclass, field

from mock_site.neighbours.conditions import Conditions
from mock_site.neighbours.delay import Delay
from mock_site.neighbours.limit import Limit
from mock_site.neighbours.misbehaviour import check_share


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatorConditions(Conditions):
    """How the evaluator works.

    Attributes:
        grading: how long it takes until there is a score.
        low_share: share of the answers whose score is below one half, 0 to 1.
        most: evaluations that are kept, at least 1; the oldest go first.
    """

    limit: Limit = field(default_factory=lambda: Limit(per_s=2_000.0, per_day=100_000_000))
    service: Delay = field(default_factory=lambda: Delay(median_s=0.01, sigma=0.4))
    grading: Delay = field(default_factory=lambda: Delay(median_s=20.0, sigma=0.5))
    low_share: float = 0.0
    most: int = 1_000_000

    def __post_init__(self) -> None:
        check_share("low_share", self.low_share)
        if self.most < 1:
            raise ValueError(f"most: is {self.most}; it must be 1 or more")
