"""Claims about what was counted in two runs: errors, dropped arrivals and the goodput."""

import math

import numpy as np
import pytest

from siaga.judge.comparison_blocks import sums
from siaga.judge.comparison_counts import dropped, errors, goodput, unfinished
from tests.judge.two_runs import SECONDS, answers, measure, pair, played, spread_s

ERRORS, DROPPED = "error ratio of join", "dropped arrivals"


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        (0, 0, "same"),
        (0, 3, "worse"),
        (3, 0, "better"),
        (3, 3, "unknown"),
    ],
)
def test_more_failed_joins_are_worse(before: int, after: int, answer: str) -> None:
    """From none to 3 of 100, in points; of 2,000 samples the same 3 % may be half a point more."""
    found = measure(played(failed=[before]), played(failed=[after]), ERRORS)
    assert found.answer.value == answer
    assert (found.unit, found.smallest) == ("ratio", 0.005)
    assert (found.before, found.after) == (before / 100, after / 100)
    assert found.change == pytest.approx((after - before) / 100)


def test_how_much_more_matters_can_be_said() -> None:
    """3 points more are the same where 5 matter."""
    few, more = played(failed=[0]), played(failed=[3])
    assert answers(few, more, ratio=0.05)[ERRORS] == "same"


def test_none_seen_among_few_is_not_taken_for_none_there() -> None:
    """Forty joins without an error do not show that fewer than 0.5 points more fail."""
    few = played({"join": [spread_s(0.1, 2)] * SECONDS})
    assert answers(few, few)[ERRORS] == "unknown"


def test_errors_of_one_second_are_one_event() -> None:
    """A hundred failures in one bad second may be chance; ten in every second are not."""
    fine, burst = played(), played(failed=[100, *[0] * (SECONDS - 1)])
    assert answers(fine, burst)[ERRORS] == "unknown"
    assert answers(fine, played(failed=[5]))[ERRORS] == "worse"


def test_dropped_arrivals_are_held_against_all_that_were_due() -> None:
    """2 of 102 in every second."""
    found = measure(played(), played(dropped=[2]), DROPPED)
    assert (found.answer.value, found.before) == ("worse", 0.0)
    assert found.after == pytest.approx(2 / 102)


def test_journeys_that_were_broken_off_are_worse_and_told_of_only_where_somebody_counted_them() -> None:
    """3 of 100 in every second do not come to their end."""
    whole, broken = (played(ended=[100], completed=[many]) for many in (100, 97))
    name = "unfinished journeys of visitors"
    found = measure(whole, broken, name)
    assert (found.answer.value, found.before, found.after) == ("worse", 0.0, 0.03)
    assert name not in answers(played(), played())
    assert answers(played(), broken)[name] == "unknown"


def test_less_goodput_is_worse_and_shown_as_less() -> None:
    """90 good samples a second are 100 before; 10 % matter, which these are not more than."""
    fine = played()
    lost = measure(fine, played(failed=[20]), "goodput")
    assert (lost.answer.value, lost.unit, lost.before, lost.after) == ("worse", "per_s", 100.0, 80.0)
    assert lost.change == pytest.approx(-0.2)
    assert (lost.low or 0) <= -0.2 <= (lost.high or 0)
    assert lost.smallest == pytest.approx(0.1)
    assert answers(fine, played(failed=[5]))["goodput"] == "same"
    assert answers(played(failed=[20]), fine)["goodput"] == "better"
    assert answers(fine, played(failed=[99]), change=1.0)["goodput"] == "same"


def test_a_run_without_a_good_sample_has_no_goodput_to_compare() -> None:
    """Its errors say it all."""
    found = answers(played(), played(failed=[100]))
    assert (found["goodput"], found[ERRORS]) == ("unknown", "worse")


def test_goodput_is_that_of_the_seconds_in_which_anything_happened() -> None:
    """Also where as many fail as succeed; a run that went quiet is not slower for it."""
    half = played(failed=[50])
    quiet = {"join": [spread_s(0.1)] * 10 + [[]] * 10}
    assert goodput(pair(half, played(quiet))).values == (50.0, 50.0)
    assert goodput(pair(played(quiet), played(quiet))).values == (100.0, 100.0)
    failing = played(quiet, failed=[50] * 10 + [0])
    assert goodput(pair(failing, failing)).values == (50.0, 50.0)


def test_why_a_goodput_cannot_be_compared_is_said() -> None:
    """No good sample in a run, too few seconds, or good ones in too few of them."""
    fine, none = played(), played(failed=[100])
    short = played({"join": [spread_s(0.1)] * 4 + [[]] * 16})
    first, second = played(failed=[0, 100]), played(failed=[100, 0, 100])
    found = [goodput(pair(*runs)) for runs in ((fine, none), (none, fine), (short, short))]
    assert [one.why for one in [*found, goodput(pair(first, second))]] == [
        "a run had no good sample",
        "a run had no good sample",
        "it was seen in 4 seconds, and 5 are needed",
        "its samples are of too few seconds",
    ]
    assert {one.change for one in found} == {None}


def test_a_run_in_which_nothing_happened_is_unknown_in_everything() -> None:
    """None of it is a pass."""
    nothing = played({"join": [[]] * SECONDS}, arrived=[0])
    assert set(answers(nothing, nothing).values()) == {"unknown"}
    assert errors(pair(played(), nothing), "join").why == "a run has none of it"


def test_the_error_of_a_ratio_is_that_of_the_draws_and_half_as_much_again() -> None:
    """Where failures come in bursts; as many seconds as there are, less one, are free."""
    bursts = [[60 * (second % 5 == rest) for second in range(SECONDS)] for rest in (0, 1)]
    found = errors(pair(*(played(failed=one) for one in bursts)), "join").change
    first, second = (sums(np.array(one)) / (100 * SECONDS) for one in bursts)
    expected = np.std(second - first) * np.sqrt(20 / 19) * 1.5
    assert found is not None
    assert found.error == pytest.approx(expected)
    assert found.freedom == 19


def test_the_error_of_a_ratio_is_at_least_that_of_as_many_events_of_their_own() -> None:
    """One hit and one miss are added to each run: none of 2,000 is taken for 1 of 2,002."""
    found = errors(pair(played(), played(failed=[2])), "join").change
    none, two = 1 / 2002, 41 / 2002
    expected = math.sqrt((none * (1 - none) + two * (1 - two)) / 2002)
    assert found is not None
    assert found.error == pytest.approx(expected)


def test_the_error_of_the_goodput_is_that_of_the_draws_and_half_as_much_again() -> None:
    """Of the logarithm of one sum by the other."""
    bursts = [[60 * (second % 5 == rest) for second in range(SECONDS)] for rest in (0, 1)]
    found = goodput(pair(*(played(failed=one) for one in bursts))).change
    first, second = (sums(100 - np.array(one)) for one in bursts)
    expected = np.std(np.log(first / second)) * np.sqrt(20 / 19) * 1.5
    assert found is not None
    assert found.error == pytest.approx(expected)
    assert found.freedom == 19


def test_what_is_counted_is_told_apart_by_its_kind() -> None:
    """A journey that was broken off is an error; of a goodput less is worse."""
    runs = pair(*[played(ended=[100], completed=[97])] * 2)
    found = (errors(runs, "join"), unfinished(runs, "visitors"), dropped(runs), goodput(runs))
    assert [(one.id, one.kind, one.unit, one.why, one.fewer_is_worse) for one in found] == [
        ("error ratio of join", "errors", "ratio", "", False),
        ("unfinished journeys of visitors", "errors", "ratio", "", False),
        ("dropped arrivals", "dropped", "ratio", "", False),
        ("goodput", "goodput", "per_s", "", True),
    ]


def test_each_step_has_errors_of_its_own() -> None:
    """Three of a hundred joins, whatever else fails."""
    both = {"join": [spread_s(0.1)] * SECONDS, "home": [spread_s(0.1, 50)] * SECONDS}
    found = measure(played(both, failed=[3]), played(both, failed=[3]), ERRORS)
    assert (found.before, found.after) == (0.03, 0.03)


def test_a_run_that_has_events_in_two_seconds_only_is_compared() -> None:
    """Draws that miss both of them tell nothing, and nobody is warned of them."""
    rare: dict[str, list[list[float]]] = {"join": [[]] * 9 + [spread_s(0.1)] * 2 + [[]] * 9}
    found = errors(pair(played(), played(rare)), "join")
    assert (found.why, found.values) == ("", (0.0, 0.0))
    assert found.change is not None
