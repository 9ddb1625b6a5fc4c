"""Removals: a registration is taken away, with the account that held it, and its seat is free again."""

from mock_site.store.seat_numbers import FORGET_BEYOND
from mock_site.store.statement import Statement, Work, Written

_FIND = "SELECT account_id, wave, seat, lot FROM registrations WHERE registration_id = $1"
_OTHERS = "SELECT 1 FROM registrations WHERE account_id = $1"
_REMOVE = "DELETE FROM registrations WHERE registration_id = $1"
_FREE = "INSERT INTO freed_seats (wave, seat) VALUES ($1, $2)"
# What was drawn from stays known: it is what people were shown of the draw.
_COUNT = """
  UPDATE draws SET applications = applications - 1 WHERE wave = $1 AND drawn_at_s IS NULL"""
_OF_ACCOUNT = (
    "DELETE FROM documents WHERE account_id = $1",
    "DELETE FROM codes WHERE account_id = $1",
    "DELETE FROM holds WHERE account_id = $1",
    "DELETE FROM accounts WHERE account_id = $1",
)


def remove(registration_id: str) -> Work[bool]:
    """Remove a registration, and its account unless that holds another; tell whether there was one.

    A seat that was drawn goes to nobody: lots are drawn once.
    """
    found = yield Statement(_FIND, (registration_id,))
    if not found:
        return Written(result=False)
    account_id, wave, seat, lot = found[0]
    yield Statement(_REMOVE, (registration_id,))
    if lot is not None:
        yield Statement(_COUNT, (wave,))
    if seat is not None:
        yield Statement(_FREE, (wave, seat))
        yield Statement(FORGET_BEYOND, (wave,))
    if not (yield Statement(_OTHERS, (account_id,))):
        for sql in _OF_ACCOUNT:
            yield Statement(sql, (account_id,))
    return Written(result=True)
