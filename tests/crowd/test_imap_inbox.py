"""Claims about mailboxes that are read by IMAP: letters are found, and no mailbox holds a journey."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.crowd.imap_inbox import ImapInbox
from siaga.crowd.visitor import JourneyEndedError
from tests.crowd.hostile_site import HostileSite, Script
from tests.crowd.imap_site import mailbox, speaks
from tests.crowd.visitor_stage import Stage

Start = Callable[..., HostileSite]

CODE = re.compile(r"code is ([0-9]{4})")


def _message(to: str, text: str) -> str:
    return f"From: x@y.test\r\nTo: {to}\r\nSubject: x\r\n\r\n{text}\r\n"


LETTERS = {
    3: _message("a@b.test", "Your code is 1111"),
    4: _message("other@b.test", "Your code is 3333"),
    5: _message("a@b.test", "Your code is 2222"),
}


def _inbox(site: HostileSite) -> ImapInbox:
    return ImapInbox(host="127.0.0.1", port=site.port, name="all", password="secret", tls=False)


def test_a_person_s_newest_letter_is_found(stage: Stage, site: Start) -> None:
    """Those to others are not looked at; what is known is not it; each look is a sample."""
    inbox, me = _inbox(site(mailbox(LETTERS))), stage.visitor()
    assert me.letter(inbox, find=CODE, to="a@b.test") == "2222"
    assert me.letter(inbox, find=CODE, to="a@b.test", known=["2222"]) == "1111"
    assert [(one.step, one.method, one.reason) for one in stage.recorded()] == [
        ("inbox", "READ", "")
    ] * 2


def test_no_letter_is_read_twice_and_nobody_looks_for_ever(stage: Stage, site: Start) -> None:
    """Also where there is none."""
    asked = list[str]()
    inbox = _inbox(site(mailbox(LETTERS, asked)))
    rare = re.compile("9999")
    for to in ("nobody@b.test", "a@b.test"):
        assert stage.visitor().letter(inbox, find=rare, to=to, looks=2, every_s=0.1) == ""
    looked = [one.split(" ")[1] for one in asked if one.startswith("UID")]
    assert (looked.count("FETCH"), len(stage.recorded())) == (1, 4)


ENDS: dict[str, tuple[Script, str]] = {
    "nonsense": (lambda talk: talk.say(b"HTTP/1.1 200 OK\r\n\r\n"), "bad-answer|closed"),
    "gone": (lambda talk: talk.say(b""), "closed"),
    "silent": (lambda talk: talk.wait(), "timeout"),
    "refuses": (speaks(lambda tag, _: tag + b" NO\r\n"), "bad-answer"),
    "cut": (speaks(lambda tag, _: b"* 1 FETCH (BODY[] {99}\r\nshort" if tag else b""), "timeout"),
}


@pytest.mark.parametrize(("script", "reason"), ENDS.values(), ids=list(ENDS))
def test_a_mailbox_that_cannot_be_read_ends_the_journey(
    stage: Stage, site: Start, script: Script, reason: str
) -> None:
    """For a reason of those that requests have, within a step's deadline."""
    stage.deadline_s = 0.5
    with pytest.raises(JourneyEndedError, match=reason):
        stage.visitor().letter(_inbox(site(script)), find=CODE)
    (look,) = stage.recorded()
    assert re.fullmatch(reason, look.reason)


def test_a_mailbox_that_is_not_there_or_does_not_let_one_in_ends_the_journey(
    stage: Stage, site: Start
) -> None:
    """The password stands nowhere."""
    at = site(mailbox(LETTERS))
    inbox = replace(_inbox(at), password="wrong")
    with pytest.raises(JourneyEndedError, match="bad-answer"):
        stage.visitor().letter(inbox, find=CODE)
    assert "wrong" not in repr(inbox)
    nobody = ImapInbox(host="127.0.0.1", port=1, name="all", password="secret", tls=False)
    with pytest.raises(JourneyEndedError, match="refused"):
        stage.visitor().letter(nobody, find=CODE)


def test_a_mailbox_elsewhere_is_not_asked(stage: Stage) -> None:
    """Nobody there has agreed to it."""
    inbox = ImapInbox(host="mail.example.org", name="all", password="secret")
    with pytest.raises(ValueError, match="neither on this machine"):
        stage.visitor().letter(inbox, find=CODE)


@pytest.mark.parametrize("wrong", [{"host": ""}, {"port": -1}, {"port": 70_000}])
def test_a_mailbox_that_nobody_can_reach_is_refused(wrong: dict[str, object]) -> None:
    """When it is made."""
    with pytest.raises(ValueError, match="are allowed"):
        ImapInbox(**{"host": "127.0.0.1", "name": "a", "password": "b", **wrong})  # type: ignore[arg-type]
