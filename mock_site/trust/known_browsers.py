"""Known browsers: those in which somebody has logged in to an account, and what they show for it.

A device cookie, as in OWASP's "Slow Down Online Guessing Attacks with Device Cookies": who has the right
password is given a token of this browser and this account, and logs in with it again however many others
guess meanwhile, at the same address too. It lets nobody in, and says nothing of whose account it is.
People who share a browser have a token each, in one cookie, until so many others have logged in there.
"""

import secrets
from collections.abc import Callable, Iterator

from aiohttp import web

from mock_site.protection.waiting_room import cookies
from mock_site.trust.cookie_jar import cookies_of
from mock_site.trust.seal import Seal

COOKIE = "known_browser"
PATH = "/sessions"
LASTS_S = 90 * 86_400
MOST = 5
"""Accounts that a browser is known to: those that were logged in to last."""
_BETWEEN = ".."
_NUMBER_BYTES = 16


class KnownBrowsers:
    """Gives browsers a token, and reads it.

    Args:
        secret: of the site, at least 32 bytes.
        clock: Unix seconds.
        is_secure: whether cookies are sent over https alone.
    """

    def __init__(self, secret: bytes, clock: Callable[[], float], *, is_secure: bool) -> None:
        self._seal = Seal(secret, "known browser")
        self._clock = clock
        self._is_secure = is_secure

    def number(self, request: web.Request, email: str) -> str:
        """Give the number of a request's browser that is known to an account; empty: it is none."""
        account = self._account(email)
        return next((number for _, number, of in self._held(request) if of == account), "")

    def know(self, request: web.Request, email: str) -> None:
        """Give a request's browser, which has logged in to an account, a token with the answer."""
        account = self._account(email)
        text = f"{secrets.token_hex(_NUMBER_BYTES)}_{account}"
        others = [token for token, _, of in self._held(request) if of != account]
        tokens = [self._seal.sealed(text, self._clock() + LASTS_S), *others[: MOST - 1]]
        value = _BETWEEN.join(tokens)
        cookies.keep(request, COOKIE, value, is_secure=self._is_secure, path=PATH, lasts_s=LASTS_S)

    def _held(self, request: web.Request) -> Iterator[tuple[str, str, str]]:
        """Give the good tokens of a browser, the newest first, each with its number and its account."""
        for token in cookies_of(request).get(COOKIE, "").split(_BETWEEN, MOST)[:MOST]:
            text = self._seal.opened(token, self._clock()) or ""
            number, _, account = text.partition("_")
            if account:
                yield token, number, account

    def _account(self, email: str) -> str:
        return self._seal.mark(email)
