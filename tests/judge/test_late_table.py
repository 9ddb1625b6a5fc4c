"""Claims about the table of times in which a worker was late."""

import duckdb

from siaga.judge.late_table import lay_lates
from siaga.judge.terms import Terms


def test_each_time_is_a_row() -> None:
    """From when, until when and by how much; where nobody was late there is none."""
    lates = ((3.0, 5.0, 0.25), (7.0, 9.0, 1.5))
    for told in (lates, ()):
        with duckdb.connect() as engine:
            lay_lates(engine, Terms(lates=told))
            assert engine.sql("FROM lates ORDER BY from_s").fetchall() == list(told)
