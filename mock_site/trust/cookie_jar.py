"""The cookie jar: the cookies of a request, read once for all who ask and all requests with the same.

aiohttp makes a morsel of each, with all that an answer's cookie may have, and anew for each request.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from aiohttp import hdrs, web

MOST_KEPT = 8_192
LONGEST_KEPT = 1_024
"""Characters of a header that is kept in mind; the site's own cookies have a third of it."""
MOST_COOKIES = 16
"""That are read so: the site has a handful, and each weighs ten times what its header does."""
_NONE: Mapping[str, str] = MappingProxyType({})
_ONE = r"[A-Za-z0-9_-]+=[A-Za-z0-9._=-]*"
_USUAL = re.compile(rf"{_ONE}(?:; {_ONE}){{0,{MOST_COOKIES - 1}}}")


def cookies_of(request: web.Request) -> Mapping[str, str]:
    """Give the cookies by their names, as `request.cookies` does."""
    text = request.headers.get(hdrs.COOKIE)
    if text is None:
        return _NONE
    found = _usual(text) if len(text) <= LONGEST_KEPT else None
    return request.cookies if found is None else found


@lru_cache(maxsize=MOST_KEPT)
def _usual(text: str) -> Mapping[str, str] | None:
    """Read a header that is spelt as browsers spell it; None: it is not, or there are odd characters."""
    if not _USUAL.fullmatch(text):
        return None
    pairs = (one.partition("=") for one in text.split("; "))
    return MappingProxyType({name: value for name, _, value in pairs})
