"""Claims about the table of the way: the scenario's steps, in their order."""

import duckdb
import pytest

from siaga.judge.terms import Terms
from siaga.judge.way_table import lay_way
from siaga.scenario.roll_source import HttpSource
from siaga.scenario.site import Site


@pytest.mark.parametrize(
    ("roll", "rows"),
    [
        (None, []),
        (HttpSource(), []),
        (HttpSource(steps=("b_at", "a_at")), [(1, "b_at"), (2, "a_at")]),
    ],
)
def test_steps_are_numbered_from_one(roll: HttpSource | None, rows: list[tuple[int, str]]) -> None:
    """As lists of the engine are; a roll that does not say has none."""
    with duckdb.connect() as engine:
        lay_way(engine, Terms(site=Site(roll=roll)))
        assert engine.sql("FROM way ORDER BY place").fetchall() == rows
