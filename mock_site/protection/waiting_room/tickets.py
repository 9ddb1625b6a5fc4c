"""Tickets and passes as a browser keeps them: signed, so that only the site can have written them."""

import re

from mock_site.defects import NONE, Defect, Defects
from mock_site.protection.waiting_room.status import Status
from mock_site.trust.seal import MOST_KEPT, Seal

TICKET_COOKIE = "queue_ticket"
PASS_COOKIE = "queue_pass"  # noqa: S105 - the name of a cookie
LIFETIME_S = 7 * 86_400.0
"""A ticket that is older is of a queue that nobody remembers."""
_TEXT = re.compile(r"([0-9a-f]{16})-([0-9]{1,12})")


class Tickets:
    """Writes and reads the tickets of one book, and their passes.

    Tickets and passes are signed with keys of their own, derived from the site's secret.

    Args:
        secret: of the site, at least 32 bytes.
        book: number of the book, so that a ticket of an older one is none.
        defects: that are planted.
    """

    def __init__(self, secret: bytes, book: int, defects: Defects = NONE) -> None:
        self._tickets = Seal(secret, "waiting-room ticket")
        self._passes = Seal(secret, "waiting-room pass", MOST_KEPT)
        self._believes = Defect.QUEUE_TOKEN_FORGERY in defects
        self._book = f"{book:016x}"

    def ticket(self, number: int, now_s: float) -> str:
        """Write a ticket."""
        return self._tickets.sealed(f"{self._book}-{number}", now_s + LIFETIME_S)

    def admission(self, status: Status) -> str:
        """Write the pass of an admitted ticket, the same one however often it is asked for."""
        until_s = (status.admitted_at_s or 0.0) + LIFETIME_S
        return self._passes.sealed(f"{self._book}-{status.number}", until_s)

    def ticket_number(self, token: str | None, now_s: float) -> int | None:
        """Read the number of a ticket; None when the site has not written it for this book."""
        return self._number(self._tickets.opened(token, now_s))

    def pass_number(self, token: str | None, now_s: float) -> int | None:
        """Read the number of a pass's ticket; None as for tickets."""
        if self._believes:
            return self.claimed_number(token)
        return self._number(self._passes.opened(token, now_s))

    def claimed_number(self, token: str | None) -> int | None:
        """Read the number that a pass says, whoever has written it; None: it says none of this book."""
        return self._number((token or "").split(".")[0])

    def _number(self, text: str | None) -> int | None:
        found = _TEXT.fullmatch(text or "")
        return int(found[2]) if found is not None and found[1] == self._book else None
