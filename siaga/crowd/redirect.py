"""The Redirect: where an answer sends the visitor next, if it does."""

from siaga.crowd.failure import Reason, TripError
from siaga.crowd.headers import Headers
from siaga.crowd.origin import Origin
from siaga.crowd.request import Request
from siaga.web_reference import UNDECODABLE

MOST_REDIRECTS = 20
"""A browser gives up after so many in a row (Fetch standard, HTTP-redirect fetch)."""

_ONCE_MOVED, _SEE_OTHER = frozenset({301, 302}), 303
REDIRECTS = _ONCE_MOVED | {_SEE_OTHER, 307, 308}
NO_LAST_ANSWERS = REDIRECTS | {407}
"""Statuses of what leads on, or may be no answer of the site's."""


def redirected(request: Request, status: int, headers: Headers, origin: Origin) -> Request | None:
    """Give the next request; None if the answer is no redirect.

    Args:
        request: what was asked.
        status: of the answer; 303 leads to a GET, and so do 301 and 302 after a POST; otherwise the
            request is repeated. A HEAD stays one.
        headers: of the answer; an empty location is that of the request itself, as any other reference
            is relative to it.
        origin: the only one that may be visited.

    Raises:
        TripError: the location is on another origin.
    """
    if status not in REDIRECTS:
        return None
    location = headers.get("location")
    if location is None:
        return None
    location = location.encode("latin-1").decode("utf-8", UNDECODABLE)
    target = origin.target(location, request.target)
    if target is None:
        raise TripError(
            Reason.FOREIGN_REDIRECT,
            f"{request.target} redirects to {location[:200]!r}, which is not on {origin};"
            " a rehearsal visits no other site",
        )
    as_get = status == _SEE_OTHER or (request.method == "POST" and status in _ONCE_MOVED)
    return request.to(target, as_get=as_get)
