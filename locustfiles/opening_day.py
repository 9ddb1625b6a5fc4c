"""The journeys of the built-in site on its opening day; made to be read and copied.

    locust -f locustfiles/opening_day.py --host http://127.0.0.1:8080 --headless

A journey is ordinary blocking Python. Each named step leaves a sample; a step that does not end as it
should ends the journey, as a person gives up. What people do in between is thinking time. Whether they
try again, reload or come back later is no matter of a journey but of the scenario's `reactions`.
"""

import re
from collections.abc import Callable, Collection
from typing import Any, ClassVar

# Locust finds it beside this file.
from joining import hold, join, wave  # type: ignore[import-not-found]

from siaga.crowd import plugin  # noqa: F401 - importing it hooks siaga into Locust
from siaga.crowd.absence import Absence
from siaga.crowd.answer import Answer
from siaga.crowd.inbox import HttpInbox
from siaga.crowd.launch import Launch
from siaga.crowd.request import Upload
from siaga.crowd.turn import Turn
from siaga.crowd.visitor import JourneyEndedError, Visitor
from siaga.crowd.waiting_room import WaitingRoom
from siaga.people.picture import picture_of

RELOADS, INBOX_LOOKS, RESULT_LOOKS, CODES, WAYS_BACK = 30, 40, 60, 3, 3
CODE_LOOKS = (15, 15, 15, 40)
"""Nobody asks more often than this: are the doors open, is there mail, have I passed,
was that the code? Who has looked in vain for a code, for 50 s or so, asks for another, three times."""

WRITTEN_NOW_OR_BEFORE = (200, 412)
TAKEN_WRONG_OR_GONE = (200, 409, 400, 410)
"""Answers that keep the site's word: to a profile, a code. Who asks again may find it done; a code is
wrong where another one counts since, and gone where its letter was late."""

COUNTS_SEATS = 0.05
"""Share of those on the home page who note the seats left: the notes of all would be more than all the
promises."""

PICTURE_BYTES = 2_048
"""Size of a picture that is handed in: a real one has megabytes, of which two cores could carry few."""

JSON = {"Accept": "application/json"}
"""Asks for a page as numbers."""

LINK = re.compile(r"[?&]token=([^\s\"'&]+)")
CODE = re.compile(r"\b[0-9]{6}\b")
"""What people look for in a letter: the link to follow, the code to type."""


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


def registrant(me: Visitor) -> Absence | None:
    """Come to be let in; those who wait are the most by far, and are away between two looks."""
    home(me)
    me.think(10)
    ticket = me.post("/queue", step="queue", json={})
    return me.line_up(ROOM, ticket, person=me.person.nik, then=sign_up)


def sign_up(me: Visitor, _turn: Turn) -> None:
    """Sign up and join the wave; on the way the real funnel's shares give up."""
    inbox = account(me)
    me.think(5)
    if not me.goes_on("email-verified"):
        return
    log_in(me, inbox)
    me.think(5)
    if not me.goes_on("identity-verified"):
        return
    for part in (identity, profile, documents, phone):
        again(me, part)
    if not me.goes_on("joined"):
        return
    for part in (assessment, hold, join):
        again(me, part)


def again(me: Visitor, part: Callable[[Visitor], None]) -> None:
    """Do a part of the way; whoever is put out in the middle of it comes in again and does it then."""
    for turn in range(WAYS_BACK + 1):
        try:
            if not ((turn or me.returns) and done(me, part)):
                part(me)
        except JourneyEndedError as ended:
            if turn == WAYS_BACK or not back_in(me, ended.answer):
                raise
        else:
            return


def back_in(me: Visitor, answer: Answer | None) -> bool:
    """Come in again if an answer has put one out; False if it has not."""
    refused = "" if answer is None else answer.said("error")
    if refused == "queue":
        enter(me)
    elif refused == "no-session":
        again(me, sign_in)
    return refused in {"queue", "no-session"}


def done(me: Visitor, part: Callable[[Visitor], None]) -> bool:
    """Look whether a part of the way is done: its answer may never have come."""
    if part is sign_in:
        return False
    following = str(me.get("/me", step="progress", headers=JSON).json()["next"])
    return following != part.__name__ and not (part is join and following == "hold")


def home(me: Visitor) -> None:
    """Open the home page; some look at how many seats are left."""
    if me.draw.chance("counts seats", COUNTS_SEATS):
        wave(me, step="home")
    else:
        me.get("/", step="home")


def enter(me: Visitor) -> None:
    """Take a ticket of the waiting room, and wait until it is one's turn."""
    ticket = me.post("/queue", step="queue", json={})
    me.queue("/queue", step="queue", reads=turn, ticket=ticket, person=me.person.nik, headers=JSON)


def turn(answer: Answer) -> Turn:
    """Read how one stands in the waiting room."""
    shown = answer.json()
    if shown["state"] == "admitted":
        return Turn(admitted=True, token=shown["pass"], place=shown["position"])
    return Turn(admitted=False, wait_s=shown["estimated_wait_s"])


ROOM = WaitingRoom(path="/queue", step="queue", reads=turn, options={"headers": JSON})


def account(me: Visitor) -> str:
    """Open an account, and give where its letters come in."""
    form = {"email": me.person.email, "password": me.person.password}
    return str(me.post("/accounts", step="account", expect={201}, json=form).json()["inbox"])


def log_in(me: Visitor, inbox: str) -> None:
    """Follow the link in the letter, and log in."""
    token = letter(me, inbox, LINK, INBOX_LOOKS)
    if not token:
        raise JourneyEndedError("no letter came")
    me.post("/accounts/verify-email", step="verify-email", json={"token": token})
    me.think(5)
    sign_in(me)


def sign_in(me: Visitor) -> None:
    """Begin a session, and note the token that its forms carry and whether seats are held or drawn."""
    form = {"email": me.person.email, "password": me.person.password}
    begun = me.post("/sessions", step="log-in", json=form).json()
    me.notes |= {"csrf": begun["csrf"], "hold_s": begun.get("hold_s"), "draw": begun.get("draw")}


def letter(
    me: Visitor, inbox: str, wanted: re.Pattern[str], looks: int, known: Collection[str] = ()
) -> str:
    """Look for what one waits for and does not know, and give the newest; nothing if none has come."""
    return me.letter(HttpInbox.of_site(inbox), find=wanted, looks=looks, known=known)


def identity(me: Visitor) -> None:
    """Say who one is; the registry may take its time."""
    person = me.person
    form = {"nik": person.nik, "kk": person.kk, "name": person.name}
    form["birth_date"] = person.birth_date.isoformat()
    me.think(5)
    if me.post("/identity", step="identity", expect={200, 202}, json=form).status == 202:  # noqa: PLR2004
        settled(me, "/me", step="progress", over=lambda shown: shown["next"] != "identity")


def profile(me: Visitor) -> None:
    """Say where and how one lives."""
    form = {"address": "Jalan Merdeka 17", "region": me.person.nik[:2]}
    form |= {"education": "upper-secondary", "employment": "seeking"}
    me.think(5)
    headers = {"If-Match": '"0"'}
    me.put("/profile", step="profile", expect=WRITTEN_NOW_OR_BEFORE, json=form, headers=headers)


def documents(me: Visitor) -> None:
    """Hand in a picture of the card and one of oneself with it."""
    for kind in ("ktp", "selfie"):
        me.think(3)
        content = picture_of(f"{me.person.nik} {kind}", PICTURE_BYTES)
        picture = Upload(name=f"{kind}.jpg", kind="image/jpeg", content=content)
        form = {"csrf": me.notes["csrf"], "kind": kind}
        me.post("/documents", step="document", expect={201}, form=form, files={"file": picture})


def phone(me: Visitor) -> None:
    """Name one's phone, and type the code that came last; ask for another while none comes."""
    me.think(3)
    form = {"phone": me.person.phone}
    inbox = me.post("/phone", step="phone", expect={202}, json=form).json()["inbox"]
    typed: list[str] = []
    for asked, looks in enumerate(CODE_LOOKS):
        if asked:
            me.post("/phone", step="phone-again", expect={202, 429}, json=form)
        while code := letter(me, inbox, CODE, looks, typed):
            typed.append(code)
            said = me.post("/phone/verify", step="otp", expect=TAKEN_WRONG_OR_GONE, json={"code": code})
            if said.status in {200, 409}:
                return
            if len(typed) == CODES:
                raise JourneyEndedError("no code was right")
    raise JourneyEndedError("no code came")


def assessment(me: Visitor) -> None:
    """Take the test, unless one has, and ask until the result is there."""
    started = me.post("/assessment/start", step="test-start", expect={201, 409}, json={})
    if started.status == 201:  # noqa: PLR2004
        me.think(15)
        answers = {one["id"]: one["options"][0]["id"] for one in started.json()["questions"]}
        form = {"answers": answers}
        said = me.post("/assessment/answers", step="test-answers", expect={202}, json=form)
        me.obey(said, otherwise_s=5)
    settled(me, "/assessment", step="test-result", over=lambda shown: shown["state"] != "pending")


def settled(me: Visitor, path: str, *, step: str, over: Callable[[Any], bool]) -> None:
    """Ask until something is settled, as often as the site says."""
    for _ in range(RESULT_LOOKS):
        answer = me.get(path, step=step, headers=JSON)
        if over(answer.json()):
            return
        me.obey(answer, otherwise_s=5)
    raise JourneyEndedError(f"{step} was never settled")


class OpeningDay(Launch):
    """The crowd of scenarios/opening-day.yaml."""

    scenario = "opening-day.yaml"
    journeys: ClassVar = {"visitor": visitor, "refresher": refresher, "registrant": registrant}
