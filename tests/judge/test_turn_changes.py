"""Claims about which objectives a turn names: those of the gate that spoke, and the nearest of a GO."""

import pytest

from siaga.judge.turn import would_turn
from siaga.judge.verdict import Decision
from tests.judge.test_turn import BROKEN, MET, UNKNOWN, objective, reason

KEPT = [objective(f"met{place}", MET) for place in range(10)]


def test_a_key_objective_is_named_although_the_score_would_do() -> None:
    """The gate that spoke decides what has to change."""
    light = objective("key", BROKEN, weight=0.1)
    told = would_turn(Decision.NO_GO, [reason("key", "key")], [*KEPT, light])
    assert told == "Key (error ratio <= 1 %) has to come from 3 % to 1 %."


def test_what_the_score_can_do_without_is_not_named_beside_a_condition() -> None:
    """The score says GO already."""
    told = would_turn(
        Decision.GO_WITH_CONDITIONS,
        [reason("conditions", "R7")],
        [*KEPT, objective("light", BROKEN, weight=0.1)],
    )
    assert told == "No violation of R7: that would make it GO."


def test_where_too_much_is_unknown_what_is_broken_is_not_named() -> None:
    """However heavy it is."""
    objectives = [*KEPT, objective("broken", BROKEN, weight=5.0), objective("open", UNKNOWN, weight=3.0)]
    told = would_turn(Decision.INCONCLUSIVE, [reason("score", "open")], objectives)
    assert told.startswith("Open (error ratio <= 1 %) needs more events")


def test_without_any_objective_one_has_to_be_known() -> None:
    """There is nothing to change."""
    told = would_turn(Decision.INCONCLUSIVE, [], [])
    assert told == "At least one objective that is known."


def test_a_value_without_a_bound_is_near_its_limit_as_it_is() -> None:
    """The sentence says that it is a value."""
    queue = objective(
        "queue", MET, expression="max(queue) <= 10", unit="count", limit=10.0, value=9.5, bound=None
    )
    assert would_turn(Decision.GO, [], [queue]) == (
        "Nearest to its limit is the objective queue (max(queue) <= 10), whose value is 9.5; a single"
        " broken promise would make it NO GO."
    )


@pytest.mark.parametrize(
    ("far", "near"),
    [
        (("<=", "s", 10.0, 5.0), ("<=", "s", 0.1, 0.09)),
        ((">=", "s", 10.0, 20.0), (">=", "s", 1.0, 1.1)),
        (("<=", "s", 1.0, 0.82), (">=", "s", 0.5, 0.6)),
        ((">=", "ratio", 1.0, 1.25), ("<=", "s", 1.0, 0.81)),
        ((">=", "ratio", 1.5, 3.0), ("<=", "s", 1.0, 0.81)),
    ],
)
def test_the_share_of_the_limit_that_was_used_tells_which_is_nearest(
    far: tuple[str, str, float, float], near: tuple[str, str, float, float]
) -> None:
    """Of an upper limit the value by it, of a lower one it by the value."""
    judged = [
        objective(name, MET, sign=sign, unit=unit, limit=limit, bound=bound)
        for name, (sign, unit, limit, bound) in (("far", far), ("near", near))
    ]
    assert would_turn(Decision.GO, [], judged).startswith("Nearest to its limit is the objective near (")
