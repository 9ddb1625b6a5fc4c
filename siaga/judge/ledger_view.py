"""The LedgerView: the records of all ledgers of a run as one table, to be asked in SQL."""

import glob
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

MEMORY = "600MB"
"""What the engine may hold while it looks through the ledgers."""


@contextmanager
def ledger_view(
    ledgers: Sequence[Path], columns: Mapping[str, str]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an engine with the view `records`; half a last line, as a killed worker leaves it, is none.

    Args:
        ledgers: of every worker, one at least.
        columns: SQL type by the key of a record; other keys are passed over.

    Raises:
        ValueError: a ledger cannot be read, also while the engine is asked.
    """
    paths = [glob.escape(str(path)) for path in ledgers]
    with duckdb.connect(config={"memory_limit": MEMORY}) as engine:
        try:
            engine.read_json(
                paths,  # type: ignore[arg-type] # the stubs know one file only
                columns=dict(columns),
                format="newline_delimited",
                ignore_errors=True,
            ).create_view("records")
            yield engine
        except duckdb.Error as error:
            raise ValueError(f"ledger: cannot be read ({str(error).splitlines()[0]})") from None
