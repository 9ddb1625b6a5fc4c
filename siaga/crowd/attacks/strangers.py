"""The attacks on what is another's: registrations read by their ids, forms sent by other sites."""

from functools import partial

from siaga.crowd.abuser import Abuser, needed
from siaga.crowd.answer import Answer
from siaga.crowd.journey_end import JourneyEndedError

SHOWN = 300


def ids_guessed(me: Abuser) -> None:
    """Join as one person, and read that and others' registrations as somebody else, and as nobody."""
    owner = me.walked(me.surface.to_join, 0)
    joined = me.join("join", owner.browser, me.draw.token("owned"), me.person(0))
    known = "" if joined is None else joined.said(me.surface.receipt)
    if not known:
        raise JourneyEndedError("no seat was left whose registration could be read")
    thief = me.walked(me.surface.to_session, 1)
    for browser in (thief.browser, me.browser()):
        for name in (known, *me.surface.guesses):
            call = needed(me.surface.registration)(name)
            me.ask("read", browser, call, person=me.person(1).id_number, gained=_shown)


def cross_site(me: Abuser) -> None:
    """Walk the whole way, and then open a page of another site, which has the browser send a form.

    Another one joins on the site's own page, to see whether there was a seat at all.
    """
    visitor, other = me.together([partial(me.walked, me.surface.to_join, n) for n in range(2)])
    key = me.draw.token("elsewhere")
    call = needed(me.surface.join_form)(key)
    me.join("form", visitor.browser, key, me.person(), call)
    me.join("join", other.browser, me.draw.token("own page"), me.person(1))


def _shown(answer: Answer) -> str:
    return "the registration of somebody else" * (answer.status < SHOWN)
