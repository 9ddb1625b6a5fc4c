"""A public page: bytes that are the same for everybody, with the tag by which caches know them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Self

from aiohttp import hdrs, web
from aiohttp.http import SERVER_SOFTWARE
from multidict import CIMultiDict, CIMultiDictProxy

from mock_site.pages.negotiation import HTML_TYPE, JSON_TYPE
from mock_site.pages.safe_headers import safe_headers

MOST_HEADS = 256
"""Heads of pages that are kept in mind; there is another one for each state of the wave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPage:
    """A page in one language, for people or for programmes.

    Attributes:
        body: ready to be sent.
        media_type: of the body.
        tag: entity tag, with its quotes.
    """

    body: bytes
    media_type: str
    tag: str

    @classmethod
    def html(cls, body: bytes) -> Self:
        """Make a page for people."""
        return cls(body=body, media_type=HTML_TYPE, tag=_tag(body))

    @classmethod
    def json(cls, body: bytes) -> Self:
        """Make a page for programmes."""
        return cls(body=body, media_type=JSON_TYPE, tag=_tag(body))


def public_answer(request: web.Request, page: PublicPage, max_age_s: int) -> web.Response:
    """Answer with a page, or with 304 to whoever has it already (RFC 9110, 13.1.2).

    Args:
        request: that asks.
        page: to be sent.
        max_age_s: how long caches may show it without asking again.
    """
    if has_tag(request.headers.get(hdrs.IF_NONE_MATCH), page.tag):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=_headers(page.tag, max_age_s))
    return web.Response(body=page.body, headers=_headers(page.tag, max_age_s, page.media_type))


def whole_page(page: PublicPage, max_age_s: int, date: str, *, is_secure: bool) -> bytes:
    """Give a page as `public_answer` would send it, ready for the wire.

    Args:
        page: to be sent.
        max_age_s: how long caches may show it without asking again.
        date: of the answer, as HTTP writes it.
        is_secure: whether visitors come over https.
    """
    head = _head(page.tag, max_age_s, page.media_type, len(page.body), is_secure)
    return b"%sDate: %s\r\n\r\n%s" % (head, date.encode("ascii"), page.body)


def has_tag(if_none_match: str | None, tag: str) -> bool:
    """Tell whether a header names a tag; weak ones count, as the comparison is weak."""
    if not if_none_match:
        return False
    named = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return "*" in named or tag in named


@lru_cache(maxsize=MOST_HEADS)
def _headers(tag: str, max_age_s: int, media_type: str = "") -> Mapping[str, str]:
    """Give the headers of a page; without a media type, those of an answer that has no body."""
    made = CIMultiDict(
        {
            hdrs.ETAG: tag,
            hdrs.CACHE_CONTROL: f"public, max-age={max_age_s}",
            hdrs.VARY: "Accept",
        }
    )
    if media_type:
        made[hdrs.CONTENT_TYPE] = f"{media_type}; charset=utf-8"
    return CIMultiDictProxy(made)


@lru_cache(maxsize=MOST_HEADS)
def _head(tag: str, max_age_s: int, media_type: str, length: int, is_secure: bool) -> bytes:  # noqa: FBT001 - of a cache
    """Give the head of a page, but for its date and its end."""
    lines = [
        "HTTP/1.1 200 OK",
        *(f"{name}: {value}" for name, value in _headers(tag, max_age_s, media_type).items()),
        f"{hdrs.CONTENT_LENGTH}: {length}",
        f"{hdrs.SERVER}: {SERVER_SOFTWARE}",
        *(f"{name}: {value}" for name, value in safe_headers(is_secure=is_secure).items()),
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'
