"""Claims about a declaration before the run: what could never be tried is told of."""

from pathlib import Path
from typing import Any

import pytest

from siaga.scenario.closed import Closed
from siaga.scenario.feed import Feed
from siaga.scenario.model import Abuse
from siaga.stage.declaration import (
    Declaration,
    declaration,
    declaration_problems,
    ill_will_problems,
    shaped,
)
from tests.scenario.days import day as gate_day

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "locustfiles" / "ill_will.py"
BARE = ROOT / "locustfiles" / "opening_day.py"


@pytest.mark.parametrize(
    ("case", "locustfile", "problem"),
    [
        ("nothing-like-it", SHIPPED, "abuse.0.case: 'nothing-like-it' is no case"),
        ("step-skip", BARE, "abuse.0.case: 'step-skip' needs to_session, to_test, join"),
        ("step-skip", SHIPPED, ""),
        ("step-skip", ROOT / "no.py", "abuse.0.case: 'step-skip' needs "),
    ],
)
def test_what_a_case_needs_is_asked_of_the_locust_file(
    case: str, locustfile: Path, problem: str
) -> None:
    """In a process of its own; one that cannot be read has nothing."""
    day = gate_day().model_copy(update={"abuse": (Abuse(case=case, rate=1),)})
    told = list(ill_will_problems(day, declaration(locustfile)))
    assert [one.startswith(problem) for one in told] == ([True] if problem else [])


def test_a_day_without_abuse_needs_no_surface() -> None:
    """Not even a file that can be read."""
    assert list(ill_will_problems(gate_day(), declaration(ROOT / "no.py"))) == []


def test_a_locust_file_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    """The line of whoever wrote it, not of Python's own machinery."""
    path = tmp_path / "day.py"
    path.write_text("import json\nimport nosuch_module\n", encoding="utf-8")
    fault = f"ModuleNotFoundError: No module named 'nosuch_module' ({path}, line 2)"
    assert declaration(path).fault == fault


STOCK = Closed(visitors=3)


@pytest.mark.parametrize(
    ("closed", "declared", "problem"),
    [
        (STOCK, {"stock": ("Theirs",)}, ""),
        (Closed(), {"stock": ("Theirs",), "shape": True}, ""),
        (Closed(), {"stock": ("Theirs",)}, "traffic.closed.visitors: is missing, and a.py has no shape"),
        (STOCK, {}, "locustfile a.py: has no class of Locust's, such as HttpUser; add one"),
        (
            STOCK,
            {"journeys": ("b", "c")},
            "traffic.closed: a.py declares journeys (b, c), whose arrivals",
        ),
        (STOCK, {"fault": "no such module"}, "locustfile a.py: cannot be read: no such module"),
        (
            None,
            {"stock": ("Theirs",)},
            "locustfile a.py: is a stock Locust file (Theirs); write traffic",
        ),
    ],
)
def test_a_closed_model_takes_a_stock_file_and_an_open_one_takes_journeys(
    closed: Closed | None, declared: dict[str, Any], problem: str
) -> None:
    """What does not fit is told of once, with what would fit."""
    day = gate_day()
    day = day.model_copy(update={"traffic": day.traffic.model_copy(update={"closed": closed})})
    told = list(declaration_problems(day, Declaration(name="a.py", **declared)))
    assert [one.startswith(problem) for one in told] == ([True] if problem else [])


@pytest.mark.parametrize(
    ("asked", "told"),
    [(("vouchers",), None), (("*",), None), ((), "none"), (("codes", "seats"), "codes, seats")],
)
def test_a_feed_that_no_journey_asks_for_is_told_of(asked: tuple[str, ...], told: str | None) -> None:
    """Its rows would prove nothing; who asks by a name of the moment may ask for any."""
    one = Feed.model_validate({"name": "vouchers", "file": "v.csv", "for": ["all"], "when-out": "leave"})
    day = gate_day().model_copy(update={"feeds": (one,)})
    journeys = tuple(one.journey for one in day.traffic.populations)
    found = list(declaration_problems(day, Declaration(name="a.py", journeys=journeys, feeds=asked)))
    why = f'feeds.0: no journey of a.py asks for it with me.feed("vouchers"); they ask for {told}'
    assert found == ([] if told is None else [why])


def test_a_shape_of_its_own_says_how_many_come() -> None:
    """As with Locust, whatever else is asked for; an open model has nothing to do with it."""
    day = gate_day()
    stock = day.model_copy(update={"traffic": day.traffic.model_copy(update={"closed": STOCK})})
    assert shaped(stock).traffic.closed == Closed()
    assert shaped(day) == day
