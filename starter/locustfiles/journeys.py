"""The journeys of the people who come: what each of them does on the site, step by step.

They fit the site that siaga brings along, so that everything here runs before anything is changed. Lines
that belong to that site are marked with YOURS: at a site of your own they are the ones to change.

A journey is ordinary blocking Python. Each named step leaves a sample; a step that does not end as it
should ends the journey, as a person gives up. Whether people try again is no matter of a journey but of
the scenario's `reactions`.
"""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from siaga.crowd import plugin  # noqa: F401 - importing it hooks siaga into Locust
from siaga.crowd.answer import Answer
from siaga.crowd.inbox import HttpInbox
from siaga.crowd.launch import Launch
from siaga.crowd.promise import Promise
from siaga.crowd.request import Upload
from siaga.crowd.turn import Turn
from siaga.crowd.visitor import JourneyEndedError, Visitor

JSON = {"Accept": "application/json"}
LINK = re.compile(r"[?&]token=([^\s\"'&]+)")
CODE = re.compile(r"\b([0-9]{6})\b")
PICTURE = bytes.fromhex(
    "ffd8 ffe0 0010 4a46494600 0101 00 0001 0001 0000 ffc0 000b 08 0040 0040 01 011100"
)
"""YOURS: what to ask for pages with, what to look for in letters, what to hand in."""

MOST_LOOKS = 200
"""Nobody asks more often than this. Every loop of a journey needs an end: the site may never say yes."""


def sign_up(me: Visitor) -> None:
    """Come in, do everything that a seat needs, ask for one, and look whether it is there."""
    me.get("/", step="home")
    wait_for_turn(me)
    open_account(me)
    for part in (identity, profile, documents, phone, test):
        me.think(5)  # seconds, as a person takes them: more or less, shortened with the run's time scale
        part(me)
    seat = Promise(person=me.person.nik, receipt="registration_id", expect={201, 409})
    kept = me.promise("/waves/1/join", step="join", promise=seat, json={})  # held against the roll
    if kept.receipt:
        own = me.get("/registrations", step="status", headers=JSON).json()
        me.saw.holding(me.person.nik, own[0]["registration_id"] if own else "")  # and against this


# The promise is the heart of it. `person` is what the roll's column of that name holds; `receipt` is the
# key of the answer under which the site names what it has given; `expect` are the answers that are no
# mistake of the site: 409 means here that every seat is gone, as the scenario's `outcomes` say.
# YOURS: all three, and the request.


def look(me: Visitor) -> None:
    """Read the home page, and go away: most of those who come to an opening do no more."""
    me.get("/", step="home")
    me.think(20)
    if me.draw.chance("comes back", 0.4):  # drawn from seed and person: the same in every run
        me.get("/", step="home")


def wait_for_turn(me: Visitor) -> None:
    """Take a ticket, and ask until one is let in. YOURS: leave it out if there is no waiting room."""
    ticket = me.post("/queue", step="queue", json={})
    me.queue("/queue", step="queue", reads=turn, ticket=ticket, person=me.person.nik, headers=JSON)


def turn(answer: Answer) -> Turn:
    """Read on a page of the waiting room how one stands. YOURS: every word of it."""
    shown = answer.json()
    if shown["state"] == "admitted":
        return Turn(admitted=True, token=shown["pass"], place=shown["position"])
    return Turn(admitted=False, wait_s=shown["estimated_wait_s"])


def open_account(me: Visitor) -> None:
    """Open an account, follow the link in the letter, log in.

    YOURS: every line. HttpInbox.mailpit(URL) and HttpInbox.mailhog(URL) are known post offices, too.
    """
    account = {"email": me.person.email, "password": me.person.password}
    inbox = me.post("/accounts", step="account", expect={201}, json=account).json()["inbox"]
    token = me.letter(HttpInbox.of_site(inbox), find=LINK)
    me.post("/accounts/verify-email", step="verify-email", json={"token": token})
    me.notes["csrf"] = me.post("/sessions", step="log-in", json=account).json()["csrf"]


def identity(me: Visitor) -> None:
    """Say who one is. The people are made up, and no number of theirs can belong to anybody."""
    who = me.person
    form = {"nik": who.nik, "kk": who.kk, "name": who.name, "birth_date": who.birth_date.isoformat()}
    answer = me.post("/identity", step="identity", expect={200, 202}, json=form)
    if answer.said("state") == "pending":
        until(me, "/me", step="progress", over=lambda shown: shown["next"] != "identity")


def profile(me: Visitor) -> None:
    """Say where and how one lives."""
    lives = {"address": "Jalan Merdeka 17", "region": me.person.nik[:2]}
    works = {"education": "upper-secondary", "employment": "seeking"}
    me.put("/profile", step="profile", json={**lives, **works}, headers={"If-Match": '"0"'})


def documents(me: Visitor) -> None:
    """Hand in two pictures, each with the token that the site's forms carry against forged requests."""
    for kind in ("ktp", "selfie"):
        picture = Upload(name=f"{kind}.jpg", kind="image/jpeg", content=PICTURE + me.person.nik.encode())
        form = {"csrf": me.notes["csrf"], "kind": kind}
        me.post("/documents", step="document", expect={201}, form=form, files={"file": picture})


def phone(me: Visitor) -> None:
    """Name one's phone, and type the code that comes."""
    form = {"phone": me.person.phone}
    inbox = me.post("/phone", step="phone", expect={202}, json=form).json()["inbox"]
    code = me.letter(HttpInbox.of_site(inbox), find=CODE)
    me.post("/phone/verify", step="code", json={"code": code})


def test(me: Visitor) -> None:
    """Take the test, and ask until it is graded."""
    asked = me.post("/assessment/start", step="test-start", expect={201}, json={}).json()["questions"]
    me.think(15)
    answers = {one["id"]: one["options"][0]["id"] for one in asked}
    me.post("/assessment/answers", step="test-answers", expect={202}, json={"answers": answers})
    until(me, "/assessment", step="test-result", over=lambda shown: shown["state"] != "pending")


def until(me: Visitor, path: str, *, step: str, over: Callable[[Any], bool]) -> Answer:
    """Ask until it is over, as seldom as the answers' Retry-After says, and give the last answer."""
    for _ in range(MOST_LOOKS):
        answer = me.get(path, step=step, headers=JSON)
        if over(answer.json()):
            return answer
        me.obey(answer, otherwise_s=5)
    raise JourneyEndedError(f"{step}: was never over")


class Crowd(Launch):
    """Everybody who comes: the scenario's populations walk these journeys, by these names."""

    scenario = "first.yaml"
    journeys: ClassVar = {"sign-up": sign_up, "look": look}
