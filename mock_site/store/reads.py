"""Reads of the SQLite store: its questions, and what is made of a row of the answer."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mock_site.store.records import Notice, Registration, RollEntry, Seats, WaveState
from mock_site.store.role import StoreError

COLUMNS = "registration_id, wave, person, key, payload, seat, at_s"
_OF_ACCOUNT = f"SELECT {COLUMNS} FROM registrations WHERE account_id = ?"  # noqa: S608 - our own column names
_WAVE = "SELECT quota, opens_at_s, closes_at_s FROM waves WHERE wave = ?"
_ROLL = """
  SELECT r.registration_id, r.person, r.key, r.seat, r.at_s, a.nik, a.phone, a.email, a.name, a.at_s
  FROM registrations r JOIN accounts a USING (account_id) ORDER BY r.wave, r.seat"""
_NOTICES = "SELECT registration_id, person, at_s FROM notices ORDER BY notice_id"

WaveRow = tuple[int, float | None, float | None]
"""Quota, opening and closing of a wave."""

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Listing(Generic[_Item]):
    """A question with so many rows in its answer that they come in portions.

    Attributes:
        question: in SQL.
        item: makes a value of a row.
    """

    question: str
    item: Callable[[tuple[Any, ...]], _Item]


def registration_of(row: tuple[Any, ...]) -> Registration:
    """Make a registration from a row of COLUMNS."""
    registration_id, wave, person, key, payload, seat, at_s = row
    return Registration(
        registration_id=registration_id,
        wave=wave,
        person=person,
        key=key,
        payload=payload,
        seat=seat,
        at_s=at_s,
    )


def registrations_of(connection: sqlite3.Connection, account_id: str) -> list[Registration]:
    """Read the registrations of an account."""
    return [registration_of(row) for row in connection.execute(_OF_ACCOUNT, (account_id,))]


def highest_seat(connection: sqlite3.Connection, wave: str) -> int:
    """Give the highest seat given in a wave, which is how many are, since seats have no gaps."""
    row = connection.execute("SELECT max(seat) FROM registrations WHERE wave = ?", (wave,)).fetchone()
    return row[0] or 0


def wave_state(connection: sqlite3.Connection, wave: str) -> WaveState:
    """Read a wave.

    Raises:
        StoreError: there is no such wave.
    """
    with _one_instant(connection):
        quota, opens_at_s, closes_at_s = _wave(connection, wave)
        given = highest_seat(connection, wave)
    return WaveState(wave=wave, quota=quota, given=given, opens_at_s=opens_at_s, closes_at_s=closes_at_s)


def seats(connection: sqlite3.Connection, wave: str) -> Seats:
    """Count a wave's seats; the registrations one by one, so that one which is missing shows.

    Raises:
        StoreError: there is no such wave.
    """
    with _one_instant(connection):
        quota = _wave(connection, wave)[0]
        highest = highest_seat(connection, wave)
        (given,) = connection.execute(
            "SELECT count(*) FROM registrations WHERE wave = ?", (wave,)
        ).fetchone()
    return Seats(quota=quota, given=given, highest=highest)


def secret(connection: sqlite3.Connection) -> bytes:
    """Read the secret that sessions are signed with."""
    row = connection.execute("SELECT value FROM secrets WHERE name = 'session'").fetchone()
    return bytes(row[0])


def _roll_entry(row: tuple[Any, ...]) -> RollEntry:
    registration_id, person, key, seat, at_s, nik, phone, email, name, account_at_s = row
    return RollEntry(
        registration_id=registration_id,
        person=person,
        key=key,
        seat=seat,
        at_s=at_s,
        nik=nik,
        phone=phone,
        email=email,
        name=name,
        account_at_s=account_at_s,
    )


def _notice(row: tuple[Any, ...]) -> Notice:
    registration_id, person, at_s = row
    return Notice(registration_id=registration_id, person=person, at_s=at_s)


ROLL = Listing(_ROLL, _roll_entry)
"""All registrations by wave and seat."""

NOTICES = Listing(_NOTICES, _notice)
"""All notices in the order in which they were written."""


def wave_row(connection: sqlite3.Connection, wave: str) -> WaveRow | None:
    """Read a wave's quota, opening and closing; None if there is no such wave."""
    row: WaveRow | None = connection.execute(_WAVE, (wave,)).fetchone()
    return row


def _wave(connection: sqlite3.Connection, wave: str) -> WaveRow:
    row = wave_row(connection, wave)
    if row is None:
        raise StoreError(f"wave {wave} is unknown", certain=True)
    return row


@contextmanager
def _one_instant(connection: sqlite3.Connection) -> Iterator[None]:
    """Let every question inside see the same state."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")
