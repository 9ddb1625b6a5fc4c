"""The visitors of a run who acted for some people, by its ledger."""

import glob
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import duckdb

_COLUMNS = {"person": "VARCHAR", "visitor": "BIGINT"}
_VISITORS = """
  SELECT person, list_sort(list(DISTINCT visitor)) FROM records
  WHERE visitor >= 0 AND person IN (SELECT unnest($1::VARCHAR[])) GROUP BY person"""


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
    if not ledgers:
        return {}
    paths = [glob.escape(str(path)) for path in ledgers]
    with duckdb.connect() as engine:
        try:
            engine.read_json(
                paths,  # type: ignore[arg-type] # the stubs know one file only
                columns=_COLUMNS,
                format="newline_delimited",
                ignore_errors=True,
            ).create_view("records")
            found = engine.execute(_VISITORS, [sorted(people)]).fetchall()
        except duckdb.Error as error:
            raise ValueError(f"ledger: cannot be read ({str(error).splitlines()[0]})") from None
    return {person: tuple(visitors) for person, visitors in sorted(found)}
