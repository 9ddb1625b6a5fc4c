"""The Situation: everything that the wish for a seat depends on, as of one instant."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace

from mock_site.defects import NONE, Defect, Defects
from mock_site.store import lapses
from mock_site.store.account_rows import DONE_AT, first_missing
from mock_site.store.progress import Step
from mock_site.store.reads import registration_of
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult, Registration
from mock_site.store.role import StoreError
from mock_site.store.seat_numbers import TAKEN_BY
from mock_site.store.statement import Rows, Statement

# One statement for all of it where no seat is held: beyond a socket, each one more costs a tenth of a
# millisecond while all other writes wait.
_WHAT = f"""
  SELECT a.nik, a.phone, w.quota, w.opens_at_s, w.closes_at_s,
    (SELECT max(seat) FROM registrations WHERE wave = $1), {DONE_AT},
    (SELECT min(seat) FROM freed_seats WHERE wave = $1),
    (SELECT min(ends_at_s) FROM holds WHERE wave = $1 AND state = 'held'),
    (SELECT count(*) FROM draws WHERE wave = $1),
    r.registration_id, r.wave, r.person, r.key, r.payload, r.seat, r.at_s, r.lot"""  # noqa: S608 - our own column names
_WHOSE = """
  FROM accounts a
  LEFT JOIN waves w ON w.wave = $1
  LEFT JOIN registrations r ON r.account_id = a.account_id
  WHERE a.account_id = $2"""
SITUATION = _WHAT + _WHOSE
WITH_HOLDS = f"""{_WHAT},
    (SELECT max(seat) FROM holds WHERE wave = $1 AND state = 'held'),
    (SELECT count(*) FROM holds WHERE account_id = $2)
  {_WHOSE}"""  # noqa: S608 - as above
"""Beside the situation, the highest seat that is held, and how often the account has held one."""
HELD = """
  SELECT (SELECT max(seat) FROM holds WHERE wave = $1 AND state = 'held'), h.seat, h.ends_at_s
  FROM (SELECT 1) AS a_row
  LEFT JOIN holds h ON h.account_id = $2 AND h.wave = $1 AND h.state = 'held'"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """An account, a wave, and what the one has of the other. All times are Unix seconds.

    Attributes:
        nik: number of the account's person.
        phone: where they are told.
        quota: of the wave; None: there is no such wave.
        opens_at_s: when joining opens; None: it is open.
        closes_at_s: when joining closes; None: it stays open.
        highest: seat that is taken, 0 for none.
        freed: lowest of the seats that were given back; None: there is none.
        lapses_at_s: when the next hold of the wave ends; None: there is none.
        is_drawn: whether the seats of the wave are drawn by lot.
        missing: the first step that is not done; None: all are.
        registrations: of the account, in whichever wave.
        now_s: the time.
        held: seat that is held for the account; None: none is.
        held_until_s: when that ends.
    """

    nik: str
    phone: str
    quota: int | None
    opens_at_s: float | None
    closes_at_s: float | None
    highest: int
    freed: int | None
    lapses_at_s: float | None
    is_drawn: bool
    missing: Step | None
    registrations: tuple[Registration, ...]
    now_s: float
    held: int | None = None
    held_until_s: float = 0.0

    @property
    def lowest(self) -> int:
        """The lowest seat that is free, whatever the quota."""
        return self.freed or self.highest + 1

    @property
    def kept(self) -> int | None:
        """The seat that is kept for the account now; None: none is."""
        return self.held if self.now_s < self.held_until_s else None

    @property
    def has_lapses(self) -> bool:
        """Whether the time of some hold is over."""
        return self.lapses_at_s is not None and self.lapses_at_s <= self.now_s


def situation(
    wish: JoinRequest, clock: Callable[[], float]
) -> Generator[Statement, Rows, Situation | None]:
    """Read the situation once the holds that are over have ended; None: there is no such account."""
    found = yield from _read(wish, clock)
    if found is None or not found.has_lapses:
        return found
    yield from lapses.ended(wish.wave, found.now_s)
    return (yield from _read(wish, lambda: found.now_s))


def obstacle(found: Situation, wish: JoinRequest, defects: Defects = NONE) -> JoinOutcome | None:
    """Tell why this account can have no seat of this wave now, free ones or not; None: it can.

    Raises:
        StoreError: another process has the wave's seats given in another way than this one gives them.
    """
    if found.quota is None:
        return JoinOutcome(result=JoinResult.UNKNOWN_WAVE)
    if found.is_drawn is not wish.by_lot:
        way = "has its seats drawn by lot" if found.is_drawn else "has no draw"
        raise StoreError(f"wave {wish.wave} {way}", certain=True)
    missing = found.missing
    if missing is Step.ASSESSMENT and Defect.STEP_SKIP in defects:
        missing = None
    if missing is not None:
        return JoinOutcome(result=JoinResult.STEP_MISSING, missing=missing)
    if found.opens_at_s is not None and found.now_s < found.opens_at_s:
        return JoinOutcome(result=JoinResult.NOT_OPEN, turns_at_s=found.opens_at_s)
    has_closed = found.closes_at_s is not None and found.now_s >= found.closes_at_s
    if has_closed and Defect.LATE_ACCEPTANCE not in defects:
        return JoinOutcome(result=JoinResult.CLOSED, turns_at_s=found.closes_at_s)
    return None


def room(found: Situation, wave: str, *, confirms: bool) -> Generator[Statement, Rows, bool]:
    """Tell whether the quota has room: for one more that is taken, or for one more that is given.

    Args:
        found: with a quota.
        wave: its name.
        confirms: whether the seat is taken already, by a hold.
    """
    quota = found.quota or 0
    if found.highest <= quota:
        return confirms or found.lowest <= quota
    # The quota was lowered below a seat that is taken: then the free ones below do not say how many are.
    ((given, held),) = yield Statement(TAKEN_BY, (wave,))
    return bool(given < quota if confirms else given + held < quota)


def asked(wish: JoinRequest) -> Statement:
    """Ask for the situation of a wish, but for what is held."""
    return Statement(SITUATION, (wish.wave, wish.account_id))


def situation_of(rows: Rows, now_s: float) -> Situation | None:
    """Make a situation at a time of what was asked for, as if no seat were held; None: of no account."""
    if not rows:
        return None
    row = rows[0]
    return Situation(
        nik=row[0],
        phone=row[1],
        quota=row[2],
        opens_at_s=row[3],
        closes_at_s=row[4],
        highest=row[5] or 0,
        missing=first_missing(row[6:12]),
        freed=row[12],
        lapses_at_s=row[13],
        is_drawn=row[14] > 0,
        registrations=tuple(registration_of(one[15:23]) for one in rows if one[15] is not None),
        now_s=now_s,
    )


def _read(wish: JoinRequest, clock: Callable[[], float]) -> Generator[Statement, Rows, Situation | None]:
    rows = yield asked(wish)
    found = situation_of(rows, clock())
    if found is None or found.lapses_at_s is None:
        return found
    ((by_hold, held, held_until_s),) = yield Statement(HELD, (wish.wave, wish.account_id))
    highest = max(found.highest, by_hold)
    return replace(found, highest=highest, held=held, held_until_s=held_until_s or 0.0)
