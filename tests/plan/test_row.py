"""Claims about rows: what a plan says in words, known and unknown."""

from dataclasses import replace

import pytest

from siaga.plan.interval import Interval
from siaga.plan.replicas import Replicas
from siaga.plan.row import Row, per_s, pressed, rows, rush_row, span, wait
from siaga.plan.sizing import Sizing


def _by_name(found: Sizing) -> dict[str, Row]:
    return {one.name: one for one in rows(found)}


def test_each_need_of_a_day_has_a_row(sized: Sizing) -> None:
    """In the order in which they follow from each other."""
    told = _by_name(sized)
    assert list(told) == [
        "Capacity of 1 process",
        "Asked for at the peak",
        "Admission rate",
        "Site without a waiting room",
        "Workers of the generator",
    ]
    assert told["Capacity of 1 process"].between.count("/s") == 2
    assert told["Admission rate"].value.endswith("/s visitors")
    assert told["Site without a waiting room"].value == "at least 3 processes"
    sent = told["Workers of the generator"].why
    assert sent.endswith("twice what was seen, though its CPU would do more; 1 ms of CPU a request.")


def test_a_capacity_that_is_not_known_says_why(unpressed: Sizing) -> None:
    """And there is no admission rate."""
    told = _by_name(unpressed)
    assert told["Capacity of 1 process"].value == "unknown"
    assert told["Capacity of 1 process"].why.startswith("The site was never pressed")
    assert "Admission rate" not in told


def test_a_site_that_is_large_enough_is_told_with_its_size(sized: Sizing, unpressed: Sizing) -> None:
    """By a law of its processes, or since the day asks for less than was seen."""
    four = Replicas(needed=Interval(value=4, low=3, high=5), at_least=3)
    row = _by_name(replace(sized, replicas=four))["Site without a waiting room"]
    assert (row.value, row.between) == ("4 processes", "3 to 5")
    enough = _by_name(replace(unpressed, enough=True))["Site without a waiting room"]
    assert enough.value == "as measured"


def test_a_rush_is_told_in_nine_cells(sized: Sizing) -> None:
    """Times, visitors, peak, three waits, the worst queue, time to drain, the site without a door."""
    once, _twice, five = (rush_row(sized, one) for one in sized.rushes)
    assert once[:3] == ("1x", "19,200", "300/s")
    assert once[6].endswith(", at 60 s")
    assert once[8] == "overloaded"  # 600 of 360 a second
    assert five[:3] == ("5x", "96,000", "1,500/s")
    assert five[8].startswith("unknown: asked for 8.")


def test_a_site_without_a_door_holds_where_less_is_asked_for_than_was_seen(sized: Sizing) -> None:
    """And nobody knows where no run tells."""
    assert pressed(sized, replace(sized.rushes[0], times=0.1)) == "holds"
    assert pressed(replace(sized, points=()), sized.rushes[0]) == "unknown"


def test_less_than_the_capacity_is_no_overload_and_more_is(sized: Sizing) -> None:
    """Up to what is certain of it, with headroom, it holds; up to what it may be nobody can tell."""
    capacity = sized.capacity_per_s
    assert capacity is not None
    assert sized.demand is not None
    told = {
        name: pressed(sized, replace(sized.rushes[0], times=per_s / sized.demand.peak_per_s.value))
        for name, per_s in {
            "sure": sized.headroom * capacity.low - 1,
            "nearly": 0.9 * capacity.value,
            "full": capacity.high + 1,
        }.items()
    }
    assert told == {
        "sure": "holds",
        "nearly": "may be too much: at most 90 % of the capacity",
        "full": "overloaded",
    }


@pytest.mark.parametrize(("value_s", "text"), [(0.25, "250 ms"), (59.0, "59 s"), (60.0, "1 min")])
def test_a_wait_is_told_as_people_say_it(value_s: float, text: str) -> None:
    """From a minute on in minutes."""
    assert wait(value_s) == text


def test_an_interval_that_is_written_alike_at_both_ends_is_none() -> None:
    """Nobody learns anything from 5/s to 5/s."""
    assert span(Interval(value=5.0, low=4.9999, high=5.0001), per_s) == ""
    assert span(Interval(value=5.0, low=4.0, high=6.0), per_s) == "4/s to 6/s"
