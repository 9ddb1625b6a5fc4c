"""The WebReference: what a link, a Location or the action of a form says, read as browsers read it.

It follows the WHATWG URL standard (4.4) for http and https: before the query a backslash is a stroke,
tabs and line breaks count for nothing, and what stands encoded in a path for a dot is one.
"""

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

UNDECODABLE = "surrogateescape"
"""How text holds bytes that are no UTF-8; what stands in a request line for them are the bytes again."""

SCHEMES = frozenset({"http", "https"})
"""Those of the web; a reference of any other leads out of it."""

_AROUND = "".join(map(chr, range(0x21)))
_BREAKS = str.maketrans("", "", "\t\r\n")
_SCHEME = re.compile("([A-Za-z][A-Za-z0-9+.-]*):")
_STEPS = re.compile(r"/(?:\.|%2e)", re.IGNORECASE)
_IN_PATH = "!$%&'()*+,/:;=@[\\]|~"
_IN_QUERY = "!$%&()*+,/:;=?@[\\]^`{|}~"
"""What is not encoded beside letters, digits and -._ (1.3); a fragment is never sent."""


class WebReference(NamedTuple):
    """A reference taken apart.

    Attributes:
        scheme: in small letters; empty: that of where it stands.
        authority: host and port; None: those of where it stands.
        path: strokes and what is between them; of another scheme, whatever it says.
        query: without its question mark; None: there is none.
        fragment: without its hash; None: there is none.
    """

    scheme: str
    authority: str | None
    path: str
    query: str | None = None
    fragment: str | None = None

    @classmethod
    def of(cls, text: str, scheme: str = "") -> "WebReference":
        """Read a reference.

        Args:
            text: as it stands there.
            scheme: of where it stands; empty: nobody knows.
        """
        rest, hashed, fragment = text.strip(_AROUND).translate(_BREAKS).partition("#")
        rest, asked, query = rest.partition("?")
        more = (query if asked else None, fragment if hashed else None)
        found = _SCHEME.match(rest)
        named = found[1].lower() if found is not None else ""
        rest = rest[found.end() :] if found is not None else rest
        if named and named not in SCHEMES:
            return cls(named, None, rest, *more)
        rest = rest.replace("\\", "/")
        if rest.startswith("//") or named not in {"", scheme}:
            authority, stroke, path = rest.lstrip("/").partition("/")
            return cls(named, authority, f"{stroke}{path}", *more)
        return cls("", None, rest, *more)

    @property
    def target(self) -> str:
        """What stands in a request line for it: path and query, encoded where they must be."""
        path = quote(self.path or "/", safe=_IN_PATH, errors=UNDECODABLE)
        if self.query is None:
            return path
        return f"{path}?{quote(self.query, safe=_IN_QUERY, errors=UNDECODABLE)}"

    def seen_from(self, base: "WebReference") -> "WebReference":
        """Give where it leads from a page; what leads out of the web stays as it is."""
        if self.scheme not in {"", *SCHEMES}:
            return self
        scheme, path, more = self.scheme or base.scheme, self.path, (self.query, self.fragment)
        if self.authority is not None:
            return WebReference(scheme, self.authority, _walked(path), *more)
        if path:
            whole = path if path.startswith("/") else f"{base.path.rpartition('/')[0]}/{path}"
            return WebReference(scheme, base.authority, _walked(whole), *more)
        query = base.query if self.query is None else self.query
        return WebReference(scheme, base.authority, base.path, query, self.fragment)

    def __str__(self) -> str:
        scheme = f"{self.scheme}:" if self.scheme else ""
        place = "" if self.authority is None else f"//{self.authority}"
        # Two strokes at the beginning would be read as those before an authority.
        apart = "/." if self.authority is None and self.path.startswith("//") else ""
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{scheme}{place}{apart}{self.path}{query}{fragment}"


def joined(base: str, reference: str) -> str:
    """Give the URL that a reference leads to; empty where no browser could follow it.

    Args:
        base: URL of the page that it stands on; a path will do.
        reference: as it stands there.
    """
    here = WebReference.of(base)
    there = WebReference.of(reference, here.scheme).seen_from(here)
    return str(there) if there.authority is None or _is_place(there.authority) else ""


def _is_place(authority: str) -> bool:
    """Whether it has a host, and no port that is none."""
    try:
        parts = urlsplit(f"//{authority}")
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _walked(path: str) -> str:
    """Give a path without segments that only say to stay or to go up."""
    if not _STEPS.search(path):
        return path or "/"
    kept: list[str] = []
    leads = ""
    for segment in path.split("/")[1:]:
        leads = segment.lower().replace("%2e", ".")
        if leads == "..":
            del kept[-1:]
        elif leads != ".":
            kept.append(segment)
    if leads in {".", ".."}:
        kept.append("")
    return f"/{'/'.join(kept)}"
