"""Claims about what a prospect leaves to the rest of a plan: who is inside, and who is to come."""

from siaga.judge.expression import parse
from siaga.judge.prospect import Prospect, prospect
from siaga.record.tally import StepCount
from tests.judge.hand_made import Run
from tests.judge.test_prospect import facts


def test_arrivals_that_were_dropped_are_not_to_come_again(good: Run) -> None:
    """A thousand of two thousand: half of them, whatever the rest does."""
    good.day(arrived=[0], dropped=[100])
    assert prospect(parse("dropped arrivals <= 45 %"), facts(good)) is Prospect.LOST
    assert prospect(parse("dropped arrivals <= 55 %"), facts(good)) is Prospect.OPEN


def test_who_is_inside_after_the_first_second_is_left_to_go_on(good: Run) -> None:
    """A thousand beside the 1,900 to come, of whom each joins twice."""
    good.day(steps=[{"join": StepCount(good=100)}], active=[1000, 0])
    assert prospect(parse("goodput of join >= 250/s"), facts(good, cut_s=1)) is Prospect.OPEN
    assert prospect(parse("goodput of join >= 300/s"), facts(good, cut_s=1)) is Prospect.LOST


def test_one_visitor_alone_says_how_much_each_asks_for(good: Run) -> None:
    """A hundred joins of the first who came: two hundred are left to each of the others."""
    good.day(steps=[{"join": StepCount(good=100)}], arrived=[1])
    assert prospect(parse("goodput of join >= 19000/s"), facts(good, 1)) is Prospect.OPEN
