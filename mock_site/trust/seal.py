"""The Seal: signs short texts, for one purpose and a time, as only the site can."""

import base64
import hashlib
import hmac
import math
import re
from functools import lru_cache

MIN_SECRET_BYTES = 32
MOST_KEPT = 8_192
"""Tokens that are kept in mind where people come with the same again and again: some 3 MB."""
LONGEST = 257
"""Characters of a token."""
_TEXT = re.compile(r"[A-Za-z0-9_-]{1,200}")
_TOKEN = re.compile(r"([A-Za-z0-9_-]{1,200})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})")


class Seal:
    """Writes and reads tokens `<text>.<until, Unix seconds>.<HMAC-SHA256>`.

    The secret is kept in the store, so a token holds across processes and restarts. Each purpose has
    a key of its own, so a token of one is never taken for a token of another.

    Args:
        secret: of the site, at least 32 bytes.
        purpose: what the tokens are for.
        kept: tokens that it keeps in mind, so that those who come again cost no digest; 0: none.

    Raises:
        ValueError: the secret is too short.
    """

    def __init__(self, secret: bytes, purpose: str, kept: int = 0) -> None:
        if len(secret) < MIN_SECRET_BYTES:
            raise ValueError(f"secret: has {len(secret)} bytes; it needs {MIN_SECRET_BYTES}")
        key = hmac.digest(secret, purpose.encode("utf-8"), hashlib.sha256)
        self._keyed = hmac.new(key, digestmod=hashlib.sha256)
        self._signed = lru_cache(maxsize=kept)(self._read) if kept else self._read

    def sealed(self, text: str, until_s: float) -> str:
        """Sign a text until a time in Unix seconds, rounded up to whole ones.

        Raises:
            ValueError: the text has other characters than letters, digits, `_` and `-`.
        """
        if not _TEXT.fullmatch(text):
            raise ValueError(f"text: is {text!r}; it may be 1 to 200 letters, digits, '_' and '-'")
        signed = f"{text}.{math.ceil(until_s)}"
        return f"{signed}.{self.mark(signed)}"

    def opened(self, token: str | None, now_s: float) -> str | None:
        """Read the text of a token; None when the site has not written it, or its time is over."""
        # What is too long is not even kept.
        signed = self._signed(token) if token and len(token) <= LONGEST else None
        return signed[0] if signed is not None and now_s < signed[1] else None

    def mark(self, text: str) -> str:
        """Give the mark that only the site can make of a text."""
        keyed = self._keyed.copy()
        keyed.update(text.encode("utf-8", "surrogateescape"))
        return base64.urlsafe_b64encode(keyed.digest()).rstrip(b"=").decode("ascii")

    def _read(self, token: str) -> tuple[str, int] | None:
        """Give the text and the end of a token that the site has written."""
        found = _TOKEN.fullmatch(token)
        if found is None or not hmac.compare_digest(self.mark(f"{found[1]}.{found[2]}"), found[3]):
            return None
        return found[1], int(found[2])
