"""The attacks on tokens: passes of the waiting room and sessions, forged or shared."""

from collections.abc import Iterator
from functools import partial

from siaga.crowd.abuser import Abuser, needed
from siaga.crowd.journey_end import JourneyEndedError

SHARERS = 3
COPIES = 5
AHEAD = 10
"""Whoever has fewer people ahead may be let in while it forges."""


def queue_forged(me: Abuser) -> None:
    """Take a ticket, and where one has to wait write passes of one's own."""
    browser = me.browser()
    ahead = needed(me.surface.position)(me.do(browser, needed(me.surface.queue)))
    if ahead is None or ahead < AHEAD:
        raise JourneyEndedError("there is no queue that could be jumped")
    for cookies in needed(me.surface.forged_passes)(browser):
        forger = me.browser(browser)
        for name, value in cookies.items():
            forger.cookies.put(name, value)
        me.ask("pass", forger, needed(me.surface.behind))


def queue_shared(me: Abuser) -> None:
    """Be let in as one person, and use that turn as three others who have logged in."""
    everybody = me.together([partial(me.walked, me.surface.to_session, n) for n in range(SHARERS + 1)])
    owner, *others = everybody
    # A pass is that of the first account which uses it.
    me.do(owner.browser, needed(me.surface.private))
    cookies = {name: owner.browser.cookies.get(name) for name in me.surface.pass_cookies}
    passes = {name: value for name, value in cookies.items() if value is not None}
    if not passes:
        raise JourneyEndedError("nobody was given a turn that could be shared")
    for n, other in enumerate(others, start=1):
        browser = me.browser(other.browser)
        for name, value in passes.items():
            browser.cookies.put(name, value)
        me.ask("pass", browser, needed(me.surface.private), person=me.person(n).id_number)


def session_forged(me: Abuser) -> None:
    """Log in twice, and alter the tokens."""
    mine = me.walked(me.surface.to_session, 0).browser
    for name in me.surface.session_cookies:
        token = mine.cookies.get(name)
        for forged in _altered(token) if token else ():
            browser = me.browser(mine)
            browser.cookies.put(name, forged)
            me.ask("session", browser, needed(me.surface.private), person=me.person(0).id_number)


def session_after_logout(me: Abuser) -> None:
    """Log in and out, and go on as whoever has a copy of the cookies from before."""
    mine, person = me.walked(me.surface.to_session).browser, me.person()
    copies = [me.browser(mine) for _ in range(COPIES)]
    # Else a refusal would say nothing of the log-out.
    me.do(mine, needed(me.surface.own))
    me.do(mine, needed(me.surface.log_out))
    for browser in copies:
        me.ask("session", browser, needed(me.surface.own), person=person.id_number)


def _altered(token: str) -> Iterator[str]:
    """Give a token with a character changed at its beginning, in its middle, at its end; and worse."""
    for place in (0, 8, len(token) // 2, len(token) - 1):
        other = "1" if token[place] != "1" else "2"
        yield token[:place] + other + token[place + 1 :]
    yield token[: len(token) // 2]
    yield token + "0"
    yield token.upper()
    yield token[::-1]
    head, mark, _tail = token.partition(".")
    yield head + mark
    yield "0" * len(token)
