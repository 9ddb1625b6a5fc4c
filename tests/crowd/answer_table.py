"""The answer table: what the independent sites answer, whichever library serves it, as httpbin does."""

import gzip
import json
import zlib
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import brotli

File = tuple[str, str, str, bytes]
"""Field, name, media type and content of an upload."""

NAME, PASSWORD = "sari", "kata sandi"  # of nobody
ADMITTED = f"Basic {b64encode(f'{NAME}:{PASSWORD}'.encode()).decode()}"
PLAIN = "Siap siaga, é. ".encode() * 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as a site has read it.

    Attributes:
        method: in capitals.
        target: path and query as they stood in the request line.
        kind: media type without parameters; empty for none.
        content: what it carried: JSON as it reads, else bytes; None of what is in form and files.
        form: names and values, in order.
        files: that came with the form.
        headers: those that are the visitor's own: cookie, authorization, x-mark.
        peer: port that it came from; no part of what was asked.
    """

    method: str
    target: str
    kind: str = ""
    content: Any = b""
    form: Sequence[tuple[str, str]] = ()
    files: Sequence[File] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    peer: int = field(default=0, compare=False)


def asked(
    method: str,
    target: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    form: Sequence[tuple[str, str]] = (),
    files: Sequence[File] = (),
    peer: int,
) -> Asked:
    """Note a request.

    Args:
        method: in capitals.
        target: path and query.
        headers: names in small letters.
        body: as it came; of no meaning where there is a form.
        form: as the site's library reads it.
        files: as the site's library reads them.
        peer: port that it came from.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    content = json.loads(body) if kind == "application/json" else body
    own = {name: headers[name] for name in ("authorization", "cookie", "x-mark") if name in headers}
    return Asked(
        method=method,
        target=target,
        kind=kind,
        content=None if form or files else content,
        form=tuple(form),
        files=tuple(files),
        headers=own,
        peer=peer,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer.

    Attributes:
        status: of it.
        headers: in order; a name may come twice.
        body: whole, with its length; or
        chunks: of a body whose length is not told.
        closes: whether the site ends the connection after it.
    """

    status: int = 200
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    chunks: Sequence[bytes] = ()
    closes: bool = False


def reply_to(one: Asked) -> Reply:
    """Answer a request by the first part of its path; any other path is answered with what was asked."""
    parts = urlsplit(one.target)
    name, _, rest = parts.path.lstrip("/").partition("/")
    route = ROUTES.get(name, _said)
    return route(one, rest, parts.query)


def _said(one: Asked, _rest: str, _query: str) -> Reply:
    return Reply(
        headers=[("Content-Type", "text/plain; charset=utf-8")],
        body=f"{one.method} {one.target}".encode(),
    )


def _status(_one: Asked, rest: str, _query: str) -> Reply:
    status = int(rest)
    return Reply(status=status, body=b"" if status in {204, 304} else f"status {status}".encode())


def _to(one: Asked, rest: str, query: str) -> Reply:
    """Lead on: `/to/STATUS?to=LOCATION`."""
    if not rest.isdigit():
        return _said(one, rest, query)
    location = dict(parse_qsl(query)).get("to")
    headers = [] if location is None else [("Location", location)]
    return Reply(status=int(rest), headers=headers, body=b"elsewhere")


def _chain(_one: Asked, rest: str, _query: str) -> Reply:
    """Lead on so many times."""
    left = int(rest)
    if not left:
        return Reply(body=b"there")
    return Reply(status=302, headers=[("Location", f"/chain/{left - 1}")])


def _cookies(one: Asked, rest: str, query: str) -> Reply:
    """Set cookies, and lead on where that is asked for: `/cookies/ANY?set=COOKIE&set=COOKIE&to=PATH`."""
    given = parse_qs(query)
    if "set" not in given:
        return _said(one, rest, query)
    headers = [("Set-Cookie", text) for text in given["set"]]
    headers += [("Location", location) for location in given.get("to", ())]
    return Reply(status=302 if "to" in given else 200, headers=headers, body=b"kept")


def _coded(_one: Asked, rest: str, _query: str) -> Reply:
    """Answer with a compressed body, whatever was said to be accepted: `/coded/gzip`."""
    coding, body = CODED[rest]
    return Reply(headers=[("Content-Encoding", coding)], body=body)


def _chunked(_one: Asked, rest: str, _query: str) -> Reply:
    return Reply(chunks=[b"%d " % number * 50 for number in range(int(rest))])


def _large(_one: Asked, rest: str, _query: str) -> Reply:
    return Reply(body=bytes(range(256)) * (int(rest) // 256))


def _headers(_one: Asked, _rest: str, _query: str) -> Reply:
    return Reply(headers=HEADERS, body=b"headers")


def _closes(_one: Asked, _rest: str, _query: str) -> Reply:
    return Reply(body=b"the last", closes=True)


def _private(one: Asked, _rest: str, _query: str) -> Reply:
    if one.headers.get("authorization") == ADMITTED:
        return Reply(body=b"welcome")
    return Reply(status=401, headers=[("WWW-Authenticate", 'Basic realm="staging"')], body=b"who?")


def _raw_deflate(content: bytes) -> bytes:
    """Compress without zlib's wrapper, as some servers do."""
    press = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return press.compress(content) + press.flush()


HEADERS = (
    ("Content-Type", "text/plain; charset=iso-8859-1"),
    ("X-Two", "one, and"),
    ("X-Two", "another"),
    ("X-Empty", ""),
    ("ETag", '"4711"'),
    ("X-Quoted", 'a="b; c"'),
)

CODED: Mapping[str, tuple[str, bytes]] = {
    "gzip": ("gzip", gzip.compress(PLAIN)),
    "members": ("gzip", gzip.compress(PLAIN[:99]) + gzip.compress(PLAIN[99:])),
    "deflate": ("deflate", zlib.compress(PLAIN)),
    "raw": ("deflate", _raw_deflate(PLAIN)),
    "br": ("br", brotli.compress(PLAIN)),
    "two": ("deflate, gzip", gzip.compress(zlib.compress(PLAIN))),
    "unknown": ("rot13", PLAIN),
}
"""Coding and body by what their path says; of two codings the first was applied first."""

ROUTES: Mapping[str, Callable[[Asked, str, str], Reply]] = {
    "status": _status,
    "to": _to,
    "chain": _chain,
    "cookies": _cookies,
    "coded": _coded,
    "chunked": _chunked,
    "large": _large,
    "headers": _headers,
    "closes": _closes,
    "private": _private,
}
