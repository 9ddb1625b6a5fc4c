"""The known heads of answers: what was read once need not be read again.

A parser tells Python of each field by a call, and sites say the same to one visitor after the other.
What a parser has made of a head is kept by its exact bytes, if the whole answer came in one piece and
the connection could be used again. An answer with the same head and a body of the same length is the
same again but for its body; everything else is for the parser. Only what cookies and numbers of requests
say may be other, in as many printable letters: no more depends on them than what they say.

To learn a head costs about what it saves to see it once again. Sites whose heads always differ are
therefore left to the parser for a while, and tried again.
"""

from collections.abc import Sequence
from typing import Final

from siaga.crowd.headers import Field, Headers

MOST_SIZES: Final = 200
"""Of whole answers, by which heads are kept; for more those go that were of no use, or else all."""

MOST_OF_A_SIZE: Final = 5
"""Heads of answers that are as large as each other; a new one takes the place of the oldest."""

LARGEST_HEAD_BYTES: Final = 2_048

MOST_IN_VAIN: Final = 40
"""Heads of a size that are learned beyond those that are seen again, before it is left alone."""

REST: Final = 25
"""Answers that are left alone for each head that was learned in vain: one of 26 is lost at most."""

_BREAK: Final = b"\r\n"
_END: Final = b"\r\n\r\n"
_CODING: Final = b"transfer-encoding"
"""A field of heads whose bodies are not as long as they look."""

_OWN: Final = frozenset(
    {
        b"cf-ray",
        b"server-timing",
        b"set-cookie",
        b"traceparent",
        b"x-amz-cf-id",
        b"x-amzn-trace-id",
        b"x-b3-traceid",
        b"x-correlation-id",
        b"x-request-id",
        b"x-runtime",
        b"x-trace-id",
    }
)
"""Fields of which each answer has its own, and that say nothing of how it is to be read."""


class _Own:
    """A value that is each answer's own: where it stands, and what follows that does not differ."""

    __slots__ = ("after", "begin", "end", "name", "place", "until")

    def __init__(self, place: int, name: bytes, begin: int, end: int) -> None:
        self.place, self.name, self.begin, self.end = place, name, begin, end
        self.until = end
        self.after = b""


class KnownHead:
    """What a parser has made of a head; no dataclass, as one is made for many an answer.

    Attributes:
        status: of the answer.
        headers: of the answer.
        fields: the same as they came.
        head_bytes: size of the head, with the empty line.
        body_bytes: size of the body that follows.
    """

    __slots__ = ("body_bytes", "fields", "head_bytes", "headers", "status")

    def __init__(
        self, status: int, headers: Headers, fields: list[Field], head_bytes: int, body_bytes: int
    ) -> None:
        self.status = status
        self.headers = headers
        self.fields = fields
        self.head_bytes = head_bytes
        self.body_bytes = body_bytes


class _Pattern:
    """A head as it was read first, and what of it may be other in the next.

    Args:
        head: all of it.
        known: what a parser has made of it.
        owns: values that are each answer's own, in order.
    """

    __slots__ = ("begins", "known", "owns")

    def __init__(self, head: bytes, known: KnownHead, owns: Sequence[_Own]) -> None:
        self.known = known
        self.owns = list(owns)
        until = len(head)
        for one in reversed(self.owns):
            one.until, one.after = until, head[one.end : until]
            until = one.begin
        self.begins = head[:until]

    def seen_in(self, chunk: bytes) -> KnownHead | None:
        """Give what an answer of the same size says; None: it has another head."""
        if not chunk.startswith(self.begins):
            return None
        return self._with_own(chunk) if self.owns else self.known

    def _with_own(self, chunk: bytes) -> KnownHead | None:
        known = self.known
        fields, named = known.fields.copy(), known.headers.named.copy()
        for own in self.owns:
            value = chunk[own.begin : own.end]
            if chunk[own.end : own.until] != own.after or not _is_plain(value):
                return None
            fields[own.place] = (own.name, value)
            named[own.name] = value
        return KnownHead(
            known.status, Headers(fields, named), fields, known.head_bytes, known.body_bytes
        )


class _Size:
    """Heads of answers that are as large as each other, and whether it was worth while to learn them.

    Attributes:
        patterns: newest first; none while it rests.
        vain: heads that were learned, less those that were seen again; never below 0.
        rest: answers that are still to be left alone.
    """

    __slots__ = ("patterns", "rest", "vain")

    def __init__(self) -> None:
        self.patterns = list[_Pattern]()
        self.vain = 0
        self.rest = 0

    def wants(self) -> bool:
        """Whether to learn the head of an answer that nobody knew; it is counted."""
        if self.rest:
            self.rest -= 1
            return False
        if self.vain < MOST_IN_VAIN:
            return True
        self.patterns = []
        self.rest, self.vain = REST * self.vain, 0
        return False

    def learn(self, pattern: _Pattern) -> None:
        """Keep a head instead of the oldest."""
        self.patterns = [pattern, *self.patterns[: MOST_OF_A_SIZE - 1]]
        self.vain += 1


_known: Final[dict[int, _Size]] = {}
_unknown: Final = _Size()
"""All other sizes; rests when many came of which no head was seen again."""


def known_head(chunk: bytes, most_bytes: int) -> KnownHead | None:
    """Give what is known of an answer that is whole; None: nothing is, or it is not.

    Args:
        chunk: all that came since a request was sent, which was no HEAD.
        most_bytes: that a head may have.
    """
    size = _known.get(len(chunk))
    if size is not None:
        for one in size.patterns:
            known = one.seen_in(chunk)
            if known is not None:
                if size.vain:
                    size.vain -= 1
                return known if known.head_bytes <= most_bytes else None
    return None


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
    size = _known.get(len(chunk), _unknown)
    if _CODING in headers.named or not size.wants():
        return
    end = chunk.find(_END, 0, LARGEST_HEAD_BYTES) + len(_END)
    # Behind interim answers there is more than one head.
    if end < len(_END) or end + body_bytes != len(chunk):
        return
    head = chunk[:end]
    owns = [] if _OWN.isdisjoint(headers.named) else _owns(head, fields)
    if owns is None:
        return
    if size is _unknown:
        if len(_known) >= MOST_SIZES:
            _make_room()
        size = _known[len(chunk)] = _Size()
    size.learn(_Pattern(head, KnownHead(status, headers, fields, end, body_bytes), owns))


def _make_room() -> None:
    """Let go of sizes whose heads are not seen again, and rest for them; if there is none, of all."""
    useless = [(number, one) for number, one in _known.items() if one.vain or not one.patterns]
    if not useless:
        _known.clear()
    for number, one in useless:
        del _known[number]
        _unknown.rest += one.rest + REST * one.vain


def _owns(head: bytes, fields: Sequence[Field]) -> list[_Own] | None:
    """Find the values that are each answer's own; None: they do not stand there as they were read."""
    lines = head[: -len(_END)].split(_BREAK)
    if len(lines) - 1 != len(fields):
        return None
    owns, begin = list[_Own](), len(lines[0]) + len(_BREAK)
    for place, ((name, value), line) in enumerate(zip(fields, lines[1:], strict=True)):
        if name in _OWN:
            colon, end = line.find(b":"), begin + len(line)
            if line[colon + 1 :].lstrip(b" \t") != value or not _is_plain(value):
                return None
            owns.append(_Own(place, name, end - len(value), end))
        begin += len(line) + len(_BREAK)
    return owns


def _is_plain(value: bytes) -> bool:
    """Whether a value is no more than that wherever it stands: printable, and no blanks around it."""
    text = value.decode("latin-1")
    return text.isascii() and text.isprintable() and text == text.strip()
