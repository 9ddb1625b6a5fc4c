"""Records: the values that go into a store and come out of it. All times are Unix seconds."""

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account to be opened; `password` is already hashed, e-mail and phone are normalised."""

    nik: str
    kk: str
    name: str
    birth_date: dt.date
    email: str
    phone: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequest:
    """A wish for a seat.

    Attributes:
        account_id: of the account that asks.
        wave: that it wants to join.
        key: the account's own name for this wish; a repetition carries the same.
        payload: digest of the request's body; a repetition has the same.
    """

    account_id: str
    wave: str
    key: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A seat that was given, numbered from 1 within its wave."""

    registration_id: str
    wave: str
    person: str
    key: str
    payload: str
    seat: int
    at_s: float

    def __post_init__(self) -> None:
        if self.seat < 1:
            raise ValueError(f"seat: is {self.seat}; seats are numbered from 1")

    def repeats(self, wish: JoinRequest) -> bool:
        """Tell whether a wish with this registration's key asks for the same thing again."""
        return (self.wave, self.payload) == (wish.wave, wish.payload)


class JoinResult(Enum):
    """How a join ended."""

    GIVEN = "given"
    REPLAYED = "replayed"
    ALREADY_JOINED = "already_joined"
    KEY_REUSED = "key_reused"
    NOT_OPEN = "not_open"
    FULL = "full"
    UNKNOWN_WAVE = "unknown_wave"
    NO_ACCOUNT = "no_session"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinOutcome:
    """How a join ended, with what it concerns.

    Attributes:
        result: how it ended.
        registration: the one given, replayed or standing in the way; else None.
        opens_at_s: when the wave opens, where it has not; else None.
    """

    result: JoinResult
    registration: Registration | None = None
    opens_at_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveState:
    """A wave as it stands.

    Attributes:
        wave: its name.
        quota: seats, 0 or more.
        given: seats given, 0 or more; above the quota only if that was lowered since.
        opens_at_s: when joining opens; None: it is open.
    """

    wave: str
    quota: int
    given: int
    opens_at_s: float | None

    def __post_init__(self) -> None:
        if self.quota < 0 or self.given < 0:
            raise ValueError(f"wave: quota and given are {self.quota}, {self.given}; both are 0 or more")

    @property
    def left(self) -> int:
        """Seats left."""
        return max(0, self.quota - self.given)

    def is_open(self, now_s: float) -> bool:
        """Tell whether joining has opened."""
        return self.opens_at_s is None or self.opens_at_s <= now_s


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveChange:
    """What is to change of a wave; a part that is not named stays.

    Attributes:
        quota: new quota; None leaves it.
        sets_opening: whether `opens_at_s` is to be set.
        opens_at_s: new opening; None opens at once.
    """

    quota: int | None = None
    sets_opening: bool = False
    opens_at_s: float | None = None

    def __post_init__(self) -> None:
        if self.quota is None and not self.sets_opening:
            raise ValueError("wave change: changes nothing; name a quota or an opening")
        if self.quota is not None and self.quota < 0:
            raise ValueError(f"quota: is {self.quota}; it must be 0 or more")
