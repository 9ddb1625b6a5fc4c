"""Claims about the table of quotas: each holds until the next one does."""

import math

import duckdb
import pytest

from siaga.judge.quota_table import lay_quotas
from siaga.judge.rules.seats import R6
from siaga.judge.terms import Terms
from siaga.record.fault_span import FaultSpan
from siaga.scenario.model import Scenario
from siaga.scenario.raised_quota import with_seats
from siaga.scenario.site import Site
from tests.judge.asked import Make, changing, given, violations


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


@pytest.mark.parametrize(
    ("seen_s", "at_s", "beyond"),
    [
        (12.0, (1, 2, 3, 9.0), []),
        (12.0, (1, 2, 3, 8.9), ["p3"]),
        (12.0, (1, 2, 3, 10, 11, 12), ["p5"]),
        (None, (1, 2, 3, 8.9, 30), ["p3"]),
        (None, (1, 2, 3, 30, 40), []),
    ],
)
def test_a_quota_that_a_fault_raised_holds_from_its_beginning(
    make: Make, seen_s: float | None, at_s: tuple[float, ...], beyond: list[str]
) -> None:
    """Rules ask for it so; also where nobody saw it: the site may have taken it."""
    run, there = changing(make, 3), given(*at_s)
    run.roll(before=[], first=there, second=there)
    content = run.scenario.model_dump(by_alias=True)
    content["faults"] = [{"kind": "quota", "at": "10 s", "with": {"by": "67 %"}}]
    run.scenario = with_seats(Scenario.model_validate(content))
    proof = "" if seen_s is None else "5 seats, 3 before"
    span = FaultSpan(kind="quota", target="site", from_s=10.0, proof=proof, proven_s=seen_s)
    span.write(run.folder.faults)
    assert [one["person"] for one in violations(run, R6)] == beyond
