"""A Hold: a seat that is kept for somebody for a while, and nobody's once that is over."""

from dataclasses import dataclass
from enum import Enum

from mock_site.store.progress import Step
from mock_site.store.records import JoinRequest, Registration


class HoldState(Enum):
    """What became of a hold."""

    HELD = "held"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A seat that was held. All times are Unix seconds.

    Attributes:
        account_id: for whom.
        key: the account's own name for the wish; a repetition carries the same.
        wave: of the seat.
        payload: digest of the request's body.
        seat: its number, from 1; somebody else's once the hold has expired.
        at_s: since when.
        ends_at_s: when it ends, at that very instant.
        state: that it was left in; one whose time is over may say that it is held still.
    """

    account_id: str
    key: str
    wave: str
    payload: str
    seat: int
    at_s: float
    ends_at_s: float
    state: HoldState

    def __post_init__(self) -> None:
        if self.seat < 1:
            raise ValueError(f"seat: is {self.seat}; seats are numbered from 1")

    def is_live(self, now_s: float) -> bool:
        """Tell whether the seat is kept at a time."""
        return self.state is HoldState.HELD and now_s < self.ends_at_s

    def has_expired(self, now_s: float) -> bool:
        """Tell whether its time was over before the seat was given."""
        return self.state is not HoldState.CONFIRMED and not self.is_live(now_s)

    def repeats(self, wish: JoinRequest) -> bool:
        """Tell whether a wish with this hold's key asks for the same thing again."""
        return (self.wave, self.payload) == (wish.wave, wish.payload)


class HoldResult(Enum):
    """How a wish for a hold ended."""

    HELD = "held"
    REPLAYED = "replayed"
    ALREADY_HELD = "already_held"
    ALREADY_JOINED = "already_joined"
    EXPIRED = "expired"
    """It is the key of a hold that has ended."""
    KEY_REUSED = "key_reused"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    FULL = "full"
    UNKNOWN_WAVE = "unknown_wave"
    STEP_MISSING = "step_missing"
    NO_ACCOUNT = "no_session"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOutcome:
    """How a wish for a hold ended, with what it concerns.

    Attributes:
        result: how it ended.
        hold: the one made, replayed, expired or standing in the way; else None.
        registration: that the person has already; else None.
        turns_at_s: when the wave opens or closed, where that is the reason; else None.
        missing: the step that has to be done first, where that is the reason; else None.
    """

    result: HoldResult
    hold: Hold | None = None
    registration: Registration | None = None
    turns_at_s: float | None = None
    missing: Step | None = None
