"""The Link of a population: how slowly its phones send and take, however fast the site is."""

from typing import Annotated

from pydantic import Field

from siaga.scenario.part import Part
from siaga.scenario.quantity import DurationS, RatePerS

LEAST_BYTES_PER_S = 50.0
"""On a slower line no request would end before anybody's patience."""


class Link(Part):
    """A line that is slow: what goes over it in a second, and how long each request is on its way."""

    sends_bytes_per_s: Annotated[RatePerS, Field(alias="sends", ge=LEAST_BYTES_PER_S)]
    """Bytes of requests that go out a second."""

    takes_bytes_per_s: Annotated[RatePerS, Field(alias="takes", ge=LEAST_BYTES_PER_S)]
    """Bytes of answers that are taken a second; what is more waits at the site."""

    latency_s: Annotated[DurationS, Field(alias="latency")] = 0.0
    """How long the way there and back takes."""
