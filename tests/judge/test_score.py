"""Claims about the score, for any weights and states."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from siaga.judge.score import decided, score
from siaga.judge.verdict import Decision, ObjectiveResult, State

judged = st.lists(st.tuples(st.sampled_from(State), st.integers(1, 9)), min_size=1, max_size=12)


def objectives(found: list[tuple[State, int]]) -> list[ObjectiveResult]:
    """Make objectives of states and weights."""
    return [
        ObjectiveResult(
            id=f"o{place}",
            expression="error ratio <= 1 %",
            state=state,
            value=None,
            bound=None,
            limit=0.01,
            unit="ratio",
            key=False,
            weight=float(weight),
            text="",
        )
        for place, (state, weight) in enumerate(found)
    ]


@given(judged)
@example([(State.MET, 9), (State.UNKNOWN, 1)])
@example([(State.MET, 9), (State.BROKEN, 1)])
@example([(State.MET, 3), (State.BROKEN, 1)])
def test_the_score_decides_as_whole_numbers_do(found: list[tuple[State, int]]) -> None:
    """The same limits asked in whole numbers, where no fraction is rounded."""
    met, broken, unknown = (
        sum(weight for state, weight in found if state is one)
        for one in (State.MET, State.BROKEN, State.UNKNOWN)
    )
    known = met + broken
    if known == 0 or 10 * unknown > known + unknown:
        expected = Decision.INCONCLUSIVE
    elif 100 * met < 75 * known:
        expected = Decision.NO_GO
    else:
        expected = Decision.GO if 100 * met >= 90 * known else Decision.GO_WITH_CONDITIONS
    assert decided(objectives(found)) is expected


@pytest.mark.parametrize(("met", "broken", "of_100"), [(3, 1, 75.0), (9, 0, 100.0), (0, 9, 0.0)])
def test_the_score_is_of_a_hundred(met: int, broken: int, of_100: float) -> None:
    """By weight."""
    assert score(objectives([(State.MET, met), (State.BROKEN, broken)])) == of_100


def test_what_the_generator_dropped_breaks_no_score() -> None:
    """An objective that is broken by nothing else counts as one that is unknown."""
    met, broken = objectives([(State.MET, 9), (State.BROKEN, 1)])
    dropped = replace(broken, unsent=True)
    assert (score([met, broken]), score([met, dropped])) == (90.0, 100.0)
    assert decided([met, dropped]) is Decision.GO
    assert decided([met, replace(dropped, weight=5.0)]) is Decision.INCONCLUSIVE


def test_a_warned_objective_counts_half() -> None:
    """Of its weight, above the line and not below it."""
    met, warned, broken = objectives([(State.MET, 5), (State.MET, 4), (State.BROKEN, 1)])
    assert score([met, replace(warned, warned=True), broken]) == 70.0
    assert score([replace(warned, warned=True)]) == 50.0


@given(judged)
def test_unknown_objectives_do_not_move_the_score(found: list[tuple[State, int]]) -> None:
    """Left out of both sums; a score of nothing is none."""
    known = [one for one in found if one[0] is not State.UNKNOWN]
    assert score(objectives(found)) == score(objectives(known))
    assert (score(objectives(found)) is None) == (not known)
