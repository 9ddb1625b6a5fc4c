"""The Launch: what a Locust file declares, the journeys that the populations of a scenario walk."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import gevent
from locust import User, task

from siaga.crowd.absence import Journey
from siaga.crowd.surface import Surface


class Launch(User):
    """A Locust user that stands for the whole crowd; subclass it in a Locust file.

    Locust starts it once per worker and it does nothing: visitors come from the pump, each in a
    greenlet of its own, at the times that the scenario plans.

    Attributes:
        journeys: journey by the name that the scenario's populations use.
        surface: what those have to know of the site who mean harm; empty unless a scenario has some.
        scenario: scenario file for plain `locust`, looked up as `beside` does.
    """

    abstract = True
    journeys: ClassVar[Mapping[str, Journey]] = {}
    surface: ClassVar[Surface] = Surface()
    scenario: ClassVar[str] = ""

    @task
    def stand_by(self) -> None:
        """Wait; the crowd is on its way."""
        gevent.sleep(3600)


def beside(locustfile: Path, scenario: str) -> str:
    """Find a scenario: in scenarios/ next to the folder of a Locust file, or in that folder itself.

    Returns:
        Its path; what was asked for, where it is in neither.
    """
    places = (locustfile.parent.parent / "scenarios", locustfile.parent)
    return next((str(one / scenario) for one in places if (one / scenario).is_file()), scenario)
