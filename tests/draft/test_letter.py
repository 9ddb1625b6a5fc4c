"""Claims about letters: what came by one is looked for, wherever it is sent, and nothing else is."""

from typing import Any

import pytest

from siaga.draft.discretion import Discretion
from siaga.draft.letter import MARK, came_by_letter, inbox_of, pattern_of
from siaga.draft.project import LOCUSTFILE
from siaga.draft.slot import Slot
from tests.draft.drafted import drafted
from tests.draft.recorded import call, page

MAY = Discretion((), ())
TOKEN = "Zk93jfKs0wLq77xRabc"
MAIL, PHONE = "me.person.email", "me.person.phone"


@pytest.mark.parametrize(
    ("slot", "pattern"),
    [
        (Slot(place="query", name="token", value=TOKEN), r"[?&;]token=([\w.~%+=-]+)"),
        (Slot(place="form", name="emailVerificationCode", value="4821"), r"\b([0-9]{4})\b"),
        (Slot(place="json", name="otp", value="482913"), r"\b([0-9]{6})\b"),
        (Slot(place="json", name="token", value=TOKEN), r"[?&;]token=([\w.~%+=-]+)"),
        (
            Slot(place="path", name="", parent="verify-email", value=TOKEN),
            r"/verify\-email/([\w.~%+=-]+)",
        ),
        (
            Slot(place="path", name="", parent="verify9x", value=TOKEN, told=False),
            r"/[\w-]+/([\w.~%+=-]+)",
        ),
    ],
)
def test_a_link_or_a_code_is_told_by_its_name_and_its_shape(slot: Slot, pattern: str) -> None:
    """The pattern has nothing of the value but the length of a code."""
    assert came_by_letter(slot, MAY)
    assert pattern_of(slot, MAY) == pattern


@pytest.mark.parametrize(
    "slot",
    [
        Slot(place="header", name="token", value=TOKEN),
        Slot(place="query", name="country_code", value="4711"),
        Slot(place="form", name="csrf_token", value=TOKEN),
        Slot(place="form", name="code", value="NL"),
        Slot(place="path", name="", parent="orders", value=TOKEN),
        Slot(place="path", name="", parent="verify", value="resend"),
    ],
)
def test_nothing_else_is(slot: Slot) -> None:
    """A header's key, a country, what a page should have handed out, a word."""
    assert not came_by_letter(slot, MAY)


def test_a_code_went_to_the_last_address_and_a_link_to_that_of_e_mail() -> None:
    """Where there is one."""
    code, link = (Slot(place="query", name="code", value=value) for value in ("4821", TOKEN))
    told = [[MAIL], [MAIL, PHONE], [PHONE]]
    assert [inbox_of(code, one) for one in told] == [MAIL, PHONE, PHONE]
    assert [inbox_of(link, one) for one in told] == [MAIL, MAIL, PHONE]


WAY: list[dict[str, Any]] = [
    call("/accounts", {}, sends={"email": "anna@larsson.se"}),
    page(f"/verify?token={TOKEN}", at_s=30),
    call("/api/verify", {}, sends={"token": TOKEN}, at_s=31),
    call("/phone", {}, sends={"phone": "+46701234567"}, at_s=40),
    call("/phone/verify", {}, sends={"code": 482913}, at_s=50),
]


def test_the_journey_has_a_marked_place_for_each_letter() -> None:
    """Each is looked for once; where letters come in, the environment says."""
    draft = drafted(WAY)
    text, ink = draft.files[LOCUSTFILE], draft.journey.ink
    mark = f"    {MARK}\n"
    assert (
        f'{mark}    token = letter(me, r"[?&;]token=([\\w.~%+=-]+)")\n'
        '    me.get(f"/verify?token={quote(str(token), safe=\'\')}", step="verify")\n'
    ) in text
    assert 'json={"token": token}' in text
    assert f'{mark}    code = letter(me, r"\\b([0-9]{{6}})\\b", to=me.person.phone)\n' in text
    assert 'json={"code": int(code)}' in text
    assert text.count(mark) == 2
    assert "me.letter(HttpInbox.mailpit(SITE_INBOX)" in text
    assert (ink.letters, list(ink.settings)) == (["token", "code"], ["SITE_INBOX"])
    assert [one for one in (TOKEN, "482913") if one in text] == []


def test_without_an_address_no_letter_can_have_come() -> None:
    """The site has been told none before: the team gives what it is."""
    text = drafted(WAY[1:3]).files[LOCUSTFILE]
    assert "me.letter" not in text
    assert "SITE_TOKEN" in text
