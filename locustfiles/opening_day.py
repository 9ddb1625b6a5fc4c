"""The journeys of the built-in site on its opening day; made to be read and copied.

    locust -f locustfiles/opening_day.py --host http://127.0.0.1:8080 --headless

A journey is ordinary blocking Python. Each named step leaves a sample; a step that does not end as it
should ends the journey, as a person gives up. What people do in between is thinking time.
"""

from typing import Any, ClassVar

from siaga.crowd import plugin  # noqa: F401 - importing it hooks siaga into Locust
from siaga.crowd.launch import Launch
from siaga.crowd.promise import Promise
from siaga.crowd.visitor import Visitor

RELOADS = 30
"""Nobody reloads more often than this before the doors open."""

CLOSED_DOORS_TO_FULL_HOUSE = (201, 403, 409)
"""Answers to a join that keep the site's word: a seat, not open, no seat left or has one."""

COUNTS_SEATS = 0.05
"""Share of those on the home page who note how many seats are left: the notes of all would be more
than all the promises."""

LOOKS_AT_ONCE = 0.1
"""Share of those with a seat who look for it at once, as a replica may be behind then."""

JSON = {"Accept": "application/json"}
"""Asks for a page as numbers."""


def visitor(me: Visitor) -> None:
    """Land, read, and leave or come back once."""
    home(me)
    me.think(20)
    if me.draw.chance("comes back", 0.4):
        home(me)


def refresher(me: Visitor) -> None:
    """Reload the page until the doors are open."""
    for _ in range(RELOADS):
        if wave(me, step="reload")["state"] != "not_open":
            return
        me.think(5)


def registrant(me: Visitor) -> None:
    """Sign up and join the wave; on the way the real funnel's shares give up."""
    home(me)
    me.think(20)
    me.post("/accounts", step="account", expect={201}, json=form(me))
    for stage in ("email-verified", "identity-verified", "joined"):
        me.think(10)
        if not me.goes_on(stage):
            return
    join(me)


def home(me: Visitor) -> None:
    """Open the home page; some look at how many seats are left."""
    if me.draw.chance("counts seats", COUNTS_SEATS):
        wave(me, step="home")
    else:
        me.get("/", step="home")


def wave(me: Visitor, step: str) -> Any:  # noqa: ANN401 - any JSON
    """Read how the wave stands, and note the seats that it shows as left."""
    shown = me.get("/", step=step, headers=JSON).json()
    me.saw.remaining(shown["seats_left"], person=me.person.nik)
    return shown


def join(me: Visitor) -> None:
    """Ask for a seat: what the site says yes to here is what the audit holds it to."""
    seat = Promise(
        person=me.person.nik,
        receipt="registration_id",
        expect=CLOSED_DOORS_TO_FULL_HOUSE,
        content={"name": me.person.name, "phone": me.person.phone, "email": me.person.email},
    )
    kept = me.promise("/waves/1/join", step="join", promise=seat, json={})
    if kept.receipt:
        if not me.draw.chance("looks at once", LOOKS_AT_ONCE):
            me.think(5)
        status(me)


def status(me: Visitor) -> None:
    """Look at one's own registrations, and note what is there; nothing, where there are none."""
    own = me.get("/registrations", step="status").json()
    me.saw.holding(me.person.nik, own[0]["registration_id"] if own else "")


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
