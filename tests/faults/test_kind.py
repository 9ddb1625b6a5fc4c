"""Claims about kinds of faults: an entry of a scenario is checked before anything begins."""

from dataclasses import replace
from typing import Any

import pytest

from siaga.faults.fault import Fault
from siaga.faults.kind import FaultKind, Lasting, Order
from siaga.faults.place import Place
from siaga.scenario.fault import Harm
from siaga.scenario.part import Count, Part
from tests.faults.known import KnownFault

PLACE = Place(site_url="http://127.0.0.1:1")


class Depth(Part):
    """How deep it goes."""

    depth: Count
    """In metres."""


ORDERS: list[Order[Depth]] = []


def _make(order: Order[Depth]) -> Fault:
    ORDERS.append(order)
    return KnownFault()


KIND = FaultKind(
    name="dig",
    summary="digs",
    targets=("site", "worker"),
    lasting=Lasting.A_WHILE,
    settings=Depth,
    make=_make,
)


def harm(**given: Any) -> Harm:  # noqa: ANN401 - whatever a file says
    """Give an entry of a scenario."""
    return Harm.model_validate({"kind": "dig", "for": "10 s", "with": {"depth": 3}, **given})


def test_a_fault_is_made_of_what_the_scenario_says() -> None:
    """Its settings are read, durations in seconds."""
    assert list(KIND.problems(harm())) == []
    KIND.fault(harm(target="worker"), PLACE, 5)
    order = ORDERS[-1]
    assert (order.target, order.settings.depth, order.seed, order.for_s) == ("worker", 3, 5, 10.0)
    assert order.place is PLACE


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """Each with its key and what is allowed."""
    wrong = Harm.model_validate({"kind": "dig", "target": "moon", "with": {"depth": -1, "width": 2}})
    assert list(KIND.problems(wrong)) == [
        "target: 'moon' cannot be harmed so; site, worker can",
        "for: is missing; dig lasts as long as it says: 10 s",
        "with.depth: Input should be greater than or equal to 0; `siaga faults` lists what is allowed",
        "with.width: Extra inputs are not permitted; `siaga faults` lists what is allowed",
    ]


def test_what_is_over_in_a_moment_lasts_for_no_time() -> None:
    """To say for how long would be a misunderstanding."""
    moment = replace(KIND, lasting=Lasting.A_MOMENT)
    assert list(moment.problems(harm())) == ["for: 10 s is given; dig is over in a moment, leave it out"]
    briefly = Harm.model_validate({"kind": "dig", "with": {"depth": 1}})
    assert list(moment.problems(briefly)) == []
    moment.fault(briefly, PLACE, 0)
    assert ORDERS[-1].for_s == 0.0


def test_a_kind_that_harms_nobody_is_refused() -> None:
    """It could never be named."""
    with pytest.raises(ValueError, match="fault kind 'dig': has no targets; one at least is needed"):
        replace(KIND, targets=())
