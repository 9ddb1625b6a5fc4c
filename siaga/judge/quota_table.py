"""The table of quotas: how many seats there were, from when until when."""

import duckdb

from siaga.judge.terms import Terms


def lay_quotas(engine: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Make the table `quotas` (from_s and until_s in Unix seconds, quota) and the variable `last_quota`.

    Without a quota the table is empty and the variable NULL.
    """
    engine.execute("CREATE TABLE quotas (from_s DOUBLE, until_s DOUBLE, quota BIGINT)")
    for quota in terms.quotas():
        engine.execute("INSERT INTO quotas VALUES ($1, $2, $3)", quota)
    engine.execute("SET VARIABLE last_quota = (SELECT arg_max(quota, from_s) FROM quotas)")
