"""The raw attempt: one try of an abuser on a connection of its own, written down as it ended."""

from collections.abc import Callable, Iterator

import gevent.ssl

from siaga.crowd.abuser import HANGS_AFTER_S, Abuser, Seen
from siaga.crowd.failure import Reason
from siaga.crowd.letterhead import AGENT
from siaga.crowd.raw_exchange import Heard, Speech, raw_exchange

Judged = Callable[[Heard], Seen]


def head(me: Abuser, request: str, *lines: str) -> bytes:
    """Give the beginning of a head: the request line, whom it is for, whose it is, more lines.

    Args:
        me: who sends it.
        request: method and target.
        lines: that follow, without their ends; the empty one at the end of the head is not there.
    """
    browsers = me.world.browsers
    told = [f"{name}: {value}" for name, value in (AGENT | dict(browsers.headers)).items()]
    whole = [f"{request} HTTP/1.1", f"Host: {browsers.site.authority}", *told, *lines]
    return "".join(f"{line}\r\n" for line in whole).encode("latin-1")


def exchanged_raw(me: Abuser, speech: Speech, more_s: float = 0.0) -> Heard:
    """Say something to the site, and wait as long as an answer may take, or longer."""
    site = me.world.browsers.site
    return raw_exchange(
        me.world.browsers.address(),
        speech,
        me.limit_s + HANGS_AFTER_S + more_s,
        me.world.browsers.meter,
        tls=me.world.browsers.trust(gevent.ssl.create_default_context),
        host=site.host,
    )


def raw_attempt(
    me: Abuser, probe: str, speech: Speech, *, more_s: float = 0.0, judged: Judged | None = None
) -> Seen:
    """Try something once.

    Args:
        me: who tries.
        probe: which attempt it is.
        speech: what is said.
        more_s: how much longer than other answers this one may take.
        judged: says how it ended; else by its first status.
    """
    return me.attempt(probe, lambda: (judged or as_seen)(exchanged_raw(me, speech, more_s)))


def as_seen(heard: Heard) -> Seen:
    """Give the first status, or why there is none."""
    if heard.status is not None:
        return Seen(status=heard.status)
    return Seen(why=(heard.why or Reason.CLOSED).value)


def dripping(first: bytes, drip: Callable[[int], bytes], most: int) -> Iterator[bytes]:
    """Give something, and then drop after drop."""
    yield first
    for number in range(most):
        yield drip(number)
