"""The Stops of a run: what has to go wrong for it to be ended before its time."""

from typing import Annotated

from pydantic import Field

from siaga.scenario.part import Part
from siaga.scenario.quantity import DurationS, SomeRatio, SomeS


class Probe(Part):
    """A page that siaga asks for by itself, once a second, on a connection of its own."""

    path: Annotated[str, Field(pattern=r"^/")]
    """Of the page, on the site."""

    within_s: Annotated[SomeS, Field(alias="within", le=5)] = 2.0
    """How long its answer may take."""

    failing_s: Annotated[DurationS, Field(alias="failing")] = 10.0
    """How long it may fail without a break: no answer in time, or one of 500 and above."""


class Stops(Part):
    """What ends a run; none of it counts during a fault and for as long afterwards as recovery takes."""

    errors: SomeRatio = 0.5
    """Share of the steps that may end with 500 and above; all of them: they end no run."""

    over_s: Annotated[SomeS, Field(alias="over", ge=1)] = 10.0
    """Length of the time over which they are counted."""

    recovery_s: Annotated[DurationS, Field(alias="recovery")] = 30.0
    """How long after a fault the site may take to be itself again."""

    probe: Probe | None = None
    """A page that has to answer; not given: none is asked for."""
