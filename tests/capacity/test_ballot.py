"""Claims about ballots: what most plays of a load say counts, and three that agree settle it."""

from dataclasses import replace

import pytest

from siaga.capacity.ballot import Ballot, ballots, unheard
from siaga.capacity.level import Outcome, Purpose
from tests.capacity.made_up_sites import level


@pytest.mark.parametrize(
    ("held", "failed", "said"),
    [
        (1, 0, (False, True, False, True, False)),
        (1, 1, (True, False, False, False, False)),
        (2, 1, (False, True, False, False, False)),
        (3, 1, (False, True, False, False, False)),
        (4, 1, (False, True, True, False, False)),
        (0, 3, (False, False, True, True, False)),
        (2, 2, (True, False, False, False, True)),
        (2, 5, (False, False, False, False, True)),
    ],
)
def test_plays_of_a_load_are_counted(held: int, failed: int, said: tuple[bool, ...]) -> None:
    """Split, held, settled by a lead of three, of one mind, torn by two of either kind."""
    one = Ballot(rate_per_s=1.0, held=held, failed=failed)
    assert (one.is_split, one.is_held, one.is_settled, one.is_of_one_mind, one.is_torn) == said


def test_votes_are_counted_by_load_and_in_its_order() -> None:
    """Cool-downs, what did not decide yet, and a saturated generator have none."""
    levels = [
        level(20.0, Outcome.BROKEN),
        level(10.0, Outcome.HELD),
        level(20.0, Outcome.HELD, Purpose.CONFIRMATION),
        level(10.0, Outcome.BROKEN, Purpose.COOL_DOWN),
        level(30.0, Outcome.OPEN),
        level(30.0, Outcome.OPEN, Purpose.AGAIN),
        level(40.0, Outcome.LIMITED, Purpose.AGAIN),
    ]
    assert ballots(levels) == (
        Ballot(rate_per_s=10.0, held=1, failed=0),
        Ballot(rate_per_s=20.0, held=1, failed=1),
        Ballot(rate_per_s=30.0, held=0, failed=1),
    )


def test_too_few_people_are_a_vote_only_above_a_load_of_which_fewer_said_enough() -> None:
    """And only once something was broken; until then nothing follows of their load."""
    short, high, held, broken = (
        replace(level(5.0, Outcome.OPEN, Purpose.AGAIN), longer_s=30.0),
        replace(level(20.0, Outcome.OPEN, Purpose.AGAIN), longer_s=30.0),
        level(10.0, Outcome.HELD),
        level(30.0, Outcome.BROKEN),
    )
    held_once = Ballot(rate_per_s=10.0, held=1, failed=0)
    assert (ballots([short, held, high]), unheard([short, held, high])) == ((held_once,), (5.0, 20.0))
    assert ballots([short, held, high, broken]) == (
        held_once,
        Ballot(rate_per_s=20.0, held=0, failed=1),
        Ballot(rate_per_s=30.0, held=0, failed=1),
    )
    assert unheard([short, held, high, broken]) == (5.0,)
