"""Claims about the table of quotas: each holds until the next one does."""

import math

import duckdb
import pytest

from siaga.judge.quota_table import lay_quotas
from siaga.judge.terms import Terms
from siaga.scenario.site import Site


@pytest.mark.parametrize(
    ("quota", "raises_s", "rows", "last"),
    [
        (None, (), [], None),
        (5, (), [(-math.inf, math.inf, 5)], 5),
        (5, ((10.0, 7), (20.0, 6)), [(-math.inf, 110.0, 5), (110.0, 120.0, 7), (120.0, math.inf, 6)], 6),
    ],
)
def test_a_quota_holds_until_the_next(
    quota: int | None,
    raises_s: tuple[tuple[float, int], ...],
    rows: list[tuple[float, float, int]],
    last: int | None,
) -> None:
    """The first ever since, the last for ever; times in Unix seconds; without one there is none."""
    terms = Terms(site=Site(quota=quota), t0_s=100.0, raises_s=raises_s)
    with duckdb.connect() as engine:
        lay_quotas(engine, terms)
        assert engine.sql("FROM quotas ORDER BY from_s").fetchall() == rows
        assert engine.sql("SELECT getvariable('last_quota')").fetchall() == [(last,)]
