"""The table of faults: what harmed the site on purpose, from when until when."""

from pathlib import Path

import duckdb

from siaga.record.fault_span import fault_spans

_TABLE = """CREATE TABLE faults (kind VARCHAR, target VARCHAR, from_s DOUBLE, until_s DOUBLE,
  proven_s DOUBLE)"""


def lay_faults(engine: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make the table `faults` (kind, target, from_s, until_s, proven_s).

    Times are run seconds; NULL: it was never healed, nobody saw that it happened.

    Args:
        engine: where the table is made.
        path: the spans; a file that is not there has none.

    Raises:
        ValueError: the file is damaged.
    """
    engine.execute(_TABLE)
    for span in fault_spans(path):
        row = [span.kind, span.target, span.from_s, span.until_s, span.proven_s]
        engine.execute("INSERT INTO faults VALUES ($1, $2, $3, $4, $5)", row)
