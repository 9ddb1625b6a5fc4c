"""The joining of the wave: how people look at it, have a seat held, ask for it, and look for it."""

from typing import Any

from siaga.crowd import plugin  # noqa: F401 - before anything is imported that Locust replaces
from siaga.crowd.answer import Answer
from siaga.crowd.promise import Promise
from siaga.crowd.visitor import JourneyEndedError, Visitor

LOOKS, WISHES = 60, 4
"""Nobody looks whether a seat is held still or lots are drawn, or asks for one, more often than this."""

CLOSED_DOORS_TO_FULL_HOUSE = (201, 403, 409, 410)
"""Answers that keep the site's word: a seat is gone that was held for somebody who was late."""

LOOKS_AT_ONCE, DAWDLES = 0.1, 0.15
"""Shares: of those with a seat who look for it at once, as a replica may be behind then, and of those
for whom a seat is held who leave it at that until it is held no more."""

JSON = {"Accept": "application/json"}
"""Asks for a page as numbers."""


def wave(me: Visitor, step: str) -> Any:  # noqa: ANN401 - any JSON
    """Read how the wave stands, and note the seats that it shows as not given: left, or held.

    Where lots are drawn, note by which seed: the seats left say nothing then.
    """
    shown = me.get("/", step=step, headers=JSON).json()
    lots = shown.get("draw")
    if lots:
        me.saw.lots(lots["commitment"], lots["seed"] or "", person=me.person.nik)
    else:
        me.saw.remaining(shown["seats_left"] + shown.get("seats_held", 0), person=me.person.nik)
    return shown


def hold(me: Visitor) -> None:
    """Have a seat held, where that comes before joining: no promise yet, and over after a while."""
    if me.notes.get("hold_s") is None:
        return
    me.think(5)
    wishes = me.notes["wishes"] = me.notes.get("wishes", 0) + 1
    key, expect = {"Idempotency-Key": f"hold-{wishes}"}, CLOSED_DOORS_TO_FULL_HOUSE
    held = me.post("/waves/1/hold", step="hold", expect=expect, json={}, headers=key)
    me.notes["held"] = in_turn(held) in {"", "already-held"}
    if wishes > 1 or held.said("error") or not me.draw.chance("dawdles", DAWDLES):
        return
    for _ in range(LOOKS):
        if me.get("/waves/1/hold", step="held", headers=JSON).json()["state"] != "held":
            break
        me.wait(10)
    me.think(60)


def in_turn(answer: Answer) -> str:
    """Give the reason of a refusal, empty for none; whoever was put out has to come in again first."""
    if (refused := answer.said("error")) == "queue":
        raise JourneyEndedError("put out", answer)
    return refused


def join(me: Visitor) -> None:
    """Ask for a seat: what the site says yes to here is what the audit holds it to."""
    who, expect = me.person, CLOSED_DOORS_TO_FULL_HOUSE
    content = {"name": who.name, "phone": who.phone, "email": who.email}
    seat = Promise(person=who.nik, receipt="registration_id", expect=expect, content=content)
    me.think(5)
    kept = me.promise("/waves/1/join", step="join", promise=seat, json={})
    if in_turn(kept.answer) in {"hold-expired", "not-held"} and me.notes["wishes"] < WISHES:
        hold(me)
        if me.notes["held"]:
            join(me)
    if kept.receipt:
        if not me.draw.chance("looks at once", LOOKS_AT_ONCE):
            me.think(5)
        status(me)
        if me.notes.get("draw"):
            result(me)


def status(me: Visitor, step: str = "status") -> Any:  # noqa: ANN401 - any JSON
    """Look at one's own registrations, and note what is there; nothing, where there are none."""
    own = me.get("/registrations", step=step, headers=JSON).json()
    me.saw.holding(me.person.nik, own[0]["registration_id"] if own else "")
    return own


def result(me: Visitor) -> None:
    """Look until lots are drawn, and note what one's own has come to, and by which seed."""
    for _ in range(LOOKS):
        me.wait(30)
        own = status(me, step="result")
        if own and own[0]["status"] != "applied":
            me.saw.drawn(me.person.nik, str(own[0]["seat"] or ""))
            # A page that everybody reads may be a little behind.
            me.wait(20)
            wave(me, step="lots")
            return
