"""Cookies that an answer is to carry, whoever writes the answer: a view, or one that refuses."""

from http.cookies import SimpleCookie

from aiohttp import web

_WANTED: web.RequestKey[dict[str, str]] = web.RequestKey("waiting_room_cookies")


def keep(request: web.Request, name: str, value: str, *, is_secure: bool) -> None:
    """Let the browser keep a value until it is closed; an empty one is to be forgotten.

    Args:
        request: whose answer carries it.
        name: of the cookie.
        value: of it.
        is_secure: whether it is sent over https alone.
    """
    jar: SimpleCookie = SimpleCookie({name: value})
    morsel = jar[name]
    morsel["path"] = "/"
    morsel["httponly"] = True
    morsel["samesite"] = "Lax"
    morsel["secure"] = is_secure
    if not value:
        morsel["max-age"] = 0
    request.setdefault(_WANTED, {})[name] = morsel.OutputString()


async def add_wanted(request: web.Request, answer: web.StreamResponse) -> None:
    """Put the cookies of a request into the answer that is about to be sent."""
    for text in request.get(_WANTED, {}).values():
        answer.headers.add("Set-Cookie", text)
