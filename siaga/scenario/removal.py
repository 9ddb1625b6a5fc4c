"""The Removal of a row: the call of the site's own API by which `siaga clean` takes it away."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from siaga.scenario.part import Count, Part
from siaga.scenario.problem import Problem, refuse
from siaga.scenario.quantity import RatePerS, SomeS
from siaga.scenario.reference import reference

PLACE = re.compile(r"\{([^{}]*)\}")
ENTRY = ("person", "operation", "seat")
"""Places that every roll can fill; any other is the name of a column."""


def _about_one_row(text: str) -> str:
    """Refuse a path that is the same for every row, or one with half a place."""
    names = PLACE.findall(text)
    if not names or not all(names):
        refuse([Problem(text=f"{text!r} names no row; write a place such as {{operation}}")])
    if set("{}") & set(PLACE.sub("", text)):
        refuse([Problem(text=f"{text!r} has a brace alone; write a place such as {{operation}}")])
    if set("?#") & set(text):
        refuse([Problem(text=f"{text!r} has a query; a path is allowed")])
    return text


class Removal(Part):
    """How one row of the roll is removed."""

    method: Literal["DELETE", "POST", "PUT"] = "DELETE"
    """Method of the call."""

    path: Annotated[str, Field(pattern=r"^/"), AfterValidator(_about_one_row)]
    """Its path; `{person}`, `{operation}`, `{seat}` or a column of the roll stand for the row's own."""

    token: Annotated[str, AfterValidator(reference)] = "${SITE_ADMIN_TOKEN}"  # noqa: S105 - no secret
    """Bearer token that the call asks for, as a reference to the environment."""

    rate_per_s: Annotated[RatePerS, Field(alias="rate", gt=0)] = 50.0
    """How many calls there are in a time, at most."""

    deadline_s: Annotated[SomeS, Field(alias="deadline")] = 10.0
    """How long one call may take."""

    most: Annotated[Count, Field(ge=1)] = 100_000
    """How many rows one cleaning removes, at most."""

    within_s: Annotated[SomeS, Field(alias="within")] = 3_600.0
    """How long one cleaning sends calls, at most."""

    @property
    def places(self) -> tuple[str, ...]:
        """The names that stand in the path, each once."""
        return tuple(dict.fromkeys(PLACE.findall(self.path)))
