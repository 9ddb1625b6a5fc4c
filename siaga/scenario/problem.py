"""A Problem of a scenario that pydantic's own rules do not see, at its place below where it is found."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong, and where.

    Attributes:
        place: keys and indexes, from the part that finds the problem down.
        text: what is wrong; what is allowed.
    """

    place: tuple[str | int, ...] = ()
    text: str


def refuse(problems: Sequence[Problem]) -> None:
    """Raise all problems at once, to be called by a validator; pydantic puts its own place in front.

    Raises:
        ValidationError: there are problems.
    """
    if problems:
        raise ValidationError.from_exception_data(
            "scenario",
            [
                InitErrorDetails(
                    type=PydanticCustomError("problem", "{text}", {"text": problem.text}),
                    loc=problem.place,
                    input=None,
                )
                for problem in problems
            ],
        )
