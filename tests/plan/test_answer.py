"""Claims about the answer: a word and a sentence for each end of a plan."""

from dataclasses import replace

from siaga.plan.answer import ENOUGH, REFUSED, SIZED, answer, sentence
from siaga.plan.interval import Interval
from siaga.plan.sizing import Sizing
from siaga.plan.source import Sources


def test_a_day_that_is_sized_says_whom_to_let_in_and_how_long_they_wait(sized: Sizing) -> None:
    """Of every hundred all but five."""
    assert answer(sized) == SIZED
    assert sentence(sized).startswith("Let in 13")
    assert "visitors a second, and 95 of 100 wait 1 min" in sentence(sized)


def test_a_day_on_which_nobody_waits_says_so(sized: Sizing) -> None:
    """Less than a second is no wait."""
    idle = replace(sized.rushes[0], p95_s=Interval.exactly(0.2))
    assert ", and nobody waits on the day" in sentence(replace(sized, rushes=(idle,)))


def test_nobody_waits_only_where_that_is_sure(sized: Sizing) -> None:
    """Where the site may be slower than the best guess, the longer wait is told."""
    unsure = replace(sized.rushes[0], p95_s=Interval(value=0.2, low=0.0, high=7.25))
    told = sentence(replace(sized, rushes=(unsure,)))
    assert ", and hardly anybody waits, or 95 of 100 up to 7.25 s, on the day as forecast." in told


def test_a_refusal_says_why(unpressed: Sizing) -> None:
    """And that the day fits all the same, where it does."""
    assert (answer(unpressed), answer(replace(unpressed, enough=True))) == (REFUSED, ENOUGH)
    assert sentence(unpressed).startswith("The site was never pressed")
    assert sentence(replace(unpressed, enough=True)).endswith("no more than was seen to get done.")


def test_without_runs_or_without_the_step_there_is_nothing_to_say(unpressed: Sizing) -> None:
    """Each in its own words."""
    none = replace(unpressed, sources=Sources(used=(), left_out=("a: b.",), warnings=()))
    assert sentence(none) == "None of the runs can be used."
    nobody = replace(unpressed, refusal=None, step="jion")
    assert sentence(nobody) == "No jion was asked for in the runs."
