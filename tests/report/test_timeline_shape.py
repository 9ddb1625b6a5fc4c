"""Claims about the timeline's shape: what the judge derives fits what the report draws."""

import csv
from dataclasses import fields
from typing import TYPE_CHECKING

from siaga.judge.timeline import Timeline as Derived
from siaga.report.timeline_shape import Timeline
from tests.report.rehearsal import Columns, Rehearsal

if TYPE_CHECKING:

    def _fits(derived: Derived) -> Timeline:
        """Let the type checker compare the two."""
        return derived


def test_the_judge_gives_every_column_that_the_report_draws() -> None:
    """Neither side has a column that the other does not know."""
    drawn = {name for name, part in vars(Timeline).items() if isinstance(part, property)}
    assert {one.name for one in fields(Derived)} == drawn
    assert {one.name for one in fields(Columns)} == drawn


def test_the_csv_has_a_row_for_each_second(go: Rehearsal) -> None:
    """timeline.csv can be read back, column by column."""
    rows = list(csv.DictReader(go.timeline.as_csv().splitlines()))
    assert [int(row["second"]) for row in rows] == list(range(180))
    assert [int(row["arrived"]) for row in rows] == list(go.timeline.arrived)
    assert [float(row["p99_s"]) for row in rows] == list(go.timeline.p99_s)
