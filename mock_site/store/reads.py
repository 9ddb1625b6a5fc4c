"""Reads: the questions about registrations and waves, and what is made of the rows of the answer."""

from collections.abc import Sequence

from mock_site.defects import NONE, Defect, Defects
from mock_site.store.account_rows import DONE_AT
from mock_site.store.draw import Draw, commitment_of
from mock_site.store.records import (
    Notice,
    QuotaChange,
    Registration,
    RollEntry,
    Seats,
    WaveState,
    standing_of,
)
from mock_site.store.role import StoreError
from mock_site.store.seat_numbers import highest
from mock_site.store.statement import Listing, Question, Row, Rows, Statement

_COLUMNS = """
  SELECT r.registration_id, r.wave, r.person, r.key, r.payload, r.seat, r.at_s, r.lot, d.drawn_at_s
  FROM registrations r LEFT JOIN draws d ON d.wave = r.wave"""
_OF_ACCOUNT = f"{_COLUMNS} WHERE r.account_id = $1 ORDER BY r.at_s, r.registration_id"
_ONE = f"{_COLUMNS} WHERE r.registration_id = $1"
# Which seats are taken costs one step in an index to find. The few whose hold is over, and has not been
# ended yet, are free already.
_OVER = "(SELECT count(*) FROM holds WHERE wave = $1 AND state = 'held' AND ends_at_s <= $2)"
_HELD = "(SELECT count(*) FROM holds WHERE wave = $1 AND state = 'held' AND ends_at_s > $2)"
_TAKEN = f"""coalesce({highest("$1")}, 0)
    - (SELECT count(*) FROM freed_seats WHERE wave = $1) - {_OVER}"""  # noqa: S608 - our own column names
_WAVE = f"""
  SELECT w.quota, w.opens_at_s, w.closes_at_s, {_TAKEN}, {_HELD},
    d.seed, d.applications, d.drawn_at_s, d.drawn, d.last_lot
  FROM waves w LEFT JOIN draws d ON d.wave = w.wave WHERE w.wave = $1"""  # noqa: S608 - as above
# The registrations one by one, so that one which is missing shows.
_SEATS = f"""
  SELECT w.quota, {_TAKEN},
    (SELECT count(*) FROM registrations WHERE wave = $1 AND seat IS NOT NULL), {_HELD},
    (SELECT count(*) FROM holds WHERE wave = $1 AND state = 'confirmed'),
    (SELECT count(*) FROM holds WHERE wave = $1 AND state = 'expired') + {_OVER},
    (SELECT count(*) FROM registrations WHERE wave = $1 AND lot IS NOT NULL), d.drawn_at_s
  FROM waves w LEFT JOIN draws d ON d.wave = w.wave WHERE w.wave = $1"""  # noqa: S608 - as above
_QUOTAS = "SELECT at_s, quota FROM quotas WHERE wave = $1 ORDER BY change_id"
_SECRET = "SELECT value FROM secrets WHERE name = 'session'"  # noqa: S105 - asks for one, is none
_ROLL = f"""
  SELECT r.registration_id, r.person, r.key, r.seat, r.at_s, r.lot, d.drawn_at_s,
    a.nik, a.phone, a.email, a.name, a.opened_at_s, {DONE_AT}
  FROM registrations r JOIN accounts a ON a.account_id = r.account_id
  LEFT JOIN draws d ON d.wave = r.wave
  ORDER BY r.wave, r.seat"""  # noqa: S608 - our own column names
_NOTICES = """
  SELECT r.registration_id, r.person, m.at_s
  FROM messages m JOIN registrations r ON r.registration_id = m.body
  WHERE m.kind IN ('seat', 'not-drawn') ORDER BY m.message_id"""


def registration_of(row: Row) -> Registration:
    """Make a registration of id, wave, person, key, payload, seat, time, lot and when that was drawn.

    Where that is left out, it is as it was when it was granted.
    """
    registration_id, wave, person, key, payload, seat, at_s, lot, *drawn = row
    return Registration(
        registration_id=registration_id,
        wave=wave,
        person=person,
        key=key,
        payload=payload,
        seat=seat,
        at_s=at_s,
        lot=lot,
        drawn_at_s=drawn[0] if drawn else None,
    )


def registrations_of(account_id: str) -> Question[Sequence[Registration]]:
    """Ask for the registrations of an account."""
    statement = Statement(_OF_ACCOUNT, (account_id,))
    return Question(statement, lambda rows: [registration_of(row) for row in rows], is_quick=True)


def registration(registration_id: str) -> Question[Registration | None]:
    """Ask for a registration by its id."""
    statement = Statement(_ONE, (registration_id,))
    return Question(statement, lambda rows: registration_of(rows[0]) if rows else None, is_quick=True)


def wave_state(wave: str, now_s: float, defects: Defects = NONE) -> Question[WaveState]:
    """Ask how a wave stands at a time; the answer is a StoreError if there is no such wave."""

    def answer(rows: Rows) -> WaveState:
        quota, opens_at_s, closes_at_s, taken, held, *drawn = _only(wave, rows)
        return WaveState(
            wave=wave,
            quota=quota,
            given=taken - held,
            opens_at_s=opens_at_s,
            closes_at_s=closes_at_s,
            held=held,
            draw=_draw(drawn, defects),
        )

    return Question(Statement(_WAVE, (wave, now_s)), answer)


def seats(wave: str, now_s: float) -> Question[Seats]:
    """Ask for a wave's seats at a time, counted; the answer is a StoreError if there is no such wave."""

    def answer(rows: Rows) -> Seats:
        quota, taken, given, held, confirmed, expired, applications, at_s = _only(wave, rows)
        return Seats(
            quota=quota,
            given=given,
            taken=taken,
            held=held,
            confirmed=confirmed,
            expired=expired,
            applications=applications,
            # A wave whose seats are drawn gives none in another way.
            drawn=0 if at_s is None else given,
            drawn_at_s=at_s,
        )

    return Question(Statement(_SEATS, (wave, now_s)), answer)


def quota_log(wave: str) -> Question[Sequence[QuotaChange]]:
    """Ask for every quota that ever was in force, the oldest first."""
    return Question(
        Statement(_QUOTAS, (wave,)),
        lambda rows: [QuotaChange(at_s=at_s, quota=quota) for at_s, quota in rows],
    )


def secret() -> Question[bytes]:
    """Ask for the secret that sessions are signed with."""
    return Question(Statement(_SECRET), lambda rows: bytes(rows[0][0]))


def _draw(row: Row, defects: Defects) -> Draw | None:
    """Make what everybody may know of a draw; its seed only once lots are drawn."""
    seed, applications, drawn_at_s, drawn, last_lot = row
    if seed is None:
        return None
    is_public = drawn_at_s is not None or Defect.SEED_SHOWN in defects
    return Draw(
        commitment=commitment_of(seed),
        applications=applications,
        seed=seed if is_public else None,
        drawn_at_s=drawn_at_s,
        drawn=drawn,
        last_lot=last_lot,
    )


def _only(wave: str, rows: Rows) -> Row:
    if not rows:
        raise StoreError(f"wave {wave} is unknown", certain=True)
    return rows[0]


def _roll_entry(row: Row) -> RollEntry:
    registration_id, person, key, seat, at_s, lot, drawn_at_s = row[:7]
    return RollEntry(
        registration_id=registration_id,
        person=person,
        key=key,
        seat=seat,
        at_s=at_s,
        standing=standing_of(seat, lot, drawn_at_s),
        nik=row[7],
        phone=row[8],
        email=row[9],
        name=row[10],
        account_at_s=row[11],
        email_at_s=row[12],
        identity_at_s=row[13],
        profile_at_s=row[14],
        documents_at_s=row[15],
        phone_at_s=row[16],
        assessment_at_s=row[17],
    )


def _notice(row: Row) -> Notice:
    registration_id, person, at_s = row
    return Notice(registration_id=registration_id, person=person, at_s=at_s)


ROLL = Listing(Statement(_ROLL), _roll_entry)
"""All registrations by wave and seat."""

NOTICES = Listing(Statement(_NOTICES), _notice)
"""All notices in the order in which they were written."""
