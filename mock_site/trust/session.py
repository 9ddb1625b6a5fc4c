"""The session: a cookie that names an account, signed so that only the site can have written it."""

import secrets

from mock_site.trust.seal import Seal

COOKIE = "session"
SECURE_COOKIE = f"__Host-{COOKIE}"
LIFETIME_S = 12 * 3600.0
_ACCOUNT_ID_LENGTH = 32


class Sessions:
    """Writes and reads session tokens.

    A token names its account and carries a random part, so that two sessions of one account differ.
    Tokens are of a generation; those of another one are nobody's.

    Args:
        secret: of the site, at least 32 bytes.
        is_secure: whether visitors come over https; then the cookie is theirs alone who do.

    Raises:
        ValueError: the secret is too short.
    """

    def __init__(self, secret: bytes, *, is_secure: bool = False) -> None:
        self._secret = secret
        self._seal = Seal(secret, "session")
        self.cookie = SECURE_COOKIE if is_secure else COOKIE
        self.is_secure = is_secure

    def lose(self, generation: int) -> None:
        """Know only the tokens of a generation from now on; the first is 0."""
        self._seal = Seal(self._secret, f"session {generation}" if generation else "session")

    def begin(self, account_id: str, now_s: float) -> str:
        """Write the token of a new session."""
        return self._seal.sealed(f"{account_id}-{secrets.token_hex(8)}", now_s + LIFETIME_S)

    def account_id(self, token: str | None, now_s: float) -> str | None:
        """Read the account of a token; None when the site has not written it, or it has expired."""
        text = self._seal.opened(token, now_s)
        return None if text is None else text[:_ACCOUNT_ID_LENGTH]
