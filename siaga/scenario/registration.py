"""The Registration that a scenario rehearses: how long it is open in all, and for how many."""

from typing import Annotated

from pydantic import Field

from siaga.scenario.part import Part
from siaga.scenario.quantity import SomeS


class Registration(Part):
    """The whole time for which people can register, of which a run plays a part.

    An error budget is one of the registration: what a run may spend of it depends on how long it goes on
    and on how many come.
    """

    for_s: Annotated[SomeS, Field(alias="for")]
    """How long people can register."""

    people: Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]
    """How many come in that time."""
