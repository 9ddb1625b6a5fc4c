"""The Trail of a paged roll: from page to page of one site, none twice, and not for ever."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

from siaga.record.usual_port import USUAL_PORTS
from siaga.roll.entry import RollError

MOST_PAGES = 100_000

_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*=\s*(?:"[^"]*"|[^\s";,]+))*)')
_RELATION = re.compile(r';\s*rel\s*=\s*"?([^";]*)', re.IGNORECASE)


class Trail:
    """The pages so far.

    Args:
        url: address of the first page.
        most_pages: how many there may be.
    """

    def __init__(self, url: str, most_pages: int = MOST_PAGES) -> None:
        self.url = url
        self._seen = {url}
        self._origin = _origin(urlsplit(url))
        self._most_pages = most_pages

    def follow(self, to: str) -> None:
        """Go on to the next page, whose address is absolute or counts from this one.

        Raises:
            RollError: it is at another site, was read before, is no address, or is one too many.
        """
        try:
            url = urldefrag(urljoin(self.url, to)).url
            origin = _origin(urlsplit(url))
        except ValueError:
            raise self._error(f"names {to[:200]!r}, which is no address") from None
        if origin != self._origin:
            raise self._error(f"names {to[:200]!r} as the next one; only this site's own are followed")
        if url in self._seen:
            raise self._error(f"names {to[:200]!r} as the next one, which was read before")
        if len(self._seen) >= self._most_pages:
            raise self._error(f"is number {self._most_pages:,} and not the last; so many are allowed")
        self._seen.add(url)
        self.url = url

    def _error(self, said: str) -> RollError:
        return RollError(f"roll: page {self.url} {said}")


def next_address(headers: Mapping[str, str], name: str) -> str | None:
    """Give the address of the next page out of a header; None: this page is the last one."""
    value = headers.get(name, "").strip()
    return linked(value) if name.lower() == "link" else value or None


def linked(link: str) -> str | None:
    """Give the address with rel="next" in the value of a Link header; None: there is none."""
    for address, parameters in _LINK.findall(link):
        relation = _RELATION.search(parameters)
        if relation is not None and "next" in relation[1].lower().split():
            return str(address)
    return None


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None, str | None]:
    """Give what may not change between pages; a name before an @ is no part of our addresses."""
    return parts.scheme, parts.hostname, parts.port or USUAL_PORTS.get(parts.scheme), parts.username
