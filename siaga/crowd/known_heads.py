"""The known heads of answers: what was read once need not be read again.

A parser tells Python of each field by a call, and sites say the same to one visitor after the other.
What a parser has made of a head is kept by its exact bytes, if the whole answer came in one piece and
the connection could be used again. An answer with the same head and a body of the same length is the
same again but for its body; everything else is for the parser.
"""

from typing import NamedTuple

from siaga.crowd.headers import Field, Headers

MOST_HEADS = 500
"""That are kept; when there are more, they are learned anew."""

LARGEST_HEAD_BYTES = 2_048

_END = b"\r\n\r\n"
_OWN = frozenset({b"set-cookie", b"transfer-encoding"})
"""Fields of heads that are hardly seen twice, or whose bodies are not as long as they look."""


class KnownHead(NamedTuple):
    """What a parser has made of a head.

    Attributes:
        status: of the answer.
        headers: of the answer.
        fields: the same as they came.
        head_bytes: size of the head, with the empty line.
        body_bytes: size of the body that follows.
    """

    status: int
    headers: Headers
    fields: list[Field]
    head_bytes: int
    body_bytes: int


_known: dict[bytes, KnownHead] = {}


def known_head(chunk: bytes, most_bytes: int) -> KnownHead | None:
    """Give what is known of an answer that is whole; None: nothing is, or it is not.

    Args:
        chunk: all that came since a request was sent, which was no HEAD.
        most_bytes: that a head may have.
    """
    end = chunk.find(_END, 0, LARGEST_HEAD_BYTES) + len(_END)
    known = _known.get(chunk[:end])
    if known is None or len(chunk) - end != known.body_bytes or end > most_bytes:
        return None
    return known


def learn_head(
    chunk: bytes, status: int, headers: Headers, fields: list[Field], body_bytes: int
) -> None:
    """Keep what a parser has made of a whole answer, if all of the same head are to be read so.

    Args:
        chunk: the answer, after which the connection can be used again.
        status: of it.
        headers: of it.
        fields: the same as they came.
        body_bytes: size of its body as the parser has found it.
    """
    if not _OWN.isdisjoint(headers.named):
        return
    end = chunk.find(_END, 0, LARGEST_HEAD_BYTES) + len(_END)
    # Behind interim answers there is more than one head.
    if end < len(_END) or end + body_bytes != len(chunk):
        return
    if len(_known) >= MOST_HEADS:
        _known.clear()
    _known[chunk[:end]] = KnownHead(status, headers, fields, end, body_bytes)
