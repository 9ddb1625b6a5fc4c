"""Claims about a level: which of them say something of their own load."""

from dataclasses import replace

import pytest

from siaga.capacity.level import Ask, Outcome, Purpose
from tests.capacity.made_up_sites import level


@pytest.mark.parametrize(
    ("outcome", "purpose", "votes"),
    [
        (Outcome.HELD, Purpose.STEP, True),
        (Outcome.BROKEN, Purpose.BISECTION, True),
        (Outcome.OPEN, Purpose.STEP, False),
        (Outcome.OPEN, Purpose.AGAIN, True),
        (Outcome.LIMITED, Purpose.AGAIN, False),
        (Outcome.BROKEN, Purpose.COOL_DOWN, False),
        (Outcome.HELD, Purpose.COOL_DOWN, False),
    ],
)
def test_a_level_votes_where_it_was_decided_by_its_own_load(
    outcome: Outcome, purpose: Purpose, *, votes: bool
) -> None:
    """A cool-down speaks of the load before it, a saturated generator of itself."""
    assert level(10.0, outcome, purpose).votes is votes


def test_a_level_at_which_too_few_came_has_no_vote_of_its_own() -> None:
    """Where it says how much longer it would have to be; played once, it is only played again."""
    again = replace(level(10.0, Outcome.OPEN, Purpose.AGAIN), longer_s=30.0)
    assert (again.is_short, again.votes) == (True, False)
    assert not replace(again, longer_s=None).is_short
    assert not replace(again, ask=replace(again.ask, purpose=Purpose.STEP)).is_short


def test_a_level_at_which_nobody_comes_is_refused() -> None:
    """The same for one that has no length."""
    with pytest.raises(ValueError, match=r"rate_per_s: 0; above 0 is allowed"):
        Ask(rate_per_s=0, hold_s=1.0, purpose=Purpose.STEP)
    with pytest.raises(ValueError, match=r"hold_s: nan; above 0 is allowed"):
        Ask(rate_per_s=1.0, hold_s=float("nan"), purpose=Purpose.STEP)
