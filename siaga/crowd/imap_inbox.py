"""The ImapInbox: letters of a mailbox that is read by IMAP, as test doubles such as GreenMail offer."""

import imaplib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from siaga.crowd.failure import Reason, TripError
from siaga.crowd.inbox import MOST_LETTERS, Look

PORTS = {True: 993, False: 143}
"""Of IMAP with TLS from the start, and without any."""

LAST_PORT = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapInbox:
    """A mailbox that takes the letters to everybody, which are told apart by whom they are to.

    Attributes:
        host: on this machine, or the site's own.
        name: of the account.
        password: of it; take it from the environment.
        port: 1 to 65535; 0: the usual one.
        tls: whether TLS is spoken from the start.
        folder: that is looked into.

    Raises:
        ValueError: there is no host, or no such port.
    """

    host: str
    name: str
    password: str = field(repr=False)
    port: int = 0
    tls: bool = True
    folder: str = "INBOX"

    def __post_init__(self) -> None:
        """Refuse what nobody can reach."""
        if not self.host or not 0 <= self.port <= LAST_PORT:
            raise ValueError(f"inbox {self.host!r}: port {self.port}; a host and 0 to 65535 are allowed")

    def letters(self, to: str, look: Look) -> Iterator[str]:
        """Give the texts of the letters to somebody that were not read yet, newest first.

        Raises:
            JourneyEndedError: the mailbox cannot be read.
            ValueError: its host is neither this machine nor the site's.
        """
        yield from look.read_by(self.host, lambda limit_s: self._read(to, look.read, limit_s))

    def _read(self, to: str, known: set[str], limit_s: float) -> list[str]:
        try:
            return _fresh(self._opened(limit_s), to, known)
        except (imaplib.IMAP4.error, ImapToolsError, ValueError) as error:
            # The library has one error for a connection that ends and for an answer that is none.
            reason = Reason.CLOSED if "EOF" in str(error) else Reason.BAD_ANSWER
            raise TripError(reason, f"the mailbox says {str(error)[:200]!r}") from None

    def _opened(self, limit_s: float) -> BaseMailBox:
        """Connect and log in.

        Raises:
            OSError: nobody is there.
            IMAP4.error: it is no mailbox.
            ImapToolsError: it does not let one in.
        """
        kind = MailBox if self.tls else MailBoxUnencrypted
        box: BaseMailBox = kind(self.host, self.port or PORTS[self.tls], timeout=limit_s)
        try:
            return box.login(self.name, self.password, self.folder)
        except BaseException:
            _shut(box)
            raise


def _fresh(box: BaseMailBox, to: str, known: set[str]) -> list[str]:
    """Read what is not known yet, newest first, and say good-bye."""
    try:
        newest = sorted(map(int, box.uids(AND(to=to))), reverse=True)[:MOST_LETTERS]
        wanted = [str(uid) for uid in newest if str(uid) not in known]
        found = list(box.fetch(AND(uid=wanted), mark_seen=False, bulk=True)) if wanted else []
        box.logout()
    finally:
        _shut(box)
    known.update(wanted)
    found.sort(key=lambda one: int(one.uid or 0), reverse=True)
    return [f"{one.text}\n{one.html}" for one in found]


def _shut(box: BaseMailBox) -> None:
    with suppress(OSError):
        box.client.shutdown()
