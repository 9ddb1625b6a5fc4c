"""The Closed model of a stock Locust file: so many visitors, who wait for the site between requests."""

from typing import Annotated, Any

from pydantic import Field

from siaga.scenario.part import Count, Part
from siaga.scenario.quantity import RatePerS

EVERYBODY, STOCK = "everybody", "stock"
"""The one population of a closed model, and the journey that it is said to walk."""


class Closed(Part):
    """How many visitors of a stock Locust file there are at once."""

    visitors: Annotated[Count, Field(ge=1)] | None = None
    """How many they are when all are there; not given: the file's own shape says it."""

    spawn_rate_per_s: Annotated[RatePerS, Field(alias="spawn-rate", gt=0)] = 1.0
    """How many begin in a second until all are there; a file's own shape says that, too."""

    @property
    def most_per_s(self) -> float:
        """How many begin in one second at most; 0 where the file's shape says it."""
        return 0.0 if self.visitors is None else min(self.visitors, self.spawn_rate_per_s)

    def planned(self, second: int) -> int | None:
        """Give how many visitors should be there at the end of a second; None: the file's shape says.

        It is one second behind the spawn rate, since Locust begins visitors once a second.
        """
        if self.visitors is None:
            return None
        return int(min(self.visitors, self.spawn_rate_per_s * second))


def filled(given: dict[str, Any]) -> dict[str, Any]:
    """Put into the traffic of a closed model what only an open one says: no rate, one population."""
    phases = given.get("phases")
    if isinstance(phases, list | tuple):
        phases = [{"rate": 0.0, **one} if isinstance(one, dict) else one for one in phases]
    everybody = {"name": EVERYBODY, "journey": STOCK}
    return {"populations": [everybody], **given, **({} if phases is None else {"phases": phases})}


def needless(schema: dict[str, Any]) -> None:
    """Have the schema not require what `filled` puts in."""
    left_out = {"populations", "rate"}
    schema["required"] = [one for one in schema.get("required", []) if one not in left_out]
