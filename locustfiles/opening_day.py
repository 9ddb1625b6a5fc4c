"""The journeys of the built-in site on its opening day; made to be read and copied.

    locust -f locustfiles/opening_day.py --host http://127.0.0.1:8080 --headless

A journey is ordinary blocking Python. Each named step leaves a sample; a step that does not end as it
should ends the journey, as a person gives up. What people do in between is thinking time.
"""

from typing import ClassVar

from siaga.crowd import plugin  # noqa: F401 - importing it hooks siaga into Locust
from siaga.crowd.launch import Launch
from siaga.crowd.promise import Promise
from siaga.crowd.visitor import Visitor

RELOADS = 30
"""Nobody reloads more often than this before the doors open."""

CLOSED_DOORS_TO_FULL_HOUSE = (201, 403, 409)
"""Answers to a join that keep the site's word: a seat, not open yet, no seat left or has one."""


def visitor(me: Visitor) -> None:
    """Land, read, and leave or come back once."""
    me.get("/", step="home")
    me.think(20)
    if me.draw.chance("comes back", 0.4):
        me.get("/", step="home")


def refresher(me: Visitor) -> None:
    """Reload the page until the doors are open."""
    for _ in range(RELOADS):
        wave = me.get("/", step="reload", headers={"Accept": "application/json"}).json()
        if wave["state"] != "not_open":
            return
        me.think(5)


def registrant(me: Visitor) -> None:
    """Sign up and join the wave; on the way the real funnel's shares give up."""
    me.get("/", step="home")
    me.think(20)
    me.post("/accounts", step="account", expect={201}, json=form(me))
    for stage in ("email-verified", "identity-verified", "joined"):
        me.think(10)
        if not me.goes_on(stage):
            return
    join(me)


def join(me: Visitor) -> None:
    """Ask for a seat: what the site says yes to here is what the audit holds it to."""
    seat = Promise(person=me.person.nik, receipt="registration_id", expect=CLOSED_DOORS_TO_FULL_HOUSE)
    kept = me.promise("/waves/1/join", step="join", promise=seat, json={})
    if kept.receipt:
        me.think(5)
        me.get(f"/registrations/{kept.receipt}", step="status", expect={200})


def form(me: Visitor) -> dict[str, str]:
    """Give what the person writes into the sign-up form."""
    person = me.person
    return {
        "nik": person.nik,
        "kk": person.kk,
        "name": person.name,
        "birth_date": person.birth_date.isoformat(),
        "email": person.email,
        "phone": person.phone,
        "password": person.password,
    }


class OpeningDay(Launch):
    """The crowd of scenarios/opening-day.yaml."""

    scenario = "opening-day.yaml"
    journeys: ClassVar = {"visitor": visitor, "refresher": refresher, "registrant": registrant}
