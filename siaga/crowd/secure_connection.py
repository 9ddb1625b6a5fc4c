"""The SecureConnection: a Connection with TLS inside, its records made and read in memory."""

import ssl

from siaga.crowd.address import Address
from siaga.crowd.connection import RECEIVE_BYTES, Connection

MOST_UNASKED = 64
"""Portions that a site may say between two requests: the whole worker waits while they are taken."""


class SecureConnection(Connection):
    """A TLS connection to the site; its bytes are counted with their records.

    Args:
        address: where to.
        tls: whom to trust.
        host: whose certificate it has to be.

    Raises:
        OSError: no descriptor is left.
    """

    __slots__ = ("_incoming", "_outgoing", "_tls")

    def __init__(self, address: Address, tls: ssl.SSLContext, host: str) -> None:
        super().__init__(address)
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = tls.wrap_bio(self._incoming, self._outgoing, server_hostname=host)

    def shake_hands(self) -> None:
        """Agree on the keys, once it is connected; the greenlet waits.

        Raises:
            OSError: the site is not who it has to be, or the connection broke.
        """
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                self._flush()
                self._wait()
                self._take_in()
            else:
                self._flush()
                return

    def send(self, request: bytes) -> None:
        """Encrypt a request and hand it to the kernel as far as it takes it at once.

        Raises:
            OSError: the connection is broken.
        """
        self._tls.write(request)
        super().send(self._outgoing.read())

    def receive(self) -> bytes:
        """Wait for bytes and give them decrypted; empty if the site has closed as TLS wants it.

        Raises:
            OSError: the connection is broken, or closed in the middle of TLS.
        """
        while True:
            chunk = self._decrypted() if self._has_records() else None
            if chunk is not None:
                return chunk
            # The kernel is asked only when it has woken this greenlet: however fast a site sends,
            # deadlines and other visitors have their turn.
            self._wait()
            self._take_in()

    def listen(self) -> bytes | None:
        """Give the decrypted bytes that are there, without waiting; None if there are none yet.

        Raises:
            OSError: the connection is broken, or closed in the middle of TLS.
        """
        chunk = self._decrypted() if self._has_records() else None
        if chunk is None and self._take_in():
            chunk = self._decrypted()
        return chunk

    def fresh(self) -> bool:
        """Whether it can take another request; a session ticket that came late does not matter."""
        if self.closed or self.blocked:
            return False
        try:
            if self._news.poll(0) and not self._hears_out():
                return False
            return not self._has_records() or (not self._tls.pending() and self._decrypted() is None)
        except OSError:
            return False

    def _hears_out(self) -> bool:
        """Take what the site has said unasked, which is something; tell whether that has an end."""
        return not all(self._take_in() and self._news.poll(0) for _ in range(MOST_UNASKED))

    def _has_records(self) -> bool:
        """Whether there is anything to decrypt, or the end, without asking the kernel."""
        incoming = self._incoming
        return bool(incoming.pending or incoming.eof or self._tls.pending())

    def _decrypted(self) -> bytes | None:
        """Read what is decrypted; None if a record is not complete."""
        try:
            return self._tls.read(RECEIVE_BYTES)
        except ssl.SSLZeroReturnError:
            return b""
        except ssl.SSLWantReadError:
            self._flush()
            return None

    def _take_in(self) -> bool:
        """Take records from the kernel; False if there are no more."""
        records = super().listen()
        if records is None:
            return False
        if records:
            self._incoming.write(records)
        else:
            self._incoming.write_eof()
        return bool(records)

    def _flush(self) -> None:
        """Send what TLS itself has to say; those bytes are no part of a request."""
        if self._outgoing.pending:
            self._push(bytes(self._unsent) + self._outgoing.read())
