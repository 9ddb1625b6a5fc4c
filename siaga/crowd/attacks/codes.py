"""The attacks on codes: to have them sent, to guess them, to use those of others."""

from collections.abc import Sequence
from functools import partial

from siaga.abuse.code_flood import ASKED
from siaga.abuse.code_guessing import TRIES
from siaga.abuse.mail_flood import ASKED as AGAIN
from siaga.abuse.mail_flood import MOST as MOST_LETTERS
from siaga.crowd.abuser import Abuser, Seen, needed
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.visitor import Visitor

AT_ONCE = 5
LOOKS, LOOK_EVERY_S = 10, 1.0
"""In which the last letters arrive."""
CODES = 1_000_000


def code_flood(me: Abuser) -> None:
    """Have code after code sent to one's phone."""
    visitor, person = me.walked(me.surface.to_phone), me.person()
    for _ in range(ASKED):
        call = needed(me.surface.ask_code)(person.phone)
        me.ask("ask", visitor.browser, call, person=person.id_number)


def mail_flood(me: Abuser) -> None:
    """Open the account of an e-mail over and over, and see how many letters have gone there."""
    visitor = me.walked(me.surface.to_account)
    call = needed(me.surface.account)(me.person())
    for _ in range(AGAIN):
        me.ask("account", visitor.browser, call, person=me.person().id_number)
    number = 0
    for _ in range(LOOKS):
        me.sleep(LOOK_EVERY_S)
        number = needed(me.surface.letters)(visitor)
        if number > MOST_LETTERS:
            break
    gained = f"{number} letters to one address" * (number > MOST_LETTERS)
    me.attempt("letters", lambda: Seen(status=200, gained=gained), me.person().id_number)


def code_guessing(me: Abuser) -> None:
    """Have a code sent, and give others, none of them twice."""
    visitor, person = me.walked(me.surface.to_phone), me.person()
    me.do(visitor.browser, needed(me.surface.ask_code)(person.phone))
    first = int(me.draw.uniform("first guess") * CODES)
    for turn in range(TRIES):
        guess = f"{(first + turn) % CODES:06d}"
        me.ask("guess", visitor.browser, needed(me.surface.code)(guess), person=person.id_number)


def code_of_another(me: Abuser) -> None:
    """Give the code that was sent to one of one's phones for the account of the other."""
    owner, thief = me.together([partial(me.walked, me.surface.to_phone, n) for n in range(2)])
    me.do(thief.browser, needed(me.surface.ask_code)(me.person(1).phone))
    for code in _sent(me, owner):
        me.ask("code", thief.browser, needed(me.surface.code)(code), person=me.person(1).id_number)


def code_replay(me: Abuser) -> None:
    """Give a right code several times at once, and again when it was used."""
    visitor, person = me.walked(me.surface.to_phone), me.person()
    call = needed(me.surface.code)(_sent(me, visitor)[0])
    twins = [me.browser(visitor.browser) for _ in range(AT_ONCE)]
    me.together([partial(me.ask, "code", twin, call, person=person.id_number) for twin in twins])
    me.ask("replay", visitor.browser, call, person=person.id_number)


def _sent(me: Abuser, visitor: Visitor) -> Sequence[str]:
    """Have a code sent to a visitor's phone, and give it."""
    asked = me.do(visitor.browser, needed(me.surface.ask_code)(visitor.person.phone))
    codes: Sequence[str] = needed(me.surface.sent_codes)(visitor, asked)
    if not codes:
        raise JourneyEndedError("no code came")
    return codes
