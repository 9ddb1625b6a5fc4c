"""The Credentials that a site asks of everybody who sends it anything, and whom it is believed to be."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from siaga.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What is needed to get past what stands in front of a site, looked up and ready to be used.

    Attributes:
        headers: that every request carries; may be secrets, and are never shown.
        authorities: path of certificates (PEM) that are trusted beside the system's; empty: none.
        certificate: path of a certificate of one's own (PEM); empty: none.
        key: path of its key; empty: it is in the same file.
        password: of the key; empty: it has none. Never shown.
        verified: whether the site has to prove who it is.
        secrets: texts of which all that is made, in any form in which they are sent. Never shown.

    Raises:
        UsageError: a header cannot be sent; it is not repeated, since it may be a secret.
    """

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    authorities: str = ""
    certificate: str = ""
    key: str = ""
    password: str = field(default="", repr=False)
    verified: bool = True
    secrets: frozenset[str] = field(default=frozenset(), repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what a library would refuse, too, and tell everybody what it was."""
        for name, value in self.headers.items():
            if not (value.isascii() and value.isprintable()):
                raise UsageError(
                    f"credentials: header {name} has a line break or a character that no header can"
                    " carry; printable ASCII is allowed"
                )

    @property
    def are_secret(self) -> bool:
        """Whether whoever reads a request of theirs in the open could get in."""
        return bool(self.headers)

    @property
    def needs_tls(self) -> bool:
        """Whether anything of TLS is other than everywhere."""
        return bool(self.authorities or self.certificate or not self.verified)

    def tls(self, new: Callable[[], ssl.SSLContext] = ssl.create_default_context) -> ssl.SSLContext:
        """Give whom to trust, and what to show for oneself.

        Args:
            new: makes the context that everybody has.

        Raises:
            UsageError: a file cannot be read, or is not what it has to be.
        """
        context = new()
        if self.authorities:
            trusted = self.authorities
            _load("authorities", trusted, lambda: context.load_verify_locations(trusted))
        if self.certificate:
            # Without a password it would be asked for on the terminal, in the middle of a run.
            own = self.certificate, self.key or None, lambda: self.password
            _load("certificate", self.certificate, lambda: context.load_cert_chain(*own))
        if not self.verified:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def _load(name: str, path: str, load: Callable[[], None]) -> None:
    try:
        load()
    except (OSError, ValueError) as error:
        # OpenSSL's own errors are OSErrors; their text has no secret in it.
        said = f"credentials: {name} {path} cannot be used ({error}); PEM is allowed"
        raise UsageError(said) from None
