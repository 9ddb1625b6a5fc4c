"""Claims about inboxes: a letter is found at any of the usual post offices, and looks are bounded."""

import json
import re
from collections.abc import Callable, Mapping

import pytest

from siaga.crowd.answer import AnswerError
from siaga.crowd.inbox import MOST_LETTERS, HttpInbox, plain_text
from siaga.crowd.visitor import JourneyEndedError
from tests.crowd.hostile_site import HostileSite, Talk, ok
from tests.crowd.visitor_stage import Stage

Start = Callable[..., HostileSite]

CODE = re.compile(r"code is ([0-9]{4})")
TO = "a+b@c.test"
ASKED = "a%2Bb%40c.test"

MESSAGE = (
    "From: x@y.test\r\nTo: a+b@c.test\r\nSubject: =?utf-8?q?K=C3=B6de?=\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "Your code i=\r\ns 4711 =C3=A9\r\n"
)

TWO_PARTS = (
    "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n"
    "Content-Type: text/html\r\n\r\n<p>two\r\n--b--\r\n"
)

MAILPIT = {
    f"/api/v1/search?query=to%3A%22{ASKED}%22&limit={MOST_LETTERS}": {
        "messages": [{"ID": "n2", "Snippet": "Your"}, {"ID": "n1", "Snippet": "Welcome"}]
    },
    "/api/v1/message/n2": {"ID": "n2", "Text": "Your code is 4711", "HTML": ""},
    "/api/v1/message/n1": {"ID": "n1", "Text": "Welcome", "HTML": ""},
}
MAILHOG = {
    f"/api/v2/search?kind=to&query={ASKED}&limit={MOST_LETTERS}": {
        "items": [{"ID": "n1", "Content": {"Body": "..."}, "Raw": {"Data": MESSAGE}}]
    }
}
OWN = {"/inboxes/a": [{"id": 1, "text": "Your code is 4711"}, {"id": 2, "text": "Welcome"}]}


def _serves(answers: Mapping[str, object]) -> Callable[[Talk], None]:
    def play(talk: Talk) -> None:
        while path := talk.hear().split(b" ")[1].decode():
            talk.say(ok(json.dumps(answers[path]).encode()))

    return play


@pytest.mark.parametrize(
    ("answers", "inbox", "asked"),
    [
        (MAILPIT, HttpInbox.mailpit, 2),
        (MAILHOG, HttpInbox.mailhog, 1),
        (OWN, lambda url: HttpInbox.of_site(f"{url}/inboxes/a"), 1),
    ],
)
def test_a_code_is_found_at_a_post_office(
    stage: Stage,
    site: Start,
    answers: Mapping[str, object],
    inbox: Callable[[str], HttpInbox],
    asked: int,
) -> None:
    """Whatever the shape of its answers; each request is a sample."""
    office = site(_serves(answers))
    assert stage.visitor().letter(inbox(office.url), find=CODE, to=TO) == "4711"
    assert [(one.step, one.reason) for one in stage.recorded()] == [("inbox", "")] * asked


def test_no_letter_is_read_twice_and_nobody_looks_for_ever(stage: Stage, site: Start) -> None:
    """The list is asked for at every look, each letter once; nothing is what never came."""
    office = site(_serves(MAILPIT))
    found = stage.visitor().letter(
        HttpInbox.mailpit(office.url),
        find=re.compile("[0-9]{6}"),
        to=TO,
        step="mail",
        looks=3,
        every_s=0.1,
    )
    assert found == ""
    asked = [one.split(b" ")[1] for one in office.heard]
    assert sorted(asked.count(one.encode()) for one in MAILPIT) == [1, 1, 3]
    assert {one.step for one in stage.recorded()} == {"mail"}


def test_the_newest_letter_counts_and_what_is_known_does_not(stage: Stage, site: Start) -> None:
    """Of two codes, the last; after that one was tried, the other."""
    letters = [{"id": 1, "text": "code is 1111"}, {"id": 2, "text": "code is 2222"}]
    office = site(_serves({"/a": letters}))
    me, inbox = stage.visitor(), HttpInbox.of_site(f"{office.url}/a")
    assert me.letter(inbox, find=CODE) == "2222"
    assert me.letter(inbox, find=CODE, known=["2222"]) == "1111"


def test_the_person_s_own_address_is_asked_for_by_default(stage: Stage, site: Start) -> None:
    """As the letters go there."""
    office = site(lambda talk: talk.hear() and talk.say(ok(b"[]")))
    stage.visitor().letter(HttpInbox(url=f"{office.url}/m?to={{to}}"), find=CODE, looks=1)
    assert stage.visitor().person.email.replace("@", "%40").encode() in office.heard[0]


@pytest.mark.parametrize(
    "answer", [{}, {"messages": {}}, {"messages": 1}, {"messages": [{"ID": "x"}]}, {"messages": [1]}, []]
)
def test_a_post_office_that_says_something_else_is_an_error_that_names_it(
    stage: Stage, site: Start, answer: object
) -> None:
    """It is not taken for an inbox without letters."""
    office = site(lambda talk: [talk.hear() and talk.say(ok(json.dumps(answer).encode())) for _ in "ab"])
    with pytest.raises(AnswerError, match="HttpInbox"):
        stage.visitor().letter(HttpInbox.mailpit(office.url), find=CODE, looks=1)


def test_a_post_office_that_does_not_answer_ends_the_journey(stage: Stage) -> None:
    """As any step does."""
    with pytest.raises(JourneyEndedError, match="refused"):
        stage.visitor().letter(HttpInbox.mailpit("http://127.0.0.1:1"), find=CODE, looks=1)


def test_an_inbox_without_a_host_is_refused() -> None:
    """When it is made."""
    with pytest.raises(ValueError, match="is no URL"):
        HttpInbox(url="/inboxes")


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (MESSAGE, "Your code is 4711 é"),
        ("Subject: x\r\n\r\nplain", "plain"),
        ("Content-Type: text/plain; charset=nonsense\r\n\r\nodd", "odd"),
        ("Content-Type: image/png\r\n\r\nAAAA", ""),
        ("", ""),
        (
            TWO_PARTS,
            "one\n<p>two",
        ),
    ],
)
def test_a_whole_message_is_read_by_its_parts(message: str, text: str) -> None:
    """Its text, however it is carried; nothing of its pictures."""
    assert plain_text(message).strip() == text
