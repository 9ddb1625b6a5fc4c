"""The HeadDecoder of an HTTP/2 connection: reads heads, and lets none promise a body that cannot come.

A 304 may tell the length that the body would have (RFC 9110, 8.6). The library takes that for the length
of what follows, and the empty frame by which such an answer may end for one that was cut short.
"""

from collections.abc import Iterable

from hpack import Decoder, HeaderTuple

BARE = frozenset({204, 304})
"""Statuses of answers without a body, whatever length they tell of."""

_BARE = frozenset(b"%d" % status for status in BARE)
_LENGTH, _STATUS = b"content-length", b":status"


def has_no_body(head: Iterable[tuple[bytes, bytes]]) -> bool:
    """Tell whether a head is that of an answer without a body."""
    return any(name == _STATUS and value in _BARE for name, value in head)


class HeadDecoder(Decoder):
    """Decodes as the library's own does.

    Attributes:
        length: what the newest head told of a body that does not come; None: nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.length: HeaderTuple | None = None

    def decode(self, data: bytes, raw: bool = False) -> list[HeaderTuple]:  # noqa: FBT001, FBT002 - the library's
        """Give the fields of a head, without the length of a body that does not come.

        Raises:
            HPACKError: they cannot be read.
        """
        fields = list(super().decode(data, raw))
        lengths = {one for one in fields if one[0] == _LENGTH}
        if len(lengths) != 1 or not has_no_body(fields):
            self.length = None
            return fields
        self.length = next(iter(lengths))
        return [one for one in fields if one[0] != _LENGTH]
