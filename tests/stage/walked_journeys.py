"""Journeys that a dry run walks in the tests: one that is sound, one for each mistake of an author."""

import time
from typing import Any, ClassVar

from siaga.crowd.answer import Answer
from siaga.crowd.form import form_of
from siaga.crowd.launch import Launch
from siaga.crowd.promise import Promise
from siaga.crowd.visitor import JourneyEndedError, Visitor


def number_on(page: Answer) -> object:
    """Read the number of a registration from where the visitor ended up."""
    return {"number": page.path.rpartition("/")[2]}


def sound(me: Visitor) -> None:
    """Register with the form of the page."""
    me.notes["voucher"] = me.feed("vouchers")["code"]
    page = me.get("/?token=abcdefgh1234", step="home")
    me.think(3600)
    if not me.goes_on("registered"):
        return
    form = form_of(page, field="email").filled(
        {"email": me.person.email, "password": me.person.password}
    )
    asked = Promise(
        person=me.person.email, receipt="number", reads=number_on, content={"name": me.person.name}
    )
    headers = {"X-Name": me.person.name}
    me.promise("/register", step="register", promise=asked, form=form, headers=headers)
    me.saw.remaining(7)
    if me.draw.chance("looks again", 0.25):
        me.obey(me.get("/wait", step="look"), otherwise_s=9)


def wrong_csrf(me: Visitor) -> None:
    """Send the form with another token than the page's."""
    form = form_of(me.get("/", step="home")).filled({"email": "a@x.test", "csrf_token": "mine"})
    me.post("/register", step="register", form=form)


def no_form(me: Visitor) -> None:
    """Look for a form where there is none."""
    form_of(me.get("/plain", step="plain"), field="email")


def no_receipt(me: Visitor) -> None:
    """Name the receipt by a key that the answer has not."""
    me.promise("/seat", step="take", promise=Promise(person="p-1", receipt="ticket"), json={})


def no_row(me: Visitor) -> None:
    """Be told that no seat is left, in other words than the scenario's row has."""
    asked = Promise(person="p-2", receipt="seat", expect={409})
    me.promise("/full", step="full", promise=asked, json={})


def wrong_status(me: Visitor) -> None:
    """Expect another status than the site has."""
    me.get("/plain", step="plain", expect={202, 204})


def other_form(me: Visitor) -> None:
    """Name the person in another form than the roll does."""
    asked = Promise(person="Somebody@X.test", receipt="seat")
    me.promise("/seat", step="seat", promise=asked, json={"person": "somebody@x.test"})


def cut_off(me: Visitor) -> None:
    """Ask for what the site hangs up on."""
    me.get("/gone", step="gone")


def too_fast(me: Visitor) -> None:
    """Be turned away where one was too fast."""
    me.get("/plain", step="plain")
    me.think(0.2, 0.0)
    me.get("/patient", step="patient")


def asking(me: Visitor) -> None:
    """Ask again and again, without an end."""
    while True:
        me.get("/plain", step="plain")


def busy(_me: Visitor) -> None:
    """Compute for ever."""
    while True:
        pass


def asleep(_me: Visitor) -> None:
    """Sleep in a way that siaga cannot shorten, and forgive everything."""
    while True:
        try:  # noqa: SIM105 - as careless authors write it
            time.sleep(3600)
        except Exception:  # noqa: BLE001, S110 - as careless authors write it
            pass


def broken(me: Visitor) -> None:
    """Take the answer for what it is not."""
    print("about to look", end="")  # noqa: T201 - as authors do who look for a mistake
    me.get("/", step="home").json()["seats"]


def hopeless(_me: Visitor) -> None:
    """Give up, for a reason of one's own."""
    raise JourneyEndedError("no letter came")


JOURNEYS: dict[str, Any] = {
    one.__name__.replace("_", "-"): one
    for one in (
        sound, wrong_csrf, no_form, no_receipt, no_row, wrong_status, other_form, cut_off, too_fast,
        asking, busy, asleep, broken, hopeless,
    )
}  # fmt: skip


class Mistakes(Launch):
    """All of them."""

    journeys: ClassVar = JOURNEYS
