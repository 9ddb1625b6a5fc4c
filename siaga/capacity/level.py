"""A Level of a search: one load, why it was played, and what came of it."""

from dataclasses import dataclass
from enum import Enum

from siaga.capacity.headroom import Headroom
from siaga.capacity.reading import Reading


class Purpose(Enum):
    """Why a level is played."""

    STEP = "step"
    BISECTION = "bisection"
    AGAIN = "again, longer"
    COOL_DOWN = "cool-down"
    CONFIRMATION = "confirmation"


class Outcome(Enum):
    """What a level shows."""

    HELD = "held"
    """Every objective was met with its bound, and the run can be believed."""

    BROKEN = "broken"
    """An objective or a promise was broken, and the generator is not to blame."""

    OPEN = "open"
    """Nothing was broken, and too little was seen to say that everything holds."""

    LIMITED = "limited"
    """The generator did not send what was planned, or not in time: nothing is said of the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A level that is to be played.

    Attributes:
        rate_per_s: arrivals a second, above 0.
        hold_s: seconds in which objectives are judged, above 0.
        purpose: why.
    """

    rate_per_s: float
    hold_s: float
    purpose: Purpose

    def __post_init__(self) -> None:
        """Refuse a level at which nobody comes."""
        for name in ("rate_per_s", "hold_s"):
            if not 0 < getattr(self, name) < float("inf"):
                raise ValueError(f"{name}: {getattr(self, name)}; above 0 is allowed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level that was played.

    Attributes:
        ask: what was asked for.
        outcome: what it shows.
        by: ids of what was broken or kept it from deciding; empty where it held.
        text: the same in a sentence.
        longer_s: how much longer the hold would have to be to decide; None where nobody can tell.
        took_s: how long it took from start to verdict.
        folder: name of its run folder; empty where there is none.
        readings: how much of each thing that the site can run out of was used.
        headroom: what the generator had left; None where nobody told.
    """

    ask: Ask
    outcome: Outcome
    by: tuple[str, ...] = ()
    text: str = ""
    longer_s: float | None = None
    took_s: float = 0.0
    folder: str = ""
    readings: tuple[Reading, ...] = ()
    headroom: Headroom | None = None

    @property
    def rate_per_s(self) -> float:
        """Arrivals a second."""
        return self.ask.rate_per_s

    @property
    def held(self) -> bool:
        """Whether everything held."""
        return self.outcome is Outcome.HELD

    @property
    def is_cool_down(self) -> bool:
        """Whether it was played to see what the level before has left behind."""
        return self.ask.purpose is Purpose.COOL_DOWN

    @property
    def is_short(self) -> bool:
        """Whether nothing kept it from deciding but that too few people came, as long as it was."""
        again = self.ask.purpose is Purpose.AGAIN
        return again and self.outcome is Outcome.OPEN and self.longer_s is not None

    @property
    def votes(self) -> bool:
        """Whether it says something of its load: a cool-down speaks of the load before it."""
        if self.is_cool_down or self.is_short or self.outcome is Outcome.LIMITED:
            return False
        return self.outcome is not Outcome.OPEN or self.ask.purpose is Purpose.AGAIN
