"""Records: the values that go into a store and come out of it. All times are Unix seconds."""

from dataclasses import dataclass
from enum import Enum

from mock_site.store.draw import Draw
from mock_site.store.progress import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequest:
    """A wish for a seat.

    Attributes:
        account_id: of the account that asks.
        wave: that it wants to join.
        key: the account's own name for this wish; a repetition carries the same.
        payload: digest of the request's body; a repetition has the same.
        needs_hold: whether a seat is given only to whom it is held for.
        by_lot: whether seats are drawn once joining has closed, so that this is an application.
    """

    account_id: str
    wave: str
    key: str
    payload: str
    needs_hold: bool = False
    by_lot: bool = False


class Standing(Enum):
    """What a registration has come to."""

    CONFIRMED = "confirmed"
    """Its seat was given at once."""
    APPLIED = "applied"
    DRAWN = "drawn"
    NOT_DRAWN = "not-drawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A seat that was given, or an application for one that is drawn. All times are Unix seconds.

    Attributes:
        registration_id: nobody can guess it.
        wave: of the seat.
        person: whose it is.
        key: of the request that was granted.
        payload: digest of that request's body.
        seat: numbered from 1 within its wave; None: it has none, not yet or not at all.
        at_s: when it was granted.
        lot: by which it is drawn; None: seats are given at once.
        drawn_at_s: when lots were drawn; None: they were not, or it is not told here.
    """

    registration_id: str
    wave: str
    person: str
    key: str
    payload: str
    seat: int | None
    at_s: float
    lot: str | None = None
    drawn_at_s: float | None = None

    def __post_init__(self) -> None:
        if self.seat is not None and self.seat < 1:
            raise ValueError(f"seat: is {self.seat}; seats are numbered from 1")
        if self.seat is None and self.lot is None:
            raise ValueError("registration: has neither a seat nor a lot; it needs one")

    @property
    def standing(self) -> Standing:
        """What it has come to."""
        return standing_of(self.seat, self.lot, self.drawn_at_s)

    def repeats(self, wish: JoinRequest) -> bool:
        """Tell whether a wish with this registration's key asks for the same thing again."""
        return (self.wave, self.payload) == (wish.wave, wish.payload)


def standing_of(seat: int | None, lot: str | None, drawn_at_s: float | None) -> Standing:
    """Give what a registration has come to by its seat, its lot and when lots were drawn."""
    if lot is None:
        return Standing.CONFIRMED
    if drawn_at_s is None:
        return Standing.APPLIED
    return Standing.NOT_DRAWN if seat is None else Standing.DRAWN


class JoinResult(Enum):
    """How a join ended."""

    GIVEN = "given"
    APPLIED = "applied"
    REPLAYED = "replayed"
    ALREADY_JOINED = "already_joined"
    KEY_REUSED = "key_reused"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    FULL = "full"
    NOT_HELD = "not_held"
    HOLD_EXPIRED = "hold_expired"
    UNKNOWN_WAVE = "unknown_wave"
    STEP_MISSING = "step_missing"
    NO_ACCOUNT = "no_session"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinOutcome:
    """How a join ended, with what it concerns.

    Attributes:
        result: how it ended.
        registration: the one given, replayed or standing in the way; else None.
        turns_at_s: when the wave opens or closed, where that is the reason; else None.
        missing: the step that has to be done first, where that is the reason; else None.
    """

    result: JoinResult
    registration: Registration | None = None
    turns_at_s: float | None = None
    missing: Step | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveState:
    """A wave as it stands.

    Attributes:
        wave: its name.
        quota: seats, 0 or more.
        given: seats given, 0 or more; above the quota only if that was lowered since.
        opens_at_s: when joining opens; None: it is open.
        closes_at_s: when joining closes, at that very instant; None: it stays open.
        held: seats that are held for somebody, and not given, 0 or more.
        draw: by which its seats are drawn; None: they are given at once.
    """

    wave: str
    quota: int
    given: int
    opens_at_s: float | None
    closes_at_s: float | None
    held: int = 0
    draw: Draw | None = None

    def __post_init__(self) -> None:
        if self.quota < 0 or self.given < 0:
            raise ValueError(f"wave: quota and given are {self.quota}, {self.given}; both are 0 or more")
        if self.held < 0:
            raise ValueError(f"wave: held is {self.held}; it is 0 or more")

    @property
    def left(self) -> int:
        """Seats left: neither given nor held."""
        return max(0, self.quota - self.given - self.held)

    def has_opened(self, now_s: float) -> bool:
        """Tell whether joining has opened; it may have closed since."""
        return self.opens_at_s is None or self.opens_at_s <= now_s

    def has_closed(self, now_s: float) -> bool:
        """Tell whether joining has closed."""
        return self.closes_at_s is not None and self.closes_at_s <= now_s


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveChange:
    """What is to change of a wave; a part that is not named stays.

    Attributes:
        quota: new quota; None leaves it.
        sets_opening: whether `opens_at_s` is to be set.
        opens_at_s: new opening; None opens at once.
        sets_closing: whether `closes_at_s` is to be set.
        closes_at_s: new closing; None never closes.
    """

    quota: int | None = None
    sets_opening: bool = False
    opens_at_s: float | None = None
    sets_closing: bool = False
    closes_at_s: float | None = None

    def __post_init__(self) -> None:
        if self.quota is None and not (self.sets_opening or self.sets_closing):
            raise ValueError("wave change: changes nothing; name a quota, an opening or a closing")
        if self.quota is not None and self.quota < 0:
            raise ValueError(f"quota: is {self.quota}; it must be 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaChange:
    """A quota of a wave, and from when it was in force; 0 where that was not noted."""

    at_s: float
    quota: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """The seats of a wave, each counted once, as of one instant.

    Attributes:
        quota: seats that may be given, 0 or more.
        given: registrations with a seat, 0 or more.
        taken: seats that somebody has, by the highest of them less those below it that were given back;
            seats have no other gaps, so it is those given and those held.
        held: seats that are held for somebody, 0 or more.
        confirmed: holds that were joined with, 0 or more.
        expired: holds whose time was over before, 0 or more.
        applications: registrations that have a lot, 0 or more.
        drawn: those of them that have a seat, 0 or more.
        drawn_at_s: when lots were drawn, Unix seconds; None: they were not.
    """

    quota: int
    given: int
    taken: int
    held: int = 0
    confirmed: int = 0
    expired: int = 0
    applications: int = 0
    drawn: int = 0
    drawn_at_s: float | None = None

    def __post_init__(self) -> None:
        holds, lots = (self.held, self.confirmed, self.expired), (self.applications, self.drawn)
        if min(self.quota, self.given, self.taken, *holds, *lots) < 0:
            raise ValueError(f"seats: are {self}; each number is 0 or more")

    @property
    def left(self) -> int:
        """Seats that may still be taken."""
        return max(0, self.quota - self.taken)

    @property
    def issued(self) -> int:
        """Seats there are: the quota, or what had been taken before that was lowered."""
        return max(self.quota, self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollEntry:
    """A registration as the roll shows it, with the account that holds it.

    Attributes:
        registration_id: of the registration.
        person: who registered.
        key: of the request that was granted.
        seat: that was given or drawn; None: it has none.
        at_s: when it was given or, where seats are drawn, applied for.
        standing: what it has come to.
        nik: number of the account's person.
        phone: of the account, E.164.
        email: of the account, lower case.
        name: on the account.
        account_at_s: when the account was opened.
        email_at_s: when each step was done, this and the next five; None where a store that
            was older than the step held the seat already.
        identity_at_s: as above.
        profile_at_s: as above.
        documents_at_s: as above.
        phone_at_s: as above.
        assessment_at_s: as above.
    """

    registration_id: str
    person: str
    key: str
    seat: int | None
    at_s: float
    standing: Standing
    nik: str
    phone: str
    email: str
    name: str
    account_at_s: float
    email_at_s: float | None
    identity_at_s: float | None
    profile_at_s: float | None
    documents_at_s: float | None
    phone_at_s: float | None
    assessment_at_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message to a person that there is a seat for them; or none, where seats are drawn."""

    registration_id: str
    person: str
    at_s: float
