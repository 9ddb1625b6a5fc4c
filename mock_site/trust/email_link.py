"""The e-mail link: what proves that an e-mail to an account was read."""

from mock_site.trust.seal import Seal

VALID_S = 24 * 3600.0


class EmailLinks:
    """Writes and reads the tokens of links in e-mails.

    Args:
        secret: of the site, at least 32 bytes.
        time_scale: of the rehearsal, above 0; a link holds a day times this.

    Raises:
        ValueError: the secret is too short.
    """

    def __init__(self, secret: bytes, time_scale: float = 1.0) -> None:
        self._seal = Seal(secret, "verify-email")
        self._valid_s = VALID_S * time_scale

    def token(self, account_id: str, at_s: float) -> str:
        """Write the token of an account's e-mail that was written at a time in Unix seconds."""
        return self._seal.sealed(account_id, at_s + self._valid_s)

    def account_id(self, token: str | None, now_s: float) -> str | None:
        """Read the account of a token; None when the site has not written it, or it has expired."""
        return self._seal.opened(token, now_s)
