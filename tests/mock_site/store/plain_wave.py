"""A plain wave: who is given a seat and for whom one is kept, in one dictionary and one list."""

from dataclasses import dataclass, field

from mock_site.store.hold import HoldResult
from mock_site.store.message import MessageKind
from mock_site.store.progress import DocumentKind, Identity, Step
from mock_site.store.records import JoinRequest, JoinResult, WaveChange


@dataclass
class Person:
    """An account as the plain store keeps it."""

    email: str
    done: dict[Step, float] = field(default_factory=dict)
    identity: Identity | None = None
    version: int = 0
    documents: dict[DocumentKind, object] = field(default_factory=dict)
    phone: str | None = None
    codes: list[tuple[str, str, float]] = field(default_factory=list)
    tries: int = 0
    asked: list[tuple[str, float]] = field(default_factory=list)
    test_ends_s: float | None = None
    handed_in_s: float | None = None
    passed: bool | None = None


@dataclass
class Seat:
    """A seat as the plain store gave it."""

    account_id: str
    person: str
    key: str
    payload: str


@dataclass
class Kept:
    """A seat as the plain store keeps it for somebody."""

    account_id: str
    key: str
    payload: str
    number: int
    ends_at_s: float
    is_confirmed: bool = False

    def is_live(self, now_s: float) -> bool:
        """Tell whether it is nobody else's."""
        return not self.is_confirmed and now_s < self.ends_at_s


class PlainWave:
    """The rules of seats, once more and in other words.

    Args:
        people: by account.
        messages: that were written.
        quota: seats.
        name: of the wave.
        beside: another wave, of the same people.
    """

    def __init__(
        self,
        people: dict[str, Person],
        messages: list[tuple[MessageKind, str]],
        quota: int,
        name: str = "1",
        beside: "PlainWave | None" = None,
    ) -> None:
        self.people = people
        self.messages = messages
        self.name = name
        self.waves: list[PlainWave] = [] if beside is None else beside.waves
        self.waves.append(self)
        self.given: list[tuple[str, int]] = [] if beside is None else beside.given
        """Seats of all the waves, in the order in which they were given."""
        self.seats: dict[int, Seat] = {}
        self.holds: list[Kept] = []
        self.quotas = [quota]
        self.closes_at_s: float | None = None

    def change(self, change: WaveChange) -> None:
        """Change quota or closing."""
        if change.quota is not None and change.quota != self.quotas[-1]:
            self.quotas.append(change.quota)
        if change.sets_closing:
            self.closes_at_s = change.closes_at_s

    def join(  # noqa: PLR0911 - one for each way to end
        self, wish: JoinRequest, now_s: float
    ) -> tuple[JoinResult, int | None]:
        """Give how it ends and which seat it is about."""
        for wave in self.waves:
            for number, seat in wave.seats.items():
                if (seat.account_id, seat.key) == (wish.account_id, wish.key):
                    same = (wish.wave, wish.payload) == (wave.name, seat.payload)
                    return (JoinResult.REPLAYED if same else JoinResult.KEY_REUSED), number
        if (joined := self._seat_of(wish)) is not None:
            return JoinResult.ALREADY_JOINED, joined
        if (reason := self._obstacle(wish, now_s)) is not None:
            return reason, None
        mine = [one for one in self.holds if one.account_id == wish.account_id]
        live = next((one for one in mine if one.is_live(now_s)), None)
        if wish.needs_hold and mine and live is None:
            return JoinResult.HOLD_EXPIRED, None
        if len(self.seats) + (0 if live else len(self.live(now_s))) >= self.quotas[-1]:
            return JoinResult.FULL, None
        if wish.needs_hold and live is None:
            return JoinResult.NOT_HELD, None
        number = self._lowest(now_s) if live is None else live.number
        if live is not None:
            live.is_confirmed = True
        person = self.people[wish.account_id]
        assert person.identity is not None
        assert person.phone is not None
        self.seats[number] = Seat(wish.account_id, person.identity.nik, wish.key, wish.payload)
        self.given.append((self.name, number))
        self.messages.append((MessageKind.SEAT, person.phone))
        return JoinResult.GIVEN, number

    def hold(  # noqa: PLR0911 - one for each way to end
        self, wish: JoinRequest, lasts_s: float, now_s: float
    ) -> tuple[HoldResult, int | None]:
        """Give how it ends and which seat is held, or was."""
        mine = [one for one in self.holds if one.account_id == wish.account_id]
        same = next((one for one in mine if one.key == wish.key), None)
        if same is not None and (wish.wave, wish.payload) != (self.name, same.payload):
            return HoldResult.KEY_REUSED, same.number
        if self._seat_of(wish) is not None:
            return HoldResult.ALREADY_JOINED, None if same is None else same.number
        if same is not None:
            live = same.is_live(now_s)
            return (HoldResult.REPLAYED if live else HoldResult.EXPIRED), same.number
        for one in mine:
            if wish.wave == self.name and one.is_live(now_s):
                return HoldResult.ALREADY_HELD, one.number
        if (reason := self._obstacle(wish, now_s)) is not None:
            return HoldResult(reason.value), None
        if len(self.seats) + len(self.live(now_s)) >= self.quotas[-1]:
            return HoldResult.FULL, None
        ends_at_s = now_s + lasts_s
        if self.closes_at_s is not None:
            ends_at_s = min(ends_at_s, self.closes_at_s)
        number = self._lowest(now_s)
        self.holds.append(Kept(wish.account_id, wish.key, wish.payload, number, ends_at_s))
        return HoldResult.HELD, number

    def live(self, now_s: float) -> list[Kept]:
        """Give what is kept for somebody."""
        return [one for one in self.holds if one.is_live(now_s)]

    def _seat_of(self, wish: JoinRequest) -> int | None:
        if wish.wave != self.name:
            return None
        mine = (number for number, one in self.seats.items() if one.account_id == wish.account_id)
        return next(mine, None)

    def _obstacle(self, wish: JoinRequest, now_s: float) -> JoinResult | None:
        if wish.wave != self.name:
            return JoinResult.UNKNOWN_WAVE
        if set(self.people[wish.account_id].done) != set(Step):
            return JoinResult.STEP_MISSING
        is_closed = self.closes_at_s is not None and now_s >= self.closes_at_s
        return JoinResult.CLOSED if is_closed else None

    def _lowest(self, now_s: float) -> int:
        taken = {*self.seats, *(one.number for one in self.live(now_s))}
        return next(number for number in range(1, len(taken) + 2) if number not in taken)
