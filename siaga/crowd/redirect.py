"""The Redirect: where an answer sends the visitor next, if it does."""

from siaga.crowd.failure import Reason, TripError
from siaga.crowd.headers import Headers
from siaga.crowd.origin import Origin
from siaga.crowd.request import Request

MOST_REDIRECTS = 10
"""A browser gives up after so many in a row."""

_AS_GET = frozenset({301, 302, 303})
REDIRECTS = _AS_GET | {307, 308}


def redirected(request: Request, status: int, headers: Headers, origin: Origin) -> Request | None:
    """Give the next request; None if the answer is no redirect.

    Args:
        request: what was asked.
        status: of the answer; 301, 302 and 303 lead to a GET, 307 and 308 repeat the request.
        headers: of the answer.
        origin: the only one that may be visited.

    Raises:
        TripError: the location is on another origin.
    """
    if status not in REDIRECTS:
        return None
    location = headers.get("location")
    if location is None:
        return None
    target = origin.target(location, request.target)
    if target is None:
        raise TripError(
            Reason.FOREIGN_REDIRECT,
            f"{request.target} redirects to {location[:200]!r}, which is not on {origin};"
            " a rehearsal visits no other site",
        )
    return request.to(target, as_get=status in _AS_GET)
