"""Claims about the sentence of a search: the answer, what broke it, and what saturated first."""

from dataclasses import replace

import pytest

from siaga.capacity.level import Level, Outcome, Purpose
from siaga.capacity.reading import Reading
from siaga.capacity.sentence import LEVEL_HEADINGS, level_row, remarks, sentence
from tests.capacity.made_up_sites import level
from tests.capacity.results import found, of, told

UP, DOWN = level(20.0, Outcome.HELD), level(29.0, Outcome.BROKEN)
HOT = level(20.0, Outcome.BROKEN, Purpose.COOL_DOWN)
LATE = replace(level(29.0, Outcome.LIMITED, Purpose.AGAIN), by=("generator-on-time",))
FIRST = replace(LATE, ask=replace(LATE.ask, purpose=Purpose.STEP))


def test_what_was_found_is_said_in_one_sentence() -> None:
    """Capacity, interval, what broke, what saturated first."""
    assert sentence(found()) == (
        "capacity 39.2/s, between 38.3 and 40.1 arrivals a second; broken by latency;"
        " saturated first: configured capacity, from 38.3/s on"
    )
    assert list(remarks(found())) == []


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([], "nothing is known: no level was played to its end"),
        ([UP], "at least 20 arrivals a second, as far as was played"),
        (
            [UP, FIRST, LATE],
            "at least 20 arrivals a second: at 29/s the generator was at its limit (generator-on-time)",
        ),
        (
            [UP, level(200.0, Outcome.HELD)],
            "at least 200 arrivals a second: everything held at the most that was to be sent",
        ),
        (
            [level(0.5, Outcome.BROKEN)],
            "less than 0.5/s: nothing held, by latency; the site tells nothing of what it ran out of",
        ),
        (
            [UP, DOWN, HOT, HOT, HOT],
            (
                "between 20 and 29 arrivals a second: after 29/s the site did not come back to what it"
                " had held; broken by latency; the site tells nothing of what it ran out of"
            ),
        ),
        (
            [told(UP), told(level(24.0, Outcome.BROKEN))],
            (
                "between 20 and 24 arrivals a second, as far as was played; broken by latency; nothing"
                " that the site tells of was at its limit; configured capacity was fullest"
            ),
        ),
    ],
)
def test_each_ending_has_its_sentence(levels: list[Level], said: str) -> None:
    """None but the first is called a capacity."""
    assert sentence(of(*levels)) == said


def test_what_has_no_limit_that_is_known_is_never_called_full() -> None:
    """Neither in the answer nor in the row of a level."""
    cores = Reading(name="CPU", value=1.2, limit=None, text="1.2 cores")
    up, down = (replace(one, readings=(cores,)) for one in (UP, level(24.0, Outcome.BROKEN)))
    assert sentence(of(up, down)).endswith("the site tells nothing of what it ran out of")
    assert level_row(1, down)[5] == ""


def test_what_is_to_be_known_is_told_of_beside_it() -> None:
    """Contradictions, hysteresis, ends that were not confirmed, objectives that were left out."""
    levels = [
        UP,
        DOWN,
        HOT,
        level(29.0, Outcome.HELD, Purpose.CONFIRMATION),
        level(40.0, Outcome.BROKEN),
    ]
    assert list(remarks(of(*levels, left_out=("seats: it looks at the end of a day",)))) == [
        "At 29/s it held in 1 of 2 plays: the interval is wider.",
        "Hysteresis: after 29/s a load that had held did not hold at once.",
        "The ends of the interval were not played three times with one result.",
        "Left out: seats: it looks at the end of a day.",
    ]


def test_a_level_is_a_row_of_a_table() -> None:
    """What nobody told of stays empty."""
    row = ("3", "29/s", "step", "broken", "latency", "configured capacity 72.5 %", "75 %")
    assert level_row(3, told(DOWN)) == row
    assert level_row(1, UP) == ("1", "20/s", "step", "held", "", "", "")
    assert len(LEVEL_HEADINGS) == len(row)
