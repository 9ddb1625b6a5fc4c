"""The table of the way: the steps that a person takes before the roll has an entry, in their order."""

import duckdb

from siaga.judge.terms import Terms


def lay_way(engine: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Make the table `way` (place from 1, step: name of its column); empty where a roll has none."""
    engine.execute("CREATE TABLE way (place BIGINT, step VARCHAR)")
    source = terms.site.roll
    for place, step in enumerate(() if source is None else source.steps, start=1):
        engine.execute("INSERT INTO way VALUES ($1, $2)", [place, step])
