"""The Caps of a run: what it may do at most to its target, whatever is planned and whatever happens."""

from typing import Annotated

from pydantic import Field

from siaga.scenario.part import Count, Part
from siaga.scenario.quantity import RatePerS, Ratio, SomeS

SomeBytes = Annotated[int, Field(strict=True, ge=1, le=10**15)]


class Caps(Part):
    """A plan above one is refused, a run that comes above one is ended. No scale changes them."""

    arrivals_per_s: Annotated[RatePerS | None, Field(alias="arrivals")] = None
    """Visitors who may come in any second."""

    requests_per_s: Annotated[RatePerS | None, Field(alias="requests")] = None
    """Requests that may go out in any second."""

    connections: Annotated[Count, Field(ge=1)] | None = None
    """Connections that may be open at once."""

    traffic_bytes: Annotated[SomeBytes | None, Field(alias="bytes")] = None
    """Bytes that may be sent and received in all."""

    run_time_s: Annotated[SomeS | None, Field(alias="run-time")] = None
    """How long it may last, from the first phase to the last visitor's patience."""

    abuse: Ratio | None = None
    """Share of those who mean harm among all who come."""
