"""Claims about what a dry run notes of objectives."""

from siaga.record.walk_fact import Asked, Began, Ended, Fact
from tests.cli.hand_tried import LEFT, VOW, tried


def _walked(*steps: str, end: Fact) -> list[str]:
    began = [
        Began(population=one, journey=one, visitor=0) for one in ("registrant", "visitor", "refresher")
    ]
    asked = [Asked(step=one, method="GET", path="/", expect=(200,), status=200) for one in steps]
    return [one for one in tried(*began, *asked, VOW, end).notes if one.startswith("objective ")]


def test_an_objective_about_a_step_that_nobody_came_to_is_noted() -> None:
    """A misspelt one would be unknown after the whole run: INCONCLUSIVE where it is a key one."""
    assert _walked("home", end=Ended(how="whole")) == [
        "objective join-availability: nobody came to a step 'join'; steps were home",
        "objective join-latency: nobody came to a step 'join'; steps were home",
    ]
    assert _walked("home", "join", end=Ended(how="whole")) == []


def test_a_walk_that_was_cut_short_says_nothing_of_the_steps_behind() -> None:
    """They would have come."""
    assert _walked("home", end=LEFT) == []
