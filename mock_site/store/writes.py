"""Writes of the SQLite store: what is done inside its transactions, checked before it is written."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from mock_site.store.reads import COLUMNS, highest_seat, registration_of, wave_row
from mock_site.store.records import (
    JoinOutcome,
    JoinRequest,
    JoinResult,
    NewAccount,
    Registration,
    WaveChange,
)

_INSERT_ACCOUNT = "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_REGISTRATION = "INSERT INTO registrations VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_NOTICE = "INSERT INTO notices (registration_id, person, at_s) VALUES (?, ?, ?)"
_BY_KEY = f"SELECT {COLUMNS} FROM registrations WHERE account_id = ? AND key = ?"  # noqa: S608 - our own column names
_BY_PERSON = f"SELECT {COLUMNS} FROM registrations WHERE wave = ? AND person = ?"  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """Open an account, unless the person, the e-mail or the phone has one."""

    account: NewAccount
    account_id: str
    clock: Callable[[], float]

    def apply(self, connection: sqlite3.Connection) -> str | None:
        """Give the new account's id; None if it is taken."""
        new = self.account
        taken = connection.execute(
            "SELECT 1 FROM accounts WHERE nik = ? OR email = ? OR phone = ?",
            (new.nik, new.email, new.phone),
        ).fetchone()
        if taken is not None:
            return None
        born = new.birth_date.isoformat()
        connection.execute(
            _INSERT_ACCOUNT,
            (
                *(self.account_id, new.nik, new.kk, new.name, born),
                *(new.email, new.phone, new.password, self.clock()),
            ),
        )
        return self.account_id


@dataclass(frozen=True, slots=True)
class Join:
    """Give a seat, and write the notice of it.

    A repetition is answered before anything else is looked at: what was given stays given, also
    when the wave has filled up or closed since.
    """

    wish: JoinRequest
    registration_id: str
    clock: Callable[[], float]

    def apply(self, connection: sqlite3.Connection) -> JoinOutcome:
        """Give how the join ended."""
        wish = self.wish
        account = connection.execute(
            "SELECT nik FROM accounts WHERE account_id = ?", (wish.account_id,)
        ).fetchone()
        if account is None:
            return JoinOutcome(result=JoinResult.NO_ACCOUNT)
        return self._earlier(connection, account[0]) or self._new(connection, account[0])

    def _earlier(self, connection: sqlite3.Connection, person: str) -> JoinOutcome | None:
        wish = self.wish
        same_key = _registration(connection, _BY_KEY, (wish.account_id, wish.key))
        if same_key is not None:
            result = JoinResult.REPLAYED if same_key.repeats(wish) else JoinResult.KEY_REUSED
            return JoinOutcome(result=result, registration=same_key)
        joined = _registration(connection, _BY_PERSON, (wish.wave, person))
        if joined is not None:
            return JoinOutcome(result=JoinResult.ALREADY_JOINED, registration=joined)
        return None

    def _new(self, connection: sqlite3.Connection, person: str) -> JoinOutcome:
        wish = self.wish
        wave = wave_row(connection, wish.wave)
        if wave is None:
            return JoinOutcome(result=JoinResult.UNKNOWN_WAVE)
        quota, opens_at_s, closes_at_s = wave
        now_s = self.clock()
        if opens_at_s is not None and now_s < opens_at_s:
            return JoinOutcome(result=JoinResult.NOT_OPEN, turns_at_s=opens_at_s)
        if closes_at_s is not None and now_s >= closes_at_s:
            return JoinOutcome(result=JoinResult.CLOSED, turns_at_s=closes_at_s)
        seat = highest_seat(connection, wish.wave) + 1
        if seat > quota:
            return JoinOutcome(result=JoinResult.FULL)
        values = (self.registration_id, wish.wave, person, wish.key, wish.payload, seat, now_s)
        connection.execute(_INSERT_REGISTRATION, (values[0], wish.account_id, *values[1:]))
        connection.execute(_INSERT_NOTICE, (self.registration_id, person, now_s))
        return JoinOutcome(result=JoinResult.GIVEN, registration=registration_of(values))


@dataclass(frozen=True, slots=True)
class ChangeWave:
    """Change a wave's quota, opening and closing, unless it would close before it opens."""

    wave: str
    change: WaveChange

    def apply(self, connection: sqlite3.Connection) -> bool:
        """Change it, and tell whether it was changed; a wave that there is not never is."""
        before = wave_row(connection, self.wave)
        if before is None:
            return False
        change, (quota, opens_at_s, closes_at_s) = self.change, before
        quota = quota if change.quota is None else change.quota
        opens_at_s = change.opens_at_s if change.sets_opening else opens_at_s
        closes_at_s = change.closes_at_s if change.sets_closing else closes_at_s
        if opens_at_s is not None and closes_at_s is not None and closes_at_s <= opens_at_s:
            return False
        connection.execute(
            "UPDATE waves SET quota = ?, opens_at_s = ?, closes_at_s = ? WHERE wave = ?",
            (quota, opens_at_s, closes_at_s, self.wave),
        )
        return True


def _registration(
    connection: sqlite3.Connection, query: str, values: tuple[str, str]
) -> Registration | None:
    row = connection.execute(query, values).fetchone()
    return None if row is None else registration_of(row)
