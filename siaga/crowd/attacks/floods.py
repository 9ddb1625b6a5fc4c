"""The attacks by number: so many requests of one kind that somebody has to say no."""

from siaga.abuse.disguised_flood import TRIES
from siaga.crowd.abuser import Abuser, needed
from siaga.crowd.attacks.places import place
from siaga.crowd.raw_attempt import head, raw_attempt
from siaga.crowd.raw_exchange import Speech

NOTHING = "Content-Type: application/json", "Content-Length: 2", "Connection: close"
"""A form without a field: where it is looked at, it is refused, and nobody has an account by it."""


def disguised_flood(me: Abuser) -> None:
    """Ask for one account after the other, from an address of one's own on this machine."""
    call = needed(me.surface.account)(me.person())
    source = place(me)
    for turn in range(TRIES):
        forged = f"X-Forwarded-For: 198.51.100.{turn + 1}"  # RFC 5737: nobody's
        said = head(me, f"{call.method} {call.path}", forged, *NOTHING) + b"\r\n{}"
        raw_attempt(me, "ask", Speech(pieces=[said], source=source))
