"""The journey of those who wait: a ticket, three looks as the site asks for them, and away."""

from typing import ClassVar

from siaga.crowd import plugin  # noqa: F401 - importing it hooks siaga into Locust
from siaga.crowd.absence import Absence
from siaga.crowd.launch import Launch
from siaga.crowd.visitor import Visitor

LOOKS = 3
JSON = {"Accept": "application/json"}


def waiter(me: Visitor) -> Absence:
    """Take a ticket, and go away until it is time to look."""
    ticket = me.post("/queue", step="ticket", json={})
    me.notes["looks"] = 0
    return me.obeys(ticket, 60, look)


def look(me: Visitor) -> Absence | None:
    """Look, and go away again; after the last time make room."""
    page = me.get("/queue", step="look", headers=JSON)
    me.notes["looks"] += 1
    if me.notes["looks"] < LOOKS:
        return me.obeys(page, 60, look)
    me.post("/queue/leave", step="leave", json={})
    return None


class WaitingDay(Launch):
    """Those who wait."""

    scenario = "waiting.yaml"
    journeys: ClassVar = {"waiter": waiter}
