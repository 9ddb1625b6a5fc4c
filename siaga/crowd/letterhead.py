"""The Letterhead: the header lines that every request of a browser carries."""

import re
from collections.abc import Mapping

from siaga.crowd.origin import Origin
from siaga.sender import RUN_HEADER

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_OURS = frozenset({"content-length", "transfer-encoding", "cookie", "connection", "expect", "upgrade"})
"""Fields that say how the request is carried; the browser writes them itself."""

AGENT = {"User-Agent": "Mozilla/5.0 (siaga rehearsal)"}
"""What the crowd's requests say that they are of, those that are written by hand, too."""

DEFAULTS = {
    **AGENT,
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
}


class Letterhead:
    """Header lines, made once.

    Args:
        origin: whom the requests are for.
        headers: of every request, on top of the defaults.

    Raises:
        ValueError: a header cannot be sent.
    """

    __slots__ = ("_fields", "_plain")

    def __init__(self, origin: Origin, headers: Mapping[str, str] | None = None) -> None:
        self._fields = _merged({"Host": origin.authority, **DEFAULTS}, headers or {})
        self._plain = _lines(self._fields)

    def lines(self, headers: Mapping[str, str] | None = None) -> bytes:
        """Give the lines of a request; its own headers win over those of the letterhead.

        Raises:
            ValueError: a header cannot be sent.
        """
        if not headers:
            return self._plain
        for name in headers:
            if name.lower() == RUN_HEADER.lower():
                raise ValueError(f"header {name!r}: names the run, and is no journey's; leave it out")
        return _lines(_merged(self._fields, headers))


def _merged(fields: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    names = {name.lower() for name in more}
    kept = {name: value for name, value in fields.items() if name.lower() not in names}
    for name, value in more.items():
        _check(name, value)
    return kept | dict(more)


def _check(name: str, value: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"header {name!r}: is no name; letters, digits and - are")
    if name.lower() in _OURS:
        raise ValueError(f"header {name!r}: is the browser's own; leave it out")
    if not _VALUE.fullmatch(value):
        raise ValueError(
            f"header {name!r}: has the value {value!r}; line breaks and letters beyond Latin-1"
            " cannot be sent"
        )


def _lines(fields: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode("latin-1")
