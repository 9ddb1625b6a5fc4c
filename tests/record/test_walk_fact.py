"""Claims about the facts of a walk: they come back as they were written, and nothing else does."""

import pytest

from siaga.record.walk_fact import Asked, Began, Ended, Fact, Paused, Reached, Saw, Took, Vowed, fact_of

FACTS: list[Fact] = [
    Began(population="all", journey="whole", visitor=3),
    Asked(step="home", method="GET", path="/", expect=(200, 204), ways=("/a",), cookies=("sid",)),
    Paused(pause_s=2.0, slept_s=0.0, why="think"),
    Took(purpose="comes back", ratio=0.4, yes=True),
    Reached(stage="joined", ratio=0.0, yes=False),
    Vowed(
        step="join",
        person="31",
        key="k",
        outcome="ok",
        why="é",
        receipt_key="seat",
        content={"name": "A"},
        names=("seat",),
        rows=("outcomes.0: …",),
    ),
    Saw(what="remaining", shown="7"),
    Ended(how="late", why="did not end", place="f.py:1 in f", line="pass"),
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda one: type(one).__name__)
def test_a_fact_is_read_back_as_it_was_written(fact: Fact) -> None:
    """From one line."""
    line = fact.as_line()
    assert "\n" not in line
    assert fact_of(line) == fact


@pytest.mark.parametrize(
    "line", ["", "about to look", "[1]", "7", "{}", '{"e":"nosuch"}', '{"e":"saw"}']
)
def test_what_somebody_prints_is_no_fact(line: str) -> None:
    """Whatever it looks like."""
    assert fact_of(line) is None
