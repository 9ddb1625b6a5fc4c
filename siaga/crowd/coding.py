"""The content Coding of a body: how it was compressed, undone within a limit."""

import zlib
from collections.abc import Sequence

import brotli

from siaga.crowd.failure import Reason, TripError

MOST_CODINGS = 5
"""One upon the other; a site that has more of them wants a browser busy."""

MOST_MEMBERS = 10_000
"""Of gzip in one body; each takes a while, however little is in it."""

SLICE_BYTES = 16_384
"""Undone at once: zlib copies what is left of a slice behind each member."""

_GZIP = 16 + zlib.MAX_WBITS
_GZIP_BEGINS = b"\x1f\x8b"
_NO_CODING = frozenset({"", "identity"})


def decoded(body: bytes, codings: Sequence[str], limit_bytes: int) -> bytes:
    """Undo gzip, deflate and br; a coding that nobody asked for is left as it is.

    Args:
        body: as received.
        codings: values of Content-Encoding, in the order they were applied.
        limit_bytes: how large the result may be.

    Raises:
        TripError: the body is broken, cut short or coded too often (bad-answer), or the result or the
            number of its parts too large.
    """
    listed = [one for value in codings for one in value.split(",")]
    names = [name for one in listed if (name := one.strip().lower()) not in _NO_CODING]
    if body and len(names) > MOST_CODINGS:
        text = f"the body is coded {len(names)} times, and {MOST_CODINGS} are undone"
        raise TripError(Reason.BAD_ANSWER, text)
    for name in reversed(names):
        if not body:
            return body
        if name in ("gzip", "x-gzip"):
            body = _gunzipped(body, limit_bytes)
        elif name == "deflate":
            body = _inflated(body, 0, _deflate_bits(body), limit_bytes)[0]
        elif name == "br":
            body = _unbrotlied(body, limit_bytes)
        else:
            return body
    return body


def _gunzipped(body: bytes, limit_bytes: int) -> bytes:
    """Undo every member; what follows the last one is no gzip and is passed over."""
    parts: list[bytes] = []
    at, left_bytes = 0, limit_bytes
    while len(parts) < MOST_MEMBERS:
        part, at = _inflated(body, at, _GZIP, left_bytes)
        parts.append(part)
        left_bytes -= len(part)
        if not body.startswith(_GZIP_BEGINS, at):
            return b"".join(parts)
    raise TripError(Reason.TOO_LARGE, f"the body has more than {MOST_MEMBERS} members of gzip")


def _unbrotlied(body: bytes, limit_bytes: int) -> bytes:
    """Undo a stream of Brotli (RFC 7932), which gives more as often as it is asked."""
    stream, whole = brotli.Decompressor(), bytearray()
    while not stream.is_finished():
        try:
            part = stream.process(body, output_buffer_limit=limit_bytes + 1 - len(whole))
        except brotli.error as error:
            raise TripError(Reason.BAD_ANSWER, f"the body cannot be decompressed: {error}") from None
        whole += part
        if len(whole) > limit_bytes:
            raise TripError(Reason.TOO_LARGE, "the body is over the limit when decompressed")
        if not (part or stream.is_finished()):
            raise TripError(Reason.BAD_ANSWER, "the compressed body is cut short")
        body = b""
    return bytes(whole)


def _deflate_bits(body: bytes) -> int:
    """Tell zlib's wrapper, which the standard wants, from the raw stream that some servers send."""
    wrapped = (
        len(body) > 1 and body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
    )
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS


def _inflated(body: bytes, at: int, bits: int, limit_bytes: int) -> tuple[bytes, int]:
    """Inflate the stream that begins at a place of a body; give it and where it ends."""
    stream = zlib.decompressobj(bits)
    parts: list[bytes] = []
    left_bytes = limit_bytes
    while not stream.eof:
        piece = body[at : at + SLICE_BYTES]
        if not piece:
            raise TripError(Reason.BAD_ANSWER, "the compressed body is cut short")
        try:
            parts.append(stream.decompress(piece, left_bytes + 1))
        except zlib.error as error:
            raise TripError(Reason.BAD_ANSWER, f"the body cannot be decompressed: {error}") from None
        left_bytes -= len(parts[-1])
        if left_bytes < 0:
            raise TripError(Reason.TOO_LARGE, "the body is over the limit when decompressed")
        at += len(piece) - len(stream.unused_data)
    return b"".join(parts), at
