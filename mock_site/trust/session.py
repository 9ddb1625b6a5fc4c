"""The session: a cookie that names an account, signed so that only the site can have written it."""

import secrets

from mock_site.trust.ended_sessions import EndedSessions
from mock_site.trust.seal import MOST_KEPT, Seal

COOKIE = "session"
SECURE_COOKIE = f"__Host-{COOKIE}"
LIFETIME_S = 12 * 3600.0
_ACCOUNT_ID_LENGTH = 32


class Sessions:
    """Writes and reads session tokens.

    A token names its account and carries a random part, so that two sessions of one account differ.
    Tokens are of a generation; those of another one are nobody's. So are those that were ended, where
    the site keeps them in mind.

    Args:
        secret: of the site, at least 32 bytes.
        is_secure: whether visitors come over https; then the cookie is theirs alone who do.
        ended: knows those that were ended; None: a token is good for as long as it was written for.

    Raises:
        ValueError: the secret is too short.
    """

    def __init__(
        self, secret: bytes, *, is_secure: bool = False, ended: EndedSessions | None = None
    ) -> None:
        self._secret = secret
        self._ended = ended
        self._seal = _seal(secret, 0)
        self.cookie = SECURE_COOKIE if is_secure else COOKIE
        self.is_secure = is_secure

    def lose(self, generation: int) -> None:
        """Know only the tokens of a generation from now on; the first is 0."""
        self._seal = _seal(self._secret, generation)

    def begin(self, account_id: str, now_s: float) -> str:
        """Write the token of a new session."""
        return self._seal.sealed(f"{account_id}-{secrets.token_hex(8)}", now_s + LIFETIME_S)

    def end(self, token: str | None, now_s: float) -> None:
        """End the session of a token, if it is one.

        Raises:
            WordsBusyError: it cannot be noted now.
        """
        text = self._seal.opened(token, now_s)
        if text is not None and self._ended is not None:
            self._ended.add(_session(text))

    def account_id(self, token: str | None, now_s: float) -> str | None:
        """Read the account of a token; None when it is no session's, or its session is over."""
        text = self._seal.opened(token, now_s)
        if text is None or (self._ended is not None and _session(text) in self._ended):
            return None
        return text[:_ACCOUNT_ID_LENGTH]

    def is_own(self, token: str | None, now_s: float) -> bool:
        """Tell whether the site has written a token not long ago, whatever became of its session."""
        return self._seal.opened(token, now_s) is not None


def _seal(secret: bytes, generation: int) -> Seal:
    return Seal(secret, f"session {generation}" if generation else "session", MOST_KEPT)


def _session(text: str) -> int:
    """Give the id of a session: its random part, 64 bits, none of them 0."""
    return int(text[_ACCOUNT_ID_LENGTH + 1 :], 16) or 1
