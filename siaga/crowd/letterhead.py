"""The Letterhead: the header lines that every request of a browser carries."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.origin import Origin
from siaga.sender import HEADER_NAME, RUN_HEADER

_NAME = re.compile(HEADER_NAME)
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

SECURE_DEFAULTS = {"Accept-Encoding": "gzip, deflate, br"}
"""What is other over https: browsers ask for Brotli there alone, as old proxies break it."""

MOST_NAMES = 1_000
"""Of headers that were looked at and are remembered."""

MOST_BEGINNINGS = 2_000
"""Of requests that are remembered; pages beyond are written anew each time."""


class Letterhead:
    """Header lines, made once for all browsers that visit one place.

    Args:
        origin: whom the requests are for.
        headers: of every request, on top of the defaults.
        proxy: that is asked for each page by its whole address; None: nobody is.

    Raises:
        ValueError: a header cannot be sent.

    Attributes:
        inside: the same for those who are at the site already, through a tunnel if need be.
        targets: what stands in the request line for a path that was asked for before.
    """

    __slots__ = ("_added", "_beginnings", "_fields", "_names", "_place", "_plain", "inside", "targets")

    def __init__(
        self,
        origin: Origin,
        headers: Mapping[str, str] | None = None,
        proxy: ForwardProxy | None = None,
    ) -> None:
        self.inside: Letterhead = self if proxy is None else Letterhead(origin, headers)
        self._place = "" if proxy is None else str(origin)
        defaults = DEFAULTS | (SECURE_DEFAULTS if origin.scheme == "https" else {})
        defaults = defaults if proxy is None else {**defaults, **proxy.headers}
        self._fields = _merged({"Host": origin.authority, **defaults}, headers or {})
        self._names = frozenset(name.lower() for name in self._fields)
        self._plain = _lines(self._fields)
        self._beginnings: dict[tuple[str, str], bytes] = {}
        self._added: set[tuple[str, ...]] = set()
        self.targets: dict[str, str] = {}

    def lead(self, path: str, target: str) -> None:
        """Remember what stands in the request line for a path."""
        if len(self.targets) < MOST_BEGINNINGS:
            self.targets[path] = target

    def lines(self, headers: Mapping[str, str] | None = None) -> bytes:
        """Give the lines of a request; its own headers win over those of the letterhead.

        Raises:
            ValueError: a header cannot be sent.
        """
        if not headers:
            return self._plain
        if tuple(headers) in self._added and _are_plain(headers.values()):
            return self._plain + _lines(headers)
        names = {_checked(name, value) for name, value in headers.items()}
        if RUN_HEADER.lower() in names:
            raise ValueError(
                f"header {RUN_HEADER.lower()!r}: names the run, and is no journey's; leave it out"
            )
        if self._names.isdisjoint(names):
            if len(self._added) < MOST_NAMES:
                self._added.add(tuple(headers))
            return self._plain + _lines(headers)
        return _lines(_merged(self._fields, headers))

    def beginning(self, method: str, target: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Give the request line and the lines of a request.

        Raises:
            ValueError: a header cannot be sent.
        """
        line = self._beginnings.get((method, target))
        if line is None:
            line = f"{method} {self._place}{target} HTTP/1.1\r\n".encode("ascii")
            if len(self._beginnings) < MOST_BEGINNINGS:
                self._beginnings[method, target] = line
        return line + (self.lines(headers) if headers else self._plain)


@lru_cache(maxsize=64)
def letterhead_of(
    origin: Origin, headers: tuple[tuple[str, str], ...], proxy: ForwardProxy | None = None
) -> Letterhead:
    """Give the letterhead that all browsers share that visit a place with the same headers.

    Raises:
        ValueError: a header cannot be sent.
    """
    return Letterhead(origin, dict(headers), proxy)


def _merged(fields: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    names = {_checked(name, value) for name, value in more.items()}
    kept = {name: value for name, value in fields.items() if name.lower() not in names}
    return kept | dict(more)


def _checked(name: str, value: str) -> str:
    """Give a header's name in small letters, once it is known that the header can be sent."""
    small = _checked_name(name)
    if not _VALUE.fullmatch(value):
        raise ValueError(
            f"header {name!r}: has the value {value!r}; line breaks and letters beyond Latin-1"
            " cannot be sent"
        )
    return small


@lru_cache(maxsize=MOST_NAMES)
def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"header {name!r}: is no name; letters, digits and - are")
    small = name.lower()
    if small in _OURS:
        raise ValueError(f"header {name!r}: is the browser's own; leave it out")
    return small


def _are_plain(values: Iterable[str]) -> bool:
    """Whether values can be sent, as can be told of most at once."""
    text = "".join(values)
    return text.isascii() and text.isprintable()


def _lines(fields: Mapping[str, str]) -> bytes:
    return "".join([f"{name}: {value}\r\n" for name, value in fields.items()]).encode("latin-1")
