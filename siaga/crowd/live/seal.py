"""The Seal on the live page: which requests come from the page itself, and may change something.

Locust allows every site of the world to read what its web interface answers, and asks nobody for a
token. A page that somebody has open beside it must neither read this one nor press its buttons.
"""

import hmac
import secrets
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

from siaga.record.loopback import is_loopback

OWN = {"same-origin", "none"}
"""What browsers say of a request that the page itself, or somebody at the address bar, has made."""


class Seal:
    """Tells them apart.

    Args:
        web_host: the address that the web interface listens on; empty: on every one.
        token: that the page's own forms carry; a new one for each process.
    """

    def __init__(self, web_host: str, token: str = "") -> None:
        self._here = is_loopback(web_host)
        self.token = token or secrets.token_urlsafe(32)

    def strange(self, headers: Headers) -> str:
        """Say why a request is not the page's own; empty: it may read.

        Args:
            headers: of the request.
        """
        host = headers.get("Host", "")
        if self._here and not is_loopback(urlsplit(f"//{host}").hostname or ""):
            return f"host {host!r}: is not this machine, on which alone the page is shown"
        origin = headers.get("Origin", "")
        if origin and urlsplit(origin).netloc != host:
            return f"origin {origin!r}: is another site; the page is its own alone"
        return ""

    def refused(self, headers: Headers, token: str) -> str:
        """Say why a request may change nothing; empty: it may."""
        if strange := self.strange(headers):
            return strange
        if headers.get("Sec-Fetch-Site", "none") not in OWN:
            return "request: was made by another site; the page's own buttons are allowed"
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return "token: is not this page's; load the page again"
        return ""
