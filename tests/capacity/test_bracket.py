"""Claims about the bracket: between what holds and what does not, around where plays disagree."""

from siaga.capacity.ballot import Ballot
from siaga.capacity.bracket import Bracket, bracket, torn_loads


def ballot(rate_per_s: float, held: int, failed: int) -> Ballot:
    """Give a ballot."""
    return Ballot(rate_per_s=rate_per_s, held=held, failed=failed)


LOW, INSIDE, EDGE, HIGH = ballot(10, 1, 0), ballot(12, 2, 1), ballot(13, 1, 2), ballot(16, 0, 1)


def test_the_bracket_lies_between_what_most_plays_say() -> None:
    """Its middle is the geometric one; how near its ends are is a share of the lower."""
    found = bracket([LOW, INSIDE, EDGE, HIGH])
    assert found == Bracket(low=INSIDE, high=EDGE)
    assert found.middle_per_s == (12 * 13) ** 0.5
    assert (found.is_within(0.1), found.is_within(0.05)) == (True, False)


def test_where_chance_decides_is_no_end_but_lies_between_them() -> None:
    """Whatever most plays say there, and above what contradicts it."""
    torn, inner = ballot(12.5, 2, 2), ballot(12.7, 1, 0)
    assert bracket([LOW, torn, inner, EDGE, HIGH]) == Bracket(low=LOW, high=EDGE)
    assert bracket([LOW, ballot(12, 4, 2), EDGE]) == Bracket(low=LOW, high=EDGE)
    assert bracket([LOW, EDGE, ballot(14, 3, 2), HIGH]) == Bracket(low=LOW, high=HIGH)
    assert torn_loads([LOW, torn, EDGE, ballot(14, 3, 2)]) == (12.5, 14)


def test_a_bracket_may_have_one_end_or_none() -> None:
    """A load that is split counts as not held."""
    assert bracket([]) == Bracket(low=None, high=None)
    assert bracket([LOW]) == Bracket(low=LOW, high=None)
    assert bracket([ballot(10, 1, 1)]) == Bracket(low=None, high=ballot(10, 1, 1))
    assert bracket([LOW]).middle_per_s is None
    assert not bracket([LOW]).is_within(1.0)
