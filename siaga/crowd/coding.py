"""The content Coding of a body: how it was compressed, undone within a limit."""

import zlib
from collections.abc import Sequence

import brotli

from siaga.crowd.failure import Reason, TripError

_GZIP = 16 + zlib.MAX_WBITS
_GZIP_BEGINS = b"\x1f\x8b"


def decoded(body: bytes, codings: Sequence[str], limit_bytes: int) -> bytes:
    """Undo gzip, deflate and br; a coding that nobody asked for is left as it is.

    Args:
        body: as received.
        codings: values of Content-Encoding, in the order they were applied.
        limit_bytes: how large the result may be.

    Raises:
        TripError: the body is broken or cut short (bad-answer), or the result too large.
    """
    names = [name.strip().lower() for value in codings for name in value.split(",")]
    for name in reversed(names):
        if not body:
            return body
        if name in ("gzip", "x-gzip"):
            body = _gunzipped(body, limit_bytes)
        elif name == "deflate":
            body = _inflated(body, _deflate_bits(body), limit_bytes)[0]
        elif name == "br":
            body = _unbrotlied(body, limit_bytes)
        elif name not in ("", "identity"):
            return body
    return body


def _gunzipped(body: bytes, limit_bytes: int) -> bytes:
    """Undo every member; what follows the last one is no gzip and is passed over."""
    whole = b""
    while True:
        part, body = _inflated(body, _GZIP, limit_bytes - len(whole))
        whole += part
        if not body.startswith(_GZIP_BEGINS):
            return whole


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


def _inflated(body: bytes, bits: int, limit_bytes: int) -> tuple[bytes, bytes]:
    """Inflate one stream; give it and what follows it."""
    stream = zlib.decompressobj(bits)
    try:
        whole = stream.decompress(body, limit_bytes + 1)
    except zlib.error as error:
        raise TripError(Reason.BAD_ANSWER, f"the body cannot be decompressed: {error}") from None
    if len(whole) > limit_bytes:
        raise TripError(Reason.TOO_LARGE, "the body is over the limit when decompressed")
    if not stream.eof:
        raise TripError(Reason.BAD_ANSWER, "the compressed body is cut short")
    return whole, stream.unused_data
