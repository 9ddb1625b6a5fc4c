"""The Takeover: that a worker was lost, and which others send its visitors from some moment on."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from siaga.record.line import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover(Line):
    """One of a run; kept in evidence/takeovers.jsonl, in the order in which they were decided.

    Whoever is due at `from_s` or later and was the lost worker's then goes to the takers in turn.

    Attributes:
        lost: rank of the worker.
        noticed_s: run second at which it was given up.
        from_s: run second from which on others send; it sends nobody who is due then or later.
        takers: ranks of those who do, one or more.
        visitors: how many each of them takes over, in the order of the takers.

    Raises:
        ValueError: there is no such takeover.
    """

    lost: int
    noticed_s: float
    from_s: float
    takers: tuple[int, ...]
    visitors: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse one that would have a visitor come by nobody, or by the lost worker itself."""
        if not (_is_time(self.noticed_s) and _is_time(self.from_s)):
            raise ValueError(f"takeover: {self.noticed_s!r} s, {self.from_s!r} s are no run seconds")
        if not all(map(_is_count, (self.lost, *self.takers, *self.visitors))):
            raise ValueError("takeover: ranks and numbers of visitors are whole and 0 or more")
        takers = set(self.takers) - {self.lost}
        if not takers or not len(takers) == len(self.takers) == len(self.visitors):
            raise ValueError(
                f"takeover: {self.visitors} visitors go to {self.takers}, of worker {self.lost};"
                " other workers, each once and with a number, are allowed"
            )

    @property
    def note(self) -> str:
        """What the run is told by."""
        shares = zip(self.takers, self.visitors, strict=True)
        told = ", ".join(f"worker {rank} {many:,}" for rank, many in shares)
        return (
            f"worker {self.lost} was lost: of its visitors who are due from second {self.from_s:.1f} on"
            f" others take over {sum(self.visitors):,} ({told})"
        )

    def as_json(self) -> dict[str, Any]:
        """Give the takeover as a JSON object."""
        return asdict(self)

    @classmethod
    def of(cls, fact: Mapping[str, Any]) -> "Takeover":
        """Read a takeover back, of a line or of a message.

        Raises:
            ValueError: the fact is none.
        """
        try:
            lists = {name: tuple(fact[name]) for name in ("takers", "visitors")}
            return cls(**{**fact, **lists})
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"takeover: {str(fact)[:60]!r} is none ({error}); it is damaged") from None


def _is_time(given: object) -> bool:
    return isinstance(given, int | float) and math.isfinite(given)


def _is_count(given: object) -> bool:
    return type(given) is int and given >= 0
