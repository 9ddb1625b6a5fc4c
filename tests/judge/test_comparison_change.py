"""Claims about a change: what it takes to be worse, better or the same, alone and among many."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from siaga.judge.comparison import Answer
from siaga.judge.comparison_change import ERROR_RATE, Change, _answer, answers, holm

MATTERS = 0.1
FAMILIES = 500


def change(estimate: float, error: float = 0.01, freedom: int = 19) -> Change:
    """Give a change of which 0.1 to each side matters."""
    return Change.plain(estimate, error, freedom, (-MATTERS, MATTERS))


@pytest.mark.parametrize(
    ("estimate", "error", "answer"),
    [
        (0.3, 0.01, "worse"),
        (-0.3, 0.01, "better"),
        (0.0, 0.01, "same"),
        (0.08, 0.01, "same"),
        (0.1, 0.01, "unknown"),
        (0.0, 0.1, "unknown"),
        (0.3, 0.2, "unknown"),
    ],
)
def test_only_what_is_certain_is_called_anything(estimate: float, error: float, answer: str) -> None:
    """A large change with a large error is as unknown as a small one."""
    assert answers([change(estimate, error)]) == [Answer(answer)]


def test_the_bounds_are_those_of_students_t() -> None:
    """One side each, 95 %."""
    low, high = change(0.2, 0.1, freedom=4).bounds
    reach = 2.13184678  # from a table of t with 4 degrees of freedom
    assert (low, high) == pytest.approx((0.2 - reach * 0.1, 0.2 + reach * 0.1))


def test_the_chances_are_those_of_students_t_at_the_smallest_change_that_matters() -> None:
    """At the smallest change that matters itself, it is one half."""
    assert change(MATTERS).p_worse == pytest.approx(0.5)
    assert change(-MATTERS).p_better == pytest.approx(0.5)
    assert change(0.12, 0.01, 19).p_worse == pytest.approx(1 - stats.t.cdf(2, 19))
    assert change(-0.12, 0.01, 19).p_better == pytest.approx(1 - stats.t.cdf(2, 19))


def test_where_nothing_can_matter_to_the_better_nothing_is_better() -> None:
    """A latency of 3 ms cannot become 5 ms shorter."""
    one = Change.plain(-9.0, 0.01, 9, (-math.inf, 0.1))
    assert answers([one]) == [Answer.SAME]


def test_what_may_have_another_reason_is_neither_worse_nor_the_same() -> None:
    """Only what is beyond it is worse, and only what does not matter is the same."""
    limits = {"worse_from": 0.1, "better_from": -0.1, "worse_beyond": 0.5, "better_beyond": -0.5}
    for estimate, answer in ((0.0, "same"), (0.3, "unknown"), (0.6, "worse")):
        for sign, told in ((1, answer), (-1, answer.replace("worse", "better"))):
            one = Change(estimate=sign * estimate, error=0.01, freedom=19, **limits)
            assert answers([one]) == [Answer(told)]


@pytest.mark.parametrize(
    ("p_worse", "p_better", "answer"),
    [(0.05, 1.0, "worse"), (0.0501, 1.0, "unknown"), (1.0, 0.05, "better"), (1.0, 0.0501, "unknown")],
)
def test_one_in_twenty_is_as_often_as_it_may_be_false(
    p_worse: float, p_better: float, answer: str
) -> None:
    """Just so often is allowed."""
    assert _answer(change(0.0, 0.1), p_worse, p_better) is Answer(answer)


def test_bounds_that_reach_what_matters_are_not_within_it() -> None:
    """Not even where they only just reach it, on either side."""
    low, high = change(0.0).bounds
    for matters, answer in (
        ((low, 1.0), Answer.UNKNOWN),
        ((-1.0, high), Answer.UNKNOWN),
        ((low * 1.001, high * 1.001), Answer.SAME),
    ):
        assert answers([Change.plain(0.0, 0.01, 19, matters)]) == [answer]


def test_among_many_measures_the_same_change_needs_more() -> None:
    """Twenty looks find something by chance."""
    alone, beside = change(0.12, 0.01), [change(0.0)] * 19
    assert answers([alone]) == [Answer.WORSE]
    assert answers([alone, *beside])[0] is Answer.UNKNOWN
    assert answers([change(-0.12, 0.01), *beside])[0] is Answer.UNKNOWN


def test_nothing_false_is_found_more_often_than_it_may_be() -> None:
    """In 500 families of ten measures that are just not worse, one in twenty has a false one."""
    dice = np.random.default_rng(3)
    false = 0
    for _ in range(FAMILIES):
        errors = np.sqrt(dice.chisquare(19, size=10) / 19) * 0.01
        seen = zip(dice.normal(MATTERS, 0.01, size=10), errors, strict=True)
        found = answers([change(float(one), float(error)) for one, error in seen])
        false += Answer.WORSE in found
    assert false / FAMILIES < ERROR_RATE + 0.03
    assert false / FAMILIES > ERROR_RATE / 2


def test_holm_steps_down_from_the_smallest() -> None:
    """The example of his paper's procedure, by hand; the order of the measures stays."""
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_only_ever_makes_chances_greater_and_keeps_their_order(given_p: list[float]) -> None:
    """And never beyond Bonferroni, or 1."""
    found = holm(given_p)
    for one, corrected in zip(given_p, found, strict=True):
        assert one <= corrected <= min(1.0, one * len(given_p)) + 1e-12
    order = np.argsort(given_p)
    assert np.all(np.diff(np.asarray(found)[order]) >= 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"error": 0.0},
        {"error": math.inf},
        {"error": math.nan},
        {"estimate": math.inf},
        {"freedom": 0},
        {"worse_from": 0.0},
        {"better_from": 0.0},
        {"worse_beyond": 0.05},
        {"better_beyond": -0.05},
        {"worse_from": math.nan},
    ],
)
def test_a_change_that_would_be_certain_by_mistake_is_refused(wrong: dict[str, float]) -> None:
    """An error of nothing makes every trifle certain."""
    sound = {"estimate": 0.0, "error": 0.1, "freedom": 9, "worse_from": 0.1, "better_from": -0.1}
    sound |= {"worse_beyond": 0.2, "better_beyond": -0.2}
    Change(**{**sound, "freedom": 1})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="change: "):
        Change(**{**sound, **wrong})  # type: ignore[arg-type]


def test_what_is_wrong_with_a_change_is_told_with_its_numbers() -> None:
    """And with what is allowed."""
    with pytest.raises(ValueError, match="error") as refused:
        change(0.5, 0.0, 9)
    assert str(refused.value) == (
        "change: 0.5 with error 0.0 and 9 degrees of freedom; finite ones, an error above 0 and 1 degree"
        " or more are allowed"
    )
    with pytest.raises(ValueError, match="limits") as refused:
        Change.plain(0.5, 0.1, 9, (0.1, 0.2))
    assert str(refused.value) == (
        "change: its limits are (0.1, 0.1, 0.2, 0.2); rising ones around 0 are allowed"
    )
