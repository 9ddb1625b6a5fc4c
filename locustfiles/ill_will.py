"""The crowd of the opening day, and what those have to know of the built-in site who mean harm.

    locust -f locustfiles/ill_will.py --host http://127.0.0.1:8080 --headless

What they do is siaga's own; what it is done to is said here, and a site of one's own has a surface of
its own. What is left out the site does not have, and cases that need it are refused.
"""

from typing import ClassVar

import opening_day as honest  # type: ignore[import-not-found]  # Locust finds it beside this file

from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser
from siaga.crowd.call import Call
from siaga.crowd.launch import Launch
from siaga.crowd.request import Upload
from siaga.crowd.surface import Surface
from siaga.crowd.visitor import Visitor
from siaga.people.identity import Identity

FORM = {"Accept": "text/html"}
FOREIGN = {"Origin": "https://elsewhere.test", "Sec-Fetch-Site": "cross-site"}
"""What a browser says of a request that a page of another site has it send."""


def to_account(me: Visitor) -> None:
    """Open an account."""
    honest.enter(me)
    me.notes["inbox"] = honest.account(me)


def to_session(me: Visitor) -> None:
    """Log in for the first time."""
    to_account(me)
    honest.log_in(me, me.notes["inbox"])


def to_documents(me: Visitor) -> None:
    """Say who one is and how one lives."""
    to_session(me)
    for part in (honest.identity, honest.profile):
        part(me)


def to_phone(me: Visitor) -> None:
    """Hand in the pictures."""
    to_documents(me)
    honest.documents(me)


def to_test(me: Visitor) -> None:
    """Verify one's phone."""
    to_phone(me)
    honest.phone(me)


def to_join(me: Visitor) -> None:
    """Pass the test."""
    to_test(me)
    honest.assessment(me)


def account(person: Identity) -> Call:
    """Open an account."""
    return Call(path="/accounts", json={"email": person.email, "password": person.password})


def letters(me: Visitor) -> int:
    """Count what lies in the inbox."""
    return len(me.beside(me.notes["inbox"], step="inbox").json())


def log_in(email: str, password: str) -> Call:
    """Log in."""
    return Call(path="/sessions", json={"email": email, "password": password})


def identity(person: Identity) -> Call:
    """Say who one is."""
    form = {"nik": person.nik, "kk": person.kk, "name": person.name}
    return Call(path="/identity", json={**form, "birth_date": person.birth_date.isoformat()})


def upload(me: Visitor, file: Upload) -> Call:
    """Hand in a file as the picture of one's card."""
    return Call(path="/documents", form={"csrf": me.notes["csrf"], "kind": "ktp"}, files={"file": file})


def uploads(me: Visitor) -> int:
    """Count the pictures that the site says it has."""
    return len(me.get("/documents", step="documents", headers=honest.JSON).json()["received"])


def ask_code(phone: str) -> Call:
    """Have a code sent."""
    return Call(path="/phone", json={"phone": phone})


def code(given: str) -> Call:
    """Give a code."""
    return Call(path="/phone/verify", json={"code": given})


def sent_codes(me: Visitor, answer: Answer) -> list[str]:
    """Look into the inbox that the answer names, in vain if need be."""
    newest = honest.letter(me, answer.json()["inbox"], honest.CODE, honest.CODE_LOOKS[0])
    return [newest] if newest else []


def hand_in(started: Answer) -> Call:
    """Answer every question with what stands first."""
    answers = {one["id"]: one["options"][0]["id"] for one in started.json()["questions"]}
    return Call(path="/assessment/answers", json={"answers": answers})


def join(key: str) -> Call:
    """Ask for a seat."""
    return Call(path="/waves/1/join", json={}, headers={"Idempotency-Key": key})


def join_form(key: str) -> Call:
    """Ask for a seat as a form of another site does, which no page of this one has shown."""
    return Call(path="/waves/1/join", form={"key": key}, headers={**FORM, **FOREIGN})


def registration(name: str) -> Call:
    """Look at a registration."""
    return Call(method="GET", path=f"/registrations/{name}", headers=honest.JSON)


def position(answer: Answer) -> int | None:
    """Read how many are ahead; None where nobody waits."""
    ahead = answer.said("ahead")
    return int(ahead) if answer.said("state") == "waiting" and ahead.isdigit() else None


def forged_passes(browser: Browser) -> list[dict[str, str]]:
    """Write passes: that of the first in the queue, one's own ticket as a pass, the smallest number."""
    ticket = browser.cookies.get("queue_ticket") or ""
    book, _, mark = ticket.partition("-")
    first = f"{book}-0.{mark.partition('.')[2]}"
    return [{"queue_pass": first}, {"queue_pass": ticket}, {"position": "0"}]


SURFACE = Surface(
    to_account=to_account,
    to_session=to_session,
    to_documents=to_documents,
    to_phone=to_phone,
    to_test=to_test,
    to_join=to_join,
    account=account,
    letters=letters,
    log_in=log_in,
    log_out=Call(path="/sessions/end", json={}),
    identity=identity,
    upload=upload,
    uploads=uploads,
    ask_code=ask_code,
    code=code,
    sent_codes=sent_codes,
    start_test=Call(path="/assessment/start", json={}),
    hand_in=hand_in,
    join=join,
    join_form=join_form,
    receipt="registration_id",
    own=Call(method="GET", path="/registrations", headers=honest.JSON),
    registration=registration,
    guesses=tuple(f"1-{seat}" for seat in range(1, 41)),
    queue=Call(path="/queue", json={}),
    look=Call(method="GET", path="/queue", headers=honest.JSON),
    admitted=lambda answer: answer.said("state") == "admitted",
    position=position,
    behind=Call(method="GET", path="/accounts", headers=honest.JSON),
    private=Call(method="GET", path="/me", headers=honest.JSON),
    pass_cookies=("queue_pass", "queue_ticket", "position"),
    forged_passes=forged_passes,
    session_cookies=("session",),
)


class IllWill(Launch):
    """The crowd of scenarios/ill-will.yaml."""

    scenario = "ill-will.yaml"
    journeys: ClassVar = honest.OpeningDay.journeys
    surface: ClassVar = SURFACE
