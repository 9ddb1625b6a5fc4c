"""The attacks on the way: a step skipped, or taken faster than anybody can."""

from siaga.crowd.abuser import Abuser, needed


def step_skip(me: Abuser) -> None:
    """Log in, and ask for everything that comes much later; join where the test alone is missing."""
    visitor, person = me.walked(me.surface.to_session), me.person()
    browser = visitor.browser
    me.join("join", browser, me.draw.token("skip"), person)
    me.ask("phone", browser, needed(me.surface.ask_code)(person.phone), person=person.id_number)
    me.ask("test", browser, needed(me.surface.start_test), person=person.id_number)
    untested = me.walked(me.surface.to_test, 1)
    me.join("untested", untested.browser, me.draw.token("untested"), me.person(1))


def too_fast(me: Abuser) -> None:
    """Start the test, and hand it in with the next request."""
    browser = me.walked(me.surface.to_test).browser
    started = me.do(browser, needed(me.surface.start_test))
    me.ask("hand-in", browser, needed(me.surface.hand_in)(started), person=me.person().id_number)
