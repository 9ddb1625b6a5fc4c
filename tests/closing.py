"""Closing: what a test has opened is closed when nobody can use it any more."""

import weakref
from contextlib import suppress

from siaga.ledger.journal import Journal, LedgerError


def closed_with(owner: object, journal: Journal) -> Journal:
    """Have a journal, which is a bare descriptor, closed as soon as its owner is gone."""
    weakref.finalize(owner, _close, journal)
    return journal


def _close(journal: Journal) -> None:
    # A test may have cut the file meanwhile, which a journal says when it is closed.
    with suppress(LedgerError):
        journal.close()
