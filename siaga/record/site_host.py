"""The SiteHost: another host of the site that journeys go to, found out before the run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteHost:
    """What is known of it.

    Attributes:
        url: scheme, host and port.
        addresses: to which its name was resolved, once; empty: it is an address itself.
        agreed: what it has said that it is; empty: it was not asked, being on this machine.

    Raises:
        ValueError: there can be no such host.
    """

    url: str
    addresses: tuple[str, ...] = ()
    agreed: str = ""

    def __post_init__(self) -> None:
        """Refuse what no host is: it may have come over a network, or from a damaged file."""
        texts = (self.url, self.agreed, *self.addresses)
        if not all(isinstance(one, str) for one in texts) or not self.url:
            raise ValueError(f"host {self.url!r}: has no URL, or what is no text; it needs them")

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        return {**asdict(self), "addresses": list(self.addresses)}

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> "SiteHost":
        """Read one back.

        Raises:
            ValueError: the fact is none.
        """
        try:
            return cls(**{**fact, "addresses": tuple(fact["addresses"])})
        except (KeyError, TypeError) as error:
            raise ValueError(f"host: {str(fact)[:80]!r} is none ({error})") from None
