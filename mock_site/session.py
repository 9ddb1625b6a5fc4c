"""The session: a cookie that names an account, signed so that only the site can have written it."""

import base64
import hashlib
import hmac
import re

COOKIE = "session"
MIN_SECRET_BYTES = 32
_TOKEN = re.compile(r"v1\.([0-9a-f]{32})\.([A-Za-z0-9_-]{43})")


class Sessions:
    """Writes and reads session tokens `v1.<account id>.<HMAC-SHA256>`.

    The secret is kept in the store, so a token holds across processes and restarts.

    Args:
        secret: at least 32 bytes.

    Raises:
        ValueError: the secret is too short.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < MIN_SECRET_BYTES:
            raise ValueError(f"secret: has {len(secret)} bytes; it needs {MIN_SECRET_BYTES}")
        self._keyed = hmac.new(secret, digestmod=hashlib.sha256)

    def token(self, account_id: str) -> str:
        """Write the token of an account."""
        return f"v1.{account_id}.{self._signature(account_id)}"

    def account_id(self, token: str | None) -> str | None:
        """Read the account of a token; None when the site has not written it."""
        found = _TOKEN.fullmatch(token or "")
        if found is None or not hmac.compare_digest(self._signature(found[1]), found[2]):
            return None
        return found[1]

    def _signature(self, account_id: str) -> str:
        keyed = self._keyed.copy()
        keyed.update(f"v1.{account_id}".encode("ascii"))
        return base64.urlsafe_b64encode(keyed.digest()).rstrip(b"=").decode("ascii")
