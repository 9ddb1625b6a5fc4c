"""The inspection of a file: what it is by its bytes, and whether it is something else besides.

A picture in which a page or an archive stands is one to whoever looks at its beginning, and that to
whoever is told to. Programs look for an archive from the end of a file, and for a page anywhere.
"""

import re

from mock_site.forms.picture import HEAD_BYTES, recognised

_PAGE = re.compile(rb"<(?:script|html|body|iframe|!doctype|\?php)[\s>]|<svg\s[a-z:]{1,12}=")
"""Long enough that the five megabytes of a photograph do not have it by chance: once in 100,000."""
_LONGEST_MARK = 18
_ARCHIVE_ENDS = b"PK\x05\x06"
_COMMENT_AT, _ARCHIVE_END_BYTES = 20, 22
TAIL_BYTES = _ARCHIVE_END_BYTES + 0xFFFF
"""The end of an archive is no longer, its comment included (APPNOTE.TXT of ZIP, 4.3.16)."""


class Inspection:
    """Looks at a file piece by piece, so that none is ever whole in memory."""

    def __init__(self) -> None:
        self._head = self._tail = b""
        self._has_page = False

    def look(self, piece: bytes) -> None:
        """Look at the next piece."""
        self._head += piece[: HEAD_BYTES - len(self._head)]
        seam = self._tail[-_LONGEST_MARK:] + piece
        self._has_page = self._has_page or _PAGE.search(seam.lower()) is not None
        self._tail = (self._tail + piece)[-TAIL_BYTES:]

    def media_type(self) -> str:
        """Give what the file is.

        Raises:
            ValueError: it is no picture, one that would take too much memory, or more than a picture.
        """
        picture = recognised(self._head)
        if self._has_page or _ends_as_archive(self._tail):
            raise ValueError("is a picture and something else")
        return picture.media_type


def _ends_as_archive(tail: bytes) -> bool:
    """Tell whether there is the end of an archive whose comment ends with the file."""
    at = tail.rfind(_ARCHIVE_ENDS)
    comment = tail[at + _COMMENT_AT : at + _ARCHIVE_END_BYTES]
    return at >= 0 and at + _ARCHIVE_END_BYTES + int.from_bytes(comment, "little") == len(tail)
