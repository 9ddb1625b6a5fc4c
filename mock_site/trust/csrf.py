"""The CSRF token: a field of every form that another site cannot know."""

import hmac
import re
import secrets

from mock_site.trust.seal import Seal

FIELD = "csrf"
VISIT_COOKIE = "visit"
_VISIT = re.compile(r"[0-9a-f]{32}")


class CsrfTokens:
    """Derives the tokens of forms from what ties a browser to the site: its session, or its visit.

    Nothing is kept: the token of an anchor is the site's own mark on it.

    Args:
        secret: of the site, at least 32 bytes.

    Raises:
        ValueError: the secret is too short.
    """

    def __init__(self, secret: bytes) -> None:
        self._seal = Seal(secret, "csrf")

    def token(self, anchor: str) -> str:
        """Give the token of an anchor."""
        return self._seal.mark(anchor)

    def holds(self, token: object, anchor: str) -> bool:
        """Tell whether a token is the anchor's, in constant time."""
        given = token.encode("utf-8", "surrogateescape") if isinstance(token, str) else b""
        return bool(anchor) and hmac.compare_digest(given, self.token(anchor).encode("ascii"))


def visit(cookie: str | None) -> str:
    """Give the visit that a cookie names, or a new one."""
    return cookie if cookie and _VISIT.fullmatch(cookie) else secrets.token_hex(16)
