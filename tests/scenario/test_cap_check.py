"""Claims about the check against caps: what is planned above one is told, and what meets it is not."""

import pytest

from siaga.scenario.cap_check import cap_problems
from tests.scenario.days import day

EVEN = ("traffic.arrivals=even", "traffic.populations=[{name: all, journey: visitor}]")
"""Arrivals evenly spaced, so that each second of a whole rate has as many."""

DAY = (
    *EVEN,
    "traffic.phases=[{name: quiet, for: 10 s, rate: 100/s}, {name: busy, for: 1.5 s, rate: 1200/s}]",
    "traffic.patience=20 s",
    "site.opens=null",
    "abuse=[{case: race, rate: 1000/s, most: 100}]",
)
"""2,800 visitors in 11.5 s, 1,200 of them in one second, and 100 beside them who mean harm."""


@pytest.mark.parametrize(
    ("cap", "problem"),
    [
        ("arrivals: 1199/s", "caps.arrivals: 1,200 come in one second; 1,199 may"),
        ("run-time: 31 s", "caps.run-time: the run may take 31.5 s; 31 s are allowed"),
        ("abuse: 3.44 %", "caps.abuse: 100 who mean harm are 3.45% of all; 3.44% may come"),
    ],
)
def test_a_plan_above_a_cap_is_told_with_what_is_planned(cap: str, problem: str) -> None:
    """And with what may be."""
    assert list(cap_problems(day(*DAY, f"caps={{{cap}}}"))) == [problem]


@pytest.mark.parametrize(
    "cap", ["arrivals: 1200/s", "run-time: 31.5 s", f"abuse: {100 / 2900}", "connections: 1"]
)
def test_a_plan_that_meets_a_cap_is_within_it(cap: str) -> None:
    """What is not planned at all, such as connections, is watched while the run goes on."""
    assert list(cap_problems(day(*DAY, f"caps={{{cap}}}"))) == []


def test_a_last_second_that_is_not_whole_counts_as_well() -> None:
    """All who come may come in it."""
    put = "traffic.phases=[{name: quiet, for: 2 s, rate: 0/s}, {name: busy, for: 500 ms, rate: 1200/s}]"
    problems = cap_problems(day(*DAY, put, "caps={arrivals: 599/s}"))
    assert list(problems) == ["caps.arrivals: 600 come in one second; 599 may"]


def test_where_nobody_comes_nothing_is_above_a_cap() -> None:
    """Neither visitors nor anybody who means harm."""
    put = "traffic.phases=[{name: quiet, for: 2 s, rate: 0/s}]"
    caps = "caps={arrivals: 0/s, abuse: 0 %}"
    assert list(cap_problems(day(*DAY, put, "abuse=[]", caps))) == []


def test_everybody_who_comes_may_mean_harm() -> None:
    """Where no visitor is planned, the share is the whole."""
    put = "traffic.phases=[{name: quiet, for: 2 s, rate: 0/s}]"
    problems = cap_problems(day(*DAY, put, "caps={abuse: 99 %}"))
    assert list(problems) == ["caps.abuse: 100 who mean harm are 100.00% of all; 99.00% may come"]
