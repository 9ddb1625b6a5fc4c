"""Claims about ballots: what most plays of a load say counts, and three that agree settle it."""

import pytest

from siaga.capacity.ballot import Ballot, ballots
from siaga.capacity.level import Outcome, Purpose
from tests.capacity.made_up_sites import level


@pytest.mark.parametrize(
    ("held", "failed", "said"),
    [
        (1, 0, (False, True, False, True)),
        (1, 1, (True, False, False, False)),
        (2, 1, (False, True, False, False)),
        (3, 1, (False, True, True, False)),
        (0, 3, (False, False, True, True)),
    ],
)
def test_plays_of_a_load_are_counted(held: int, failed: int, said: tuple[bool, ...]) -> None:
    """Split, held, settled, of one mind."""
    one = Ballot(rate_per_s=1.0, held=held, failed=failed)
    assert (one.is_split, one.is_held, one.is_settled, one.is_of_one_mind) == said


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
