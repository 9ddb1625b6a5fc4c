"""The Cookies of a visitor: what the site asked the browser to keep, by RFC 6265.

Jars of several hosts may keep their cookies together, as a browser does; each sends what is its host's.
SameSite changes nothing here: all the hosts that a visitor goes to are one site's. What is said over
https, or to this machine, is nobody else's to hear or to change: there alone `Secure` cookies are set,
sent and replaced, as in browsers (RFC 6265bis, 5.7).
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from email.utils import mktime_tz, parsedate_tz
from functools import lru_cache
from typing import Final

from siaga.crowd.cookie import Cookie
from siaga.record.loopback import is_loopback

MOST_COOKIES: Final = 180
"""The oldest goes when there are more; one that is secure only where all are."""

LARGEST_COOKIE_BYTES: Final = 4_096
"""Name and value together; a larger one is passed over."""

_SECURE_PREFIX: Final = "__secure-"
_HOST_PREFIX: Final = "__host-"
_NUMBER: Final = re.compile(r"-?[0-9]+")
_NEVER_S: Final = float("inf")
_UNUSUAL: Final = frozenset({"domain", "max-age", "expires"})


class _Kept:
    """What jars of several hosts keep together.

    Attributes:
        cookies: by name, domain and path.
        line: the Cookie line of every request to a host, secure or not, since they last changed; None
            where it is not known, or depends on path or time.
    """

    __slots__ = ("cookies", "line")

    def __init__(self, cookies: dict[tuple[str, str, str], Cookie]) -> None:
        self.cookies = cookies
        self.line: tuple[str, bool, bytes] | None = None


class Cookies:
    """Keeps and gives the cookies of one origin.

    Args:
        host: of the origin.
        secure: whether it is https.
        clock: monotonic seconds; what expires is counted on it.
        wall: Unix seconds; only to read the dates that the site sends.
    """

    __slots__ = ("_clock", "_host", "_kept", "_secure", "_wall")

    def __init__(
        self,
        *,
        host: str,
        secure: bool,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._host = host
        self._secure = secure or _is_this_machine(host)
        self._clock = clock
        self._wall = wall
        self._kept = _Kept({})

    def __len__(self) -> int:
        return len(self._kept.cookies)

    def copy(self) -> "Cookies":
        """Give another jar with the same cookies; from here on each keeps its own."""
        other = Cookies(host=self._host, secure=self._secure, clock=self._clock, wall=self._wall)
        other._kept = _Kept(self._kept.cookies.copy())
        return other

    def at(self, host: str, *, secure: bool) -> "Cookies":
        """Give the jar of another origin that keeps its cookies together with this one's.

        Args:
            host: of that origin.
            secure: whether it is https.
        """
        other = Cookies(host=host, secure=secure, clock=self._clock, wall=self._wall)
        other._kept = self._kept
        return other

    def put(self, name: str, value: str) -> None:
        """Keep a cookie that no answer has asked for, as whoever edits theirs does."""
        own = Cookie(name, value, self._host, True, "/", _NEVER_S, False)  # noqa: FBT003
        self._kept.cookies[name, own.domain, own.path] = own
        self._kept.line = None

    def get(self, name: str) -> str | None:
        """Give the value of a cookie that is not over; None if there is none."""
        self._forget_expired()
        every = self._kept.cookies.values()
        return next((one.value for one in every if one.name == name and one.is_of(self._host)), None)

    def line(self, target: str) -> bytes:
        """Give the Cookie line of a request, longer paths first; nothing if none fits."""
        kept, host = self._kept, self._host
        cookies, known = kept.cookies, kept.line
        if known is not None and known[0] == host and known[1] is self._secure:
            return known[2]
        if not cookies:
            return b""
        fitting = self._fitting(target.partition("?")[0])
        if len(fitting) < len(cookies):
            self._forget_expired()
        if not fitting:
            return b""
        line = f"Cookie: {'; '.join([one.pair for one in fitting])}\r\n".encode("latin-1")
        if not [one for one in cookies.values() if one.path != "/" or one.expires_s != _NEVER_S]:
            kept.line = (host, self._secure, line)
        return line

    def take(self, target: str, fields: Sequence[tuple[bytes, bytes]]) -> None:
        """Keep, replace or delete what an answer asks for.

        Args:
            target: path and query of the request.
            fields: of the answer, names in small letters.
        """
        path = target.partition("?")[0]
        for name, value in fields:
            if name == b"set-cookie":
                self._set(path, value.decode("latin-1"))

    def _set(self, path: str, text: str) -> None:
        cookie = self._read(path, text)
        if cookie is None or not (self._secure or self._may_be_set(cookie)):
            return
        key = (cookie.name, cookie.domain, cookie.path)
        self._kept.line, kept = None, self._kept.cookies
        if cookie.expires_s != _NEVER_S and cookie.expires_s <= self._clock():
            kept.pop(key, None)
            return
        kept[key] = cookie
        if len(kept) > MOST_COOKIES:
            del kept[next((place for place, one in kept.items() if not one.secure), next(iter(kept)))]

    def _may_be_set(self, cookie: Cookie) -> bool:
        """Whether a cookie that somebody else may have set leaves those alone that nobody else can."""
        if cookie.secure:
            return False
        every, now_s = self._kept.cookies.values(), self._clock()
        secure = [one for one in every if one.secure and one.expires_s > now_s]
        return not any(cookie.covers(one) for one in secure)

    def _fitting(self, path: str) -> list[Cookie]:
        """Give the cookies that a request for a path is sent, longer paths first."""
        host, now_s = self._host, self._clock()
        fitting = [
            one
            for one in self._kept.cookies.values()
            if (one.path == "/" or one.fits(path))
            and (one.domain == host or one.is_of(host))
            and (self._secure or not one.secure)
            and one.expires_s > now_s
        ]
        if len(fitting) > 1:
            fitting.sort(key=_longest_first)
        return fitting

    def _read(self, path: str, text: str) -> Cookie | None:
        """Read one Set-Cookie value; None if a browser would pass it over (RFC 6265, 5.2 and 5.3)."""
        pair, _, rest = text.partition(";")
        name, found, value = pair.partition("=")
        if not found:
            name, value = "", pair
        name, value = name.strip(), value.strip()
        if not name + value or len(name) + len(value) > LARGEST_COOKIE_BYTES:
            return None
        plain = None if name.startswith("__") else _plain(rest)
        if plain is not None:
            given, secure = plain
            told = name, value, self._host, True, given or _folder(path), _NEVER_S, secure
            # What a NamedTuple calls itself, in one call instead of two.
            return tuple.__new__(Cookie, told)
        attributes = _attributes(rest)
        named = attributes.get("domain", "").lstrip(".").lower()
        domain = named or self._host
        if domain != self._host and not self._belongs_to(domain):
            return None
        given = attributes.get("path", "")
        if not self._keeps_its_prefix(name.lower(), attributes):
            return None
        return Cookie(
            name=name,
            value=value,
            domain=domain,
            alone=not named,
            path=given if given.startswith("/") else _folder(path),
            expires_s=self._expires_s(attributes),
            secure="secure" in attributes,
        )

    def _keeps_its_prefix(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Whether a cookie is what the beginning of its name says, by which sites know that it is safe.

        RFC 6265bis, 4.1.3 and 5.7: `__Secure-` and `__Host-`, in letters of any size.
        """
        if not name.startswith((_SECURE_PREFIX, _HOST_PREFIX)):
            return True
        secure = self._secure and "secure" in attributes
        alone = not attributes.get("domain", "") and attributes.get("path", "") == "/"
        return secure and (alone or not name.startswith(_HOST_PREFIX))

    def _belongs_to(self, domain: str) -> bool:
        """Whether the host is below a domain that is neither an address nor a whole top level."""
        numeric = self._host.rpartition(".")[2].isdigit() or ":" in self._host
        return "." in domain and not numeric and self._host.endswith(f".{domain}")

    def _expires_s(self, attributes: Mapping[str, str]) -> float:
        """Max-Age wins over Expires; a cookie with neither lasts as long as the visitor."""
        age = attributes.get("max-age", "")
        if age and _NUMBER.fullmatch(age):
            return (
                self._clock() + min(int(age[:12]), 10**9) if not age.startswith("-") else -float("inf")
            )
        date = attributes.get("expires")
        at_s = _date_s(date) if date else None
        return _NEVER_S if at_s is None else self._clock() + at_s - self._wall()

    def _forget_expired(self) -> None:
        now_s = self._clock()
        cookies = self._kept.cookies
        over = [key for key, one in cookies.items() if one.expires_s <= now_s]
        for key in over:
            del cookies[key]


@lru_cache(maxsize=1_000)
def _is_this_machine(host: str) -> bool:
    return is_loopback(host)


def _longest_first(cookie: Cookie) -> int:
    return -len(cookie.path)


@lru_cache(maxsize=1_000)
def _attributes(text: str) -> Mapping[str, str]:
    """Give the attributes; of one that comes twice the last counts."""
    found = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        found[name.strip().lower()] = value.strip()
    return found


@lru_cache(maxsize=1_000)
def _plain(text: str) -> tuple[str, bool] | None:
    """Give path and safety of a cookie that is its host's own and never over; None of any other."""
    attributes = _attributes(text)
    if not _UNUSUAL.isdisjoint(attributes):
        return None
    path = attributes.get("path", "")
    return path if path.startswith("/") else "", "secure" in attributes


def _date_s(text: str) -> float | None:
    """Read a date in Unix seconds; one that cannot be read is none."""
    parts = parsedate_tz(text)
    try:
        return None if parts is None else float(mktime_tz(parts))
    except (OverflowError, ValueError):
        return None


def _folder(path: str) -> str:
    """Give the default path of a cookie (RFC 6265, 5.1.4)."""
    return path.rpartition("/")[0] or "/"
