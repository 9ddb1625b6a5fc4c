"""The priority of a request: the farther somebody is on the way to a seat, the sooner it is served."""

import functools
from enum import IntEnum

from mock_site.protection.route import first_part


class Priority(IntEnum):
    """Classes of requests, the first served first."""

    JOIN = 0
    OTP = 1
    IDENTITY = 2
    ACCOUNT = 3
    BROWSE = 4


FREE = frozenset(
    {"", "admin", "announcements", "assets", "healthz", "metrics", "openapi.json", "queue", "readyz"}
)
"""First parts of the addresses that cost less to serve than to refuse, or that tell how the site is."""

_BY_FIRST_PART = {
    "waves": Priority.JOIN,
    "assessment": Priority.OTP,
    "phone": Priority.OTP,
    "documents": Priority.IDENTITY,
    "identity": Priority.IDENTITY,
    "profile": Priority.IDENTITY,
    "accounts": Priority.ACCOUNT,
    "sessions": Priority.ACCOUNT,
}


@functools.cache
def priority_of(route: str) -> Priority | None:
    """Give the priority of a route by its template; None: it is served always."""
    first = first_part(route)
    return None if first in FREE else _BY_FIRST_PART.get(first, Priority.BROWSE)
