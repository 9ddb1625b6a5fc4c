"""The visitors of a run who acted for some people, and who of them meant harm, by its ledger."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from siaga.judge.ledger_view import ledger_view

_COLUMNS = {"person": "VARCHAR", "visitor": "BIGINT", "e": "VARCHAR"}
_VISITORS = """
  SELECT person, list_sort(list(DISTINCT visitor)) FROM records
  WHERE visitor >= 0 AND person IN (SELECT unnest($1::VARCHAR[])) GROUP BY person"""
_ILL_WILLED = """
  SELECT DISTINCT person FROM records
  WHERE e = 'misdeed' AND person IN (SELECT unnest($1::VARCHAR[]))"""


def visitors_of(ledgers: Sequence[Path], people: Collection[str]) -> Mapping[str, tuple[int, ...]]:
    """Give the numbers of the visitors who asked or looked for each person, in order.

    Half a last line, as a killed worker leaves it, is passed over; whoever no visitor acted for is
    left out.

    Args:
        ledgers: of every worker; none gives nobody.
        people: as the ledger names them.

    Raises:
        ValueError: a ledger cannot be read.
    """
    found = _asked(ledgers, _VISITORS, people)
    return {person: tuple(visitors) for person, visitors in sorted(found)}


def ill_willed(ledgers: Sequence[Path], people: Collection[str]) -> frozenset[str]:
    """Give those of some people as whom somebody posed who meant harm.

    Args:
        ledgers: of every worker; none gives nobody.
        people: as the ledger names them.

    Raises:
        ValueError: a ledger cannot be read.
    """
    return frozenset(person for (person,) in _asked(ledgers, _ILL_WILLED, people))


def _asked(ledgers: Sequence[Path], question: str, people: Collection[str]) -> list[tuple[Any, ...]]:
    if not ledgers:
        return []
    with ledger_view(ledgers, _COLUMNS) as engine:
        return engine.execute(question, [sorted(people)]).fetchall()
