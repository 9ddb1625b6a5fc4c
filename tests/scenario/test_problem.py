"""Claims about problems: all of them are told at once, each at its place and in its own words."""

import pytest
from pydantic import ValidationError

from siaga.scenario.problem import Problem, refuse


def test_all_problems_are_raised_at_once_with_their_places() -> None:
    """Braces in a text are letters like any others."""
    with pytest.raises(ValidationError, match="2 validation errors for scenario") as refused:
        refuse(
            [Problem(place=("feeds", 0), text="is {odd}; even is allowed"), Problem(text="is no day")]
        )
    told = [(one["type"], one["loc"], one["msg"], one["input"]) for one in refused.value.errors()]
    assert told == [
        ("problem", ("feeds", 0), "is {odd}; even is allowed", None),
        ("problem", (), "is no day", None),
    ]


def test_without_a_problem_nothing_is_raised() -> None:
    """A validator goes on."""
    problems: list[Problem] = []
    refuse(problems)
    assert problems == []
