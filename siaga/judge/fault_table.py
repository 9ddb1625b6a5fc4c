"""The table of faults: what harmed the site on purpose, from when until when."""

from pathlib import Path

import duckdb

from siaga.record.fault_span import fault_spans


def lay_faults(engine: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make the table `faults` (kind, target, from_s, until_s in run seconds, NULL: never healed).

    Args:
        engine: where the table is made.
        path: the spans; a file that is not there has none.

    Raises:
        ValueError: the file is damaged.
    """
    engine.execute("CREATE TABLE faults (kind VARCHAR, target VARCHAR, from_s DOUBLE, until_s DOUBLE)")
    for span in fault_spans(path):
        row = [span.kind, span.target, span.from_s, span.until_s]
        engine.execute("INSERT INTO faults VALUES ($1, $2, $3, $4)", row)
