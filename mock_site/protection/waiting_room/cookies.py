"""Cookies that an answer is to carry, whoever writes the answer: a view, or one that refuses."""

import re
from functools import lru_cache
from http.cookies import SimpleCookie

from aiohttp import web

_WANTED: web.RequestKey[dict[str, str]] = web.RequestKey("waiting_room_cookies")
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")


def keep(
    request: web.Request,
    name: str,
    value: str,
    *,
    is_secure: bool,
    path: str = "/",
    lasts_s: int | None = None,
) -> None:
    """Let the browser keep a value; an empty one is to be forgotten.

    Args:
        request: whose answer carries it.
        name: of the cookie.
        value: of it.
        is_secure: whether it is sent over https alone.
        path: under which it is sent.
        lasts_s: how long it is kept; None: until the browser is closed.
    """
    wanted = request.get(_WANTED)
    if wanted is None:
        wanted = request[_WANTED] = {}
    wanted[name] = written(name, value, is_secure=is_secure, path=path, lasts_s=lasts_s)


def written(
    name: str, value: str, *, is_secure: bool, path: str = "/", lasts_s: int | None = None
) -> str:
    """Write a cookie as a header has it."""
    if not value:
        return _forgotten(name, is_secure=is_secure)
    if _PLAIN.fullmatch(value):
        return f"{name}={value}{_attributes(is_secure=is_secure, path=path, lasts_s=lasts_s)}"
    return _spelt(name, value, is_secure=is_secure, path=path, lasts_s=lasts_s)


@lru_cache
def _attributes(*, is_secure: bool, path: str, lasts_s: int | None) -> str:
    """Give what stands behind the value of a cookie that is kept."""
    return _spelt("a", "b", is_secure=is_secure, path=path, lasts_s=lasts_s).removeprefix("a=b")


@lru_cache
def _forgotten(name: str, *, is_secure: bool) -> str:
    return _spelt(name, "", is_secure=is_secure, lasts_s=0)


def _spelt(
    name: str, value: str, *, is_secure: bool, path: str = "/", lasts_s: int | None = None
) -> str:
    jar: SimpleCookie = SimpleCookie({name: value})
    morsel = jar[name]
    morsel["path"] = path
    morsel["httponly"] = True
    morsel["samesite"] = "Lax"
    morsel["secure"] = is_secure
    if lasts_s is not None:
        morsel["max-age"] = lasts_s
    return morsel.OutputString()


async def add_wanted(request: web.Request, answer: web.StreamResponse) -> None:
    """Put the cookies of a request into the answer that is about to be sent."""
    wanted = request.get(_WANTED)
    if wanted is not None:
        for text in wanted.values():
            answer.headers.add("Set-Cookie", text)
