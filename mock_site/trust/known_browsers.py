"""Known browsers: those in which somebody has logged in to an account, and what they show for it.

A device cookie, as in OWASP's "Slow Down Online Guessing Attacks with Device Cookies": who has the right
password is given a token of this browser and this account, and logs in with it again however many others
guess meanwhile, at the same address too. It lets nobody in, and says nothing of whose account it is.
"""

import secrets
from collections.abc import Callable

from aiohttp import web

from mock_site.protection.waiting_room import cookies
from mock_site.trust.cookie_jar import cookies_of
from mock_site.trust.seal import Seal

COOKIE = "known_browser"
PATH = "/sessions"
LASTS_S = 90 * 86_400
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
        text = self._seal.opened(cookies_of(request).get(COOKIE), self._clock()) or ""
        number, _, account = text.partition("_")
        return number if account and account == self._account(email) else ""

    def know(self, request: web.Request, email: str) -> None:
        """Give a request's browser, which has logged in to an account, a token with the answer."""
        text = f"{secrets.token_hex(_NUMBER_BYTES)}_{self._account(email)}"
        token = self._seal.sealed(text, self._clock() + LASTS_S)
        cookies.keep(request, COOKIE, token, is_secure=self._is_secure, path=PATH, lasts_s=LASTS_S)

    def _account(self, email: str) -> str:
        return self._seal.mark(email)
