"""What a contender Told of one piece of work: the figures that its own user would read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from truth_behaviour import Behaviour


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What every contender is given to do.

    Attributes:
        rate_per_s: arrivals a second, all the time.
        for_s: how long, whole seconds.
        behaviour: of the server.
    """

    rate_per_s: int
    for_s: int
    behaviour: Behaviour

    @property
    def arrivals(self) -> int:
        """How many come in all."""
        return self.rate_per_s * self.for_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Figures, each as the contender reports it; None where it reports no such thing.

    Attributes:
        requests: how many it sent.
        not_sent: how many of the arrivals it could not send.
        quantiles_s: of its latency.
        failed: share of its requests.
        failed_at_most: the upper 95 % bound of that.
        good_per_s: good answers a second.
        plateau: the worst of that while there was too much, by the best before.
        offsets_s: by how much each worker's clock was ahead, with the error of that.
        checks: state of its checks, by name.
        note: what else its user reads.
    """

    requests: int
    not_sent: int | None = None
    quantiles_s: Mapping[float, float] = field(default_factory=dict)
    failed: float | None = None
    failed_at_most: float | None = None
    good_per_s: float | None = None
    plateau: float | None = None
    offsets_s: tuple[tuple[float, float], ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


class Contender(Protocol):
    """Somebody who sends load, and tells what came of it."""

    name: str

    def missing(self) -> str:
        """Say what it lacks here; empty if it can be had."""

    def play(self, work: Work, url: str, folder: Path) -> dict[str, Told]:
        """Do the work against a server, with files in a folder; gives what it tells, by its measure.

        Most have one measure, which has an empty name.

        Raises:
            subprocess.SubprocessError: it did not do it.
        """
