"""The table of times in which a worker was late: what was seen then may have been there sooner."""

import duckdb

from siaga.judge.terms import Terms


def lay_lates(engine: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Make the table `lates` (from_s, until_s, late_s), in run seconds and seconds.

    Args:
        engine: where the table is made.
        terms: which know when workers were later than the evidence allows.
    """
    engine.execute("CREATE TABLE lates (from_s DOUBLE, until_s DOUBLE, late_s DOUBLE)")
    for late in terms.lates:
        engine.execute("INSERT INTO lates VALUES ($1, $2, $3)", late)
