"""The IncomingFrames of an HTTP/2 connection: none too large, and the site's goodbye taken out of them.

A site that says goodbye (GOAWAY) still answers what it has taken (RFC 9113, 6.8); the library closes its
side at once, and would take those answers for a breach of the protocol. It also waits for the end of a
frame before it finds that too large.
"""

from h2.errors import ErrorCodes
from h2.exceptions import FrameTooLargeError

HEAD_BYTES, LONGEST_BYTES = 9, 16_384
"""Of a frame: its head, and what may follow unless one side has said otherwise; we never do."""

_GOAWAY, _BODY_BYTES = 7, 8
_STREAM_BITS = 2**31 - 1
_NAMES = {one.value: one.name for one in ErrorCodes}


class IncomingFrames:
    """Looks at each as it begins.

    Attributes:
        last_stream: the newest request that the site will answer; None: it has not said goodbye.
        why: what it says with it.
    """

    __slots__ = ("_left_bytes", "_rest", "last_stream", "why")

    def __init__(self) -> None:
        self._rest = b""
        self._left_bytes = 0
        self.last_stream: int | None = None
        self.why = ""

    def passed(self, chunk: bytes) -> bytes:
        """Take bytes, and give them without any goodbye; what may become one waits for what follows.

        Raises:
            FrameTooLargeError: more is to come at once than anybody has allowed.
        """
        chunk, at, kept = self._rest + chunk, 0, bytearray()
        while at < len(chunk):
            if not self._left_bytes:
                ends = self._begun(chunk, at)
                if ends is None:
                    break
                at = ends
            passed = chunk[at : at + self._left_bytes]
            kept += passed
            at += len(passed)
            self._left_bytes -= len(passed)
        self._rest = chunk[at:]
        return bytes(kept)

    def _begun(self, chunk: bytes, at: int) -> int | None:
        """Look at a frame that begins; give where to go on, None where more has to come first."""
        if len(chunk) - at < HEAD_BYTES:
            return None
        size_bytes = int.from_bytes(chunk[at : at + 3])
        if size_bytes > LONGEST_BYTES:
            raise FrameTooLargeError(f"a frame has {size_bytes} bytes; {LONGEST_BYTES} are allowed")
        ends = at + HEAD_BYTES + size_bytes
        if chunk[at + 3] != _GOAWAY or size_bytes < _BODY_BYTES:
            self._left_bytes = HEAD_BYTES + size_bytes
            return at
        if len(chunk) < ends:
            return None
        body = chunk[at + HEAD_BYTES : ends]
        self.last_stream = int.from_bytes(body[:4]) & _STREAM_BITS
        self.why = _named(int.from_bytes(body[4:8]))
        return ends


def _named(code: int) -> str:
    return _NAMES.get(code, str(code))
