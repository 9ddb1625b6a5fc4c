"""The conditions of the identity registry."""

from dataclasses import dataclass, field

from mock_site.neighbours.conditions import Conditions
from mock_site.neighbours.delay import Delay
from mock_site.neighbours.limit import Limit
from mock_site.neighbours.misbehaviour import check_share


def _limit() -> Limit:
    # Two million a day is what the real registry granted to the civil service portal in 2018. Over a
    # day that is 23 a second; a day played in minutes needs more of them in each.
    return Limit(per_s=1_000.0, per_day=2_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryConditions(Conditions):
    """How the registry answers.

    Attributes:
        wrong_share: share of look-ups that are answered with the opposite of the truth, 0 to 1.
    """

    limit: Limit = field(default_factory=_limit)
    service: Delay = field(default_factory=lambda: Delay(median_s=0.08, sigma=0.6))
    wrong_share: float = 0.0

    def __post_init__(self) -> None:
        check_share("wrong_share", self.wrong_share)
