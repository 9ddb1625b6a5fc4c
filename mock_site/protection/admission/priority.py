"""The priority of a request: the farther somebody is on the way to a seat, the sooner it is served."""

import functools
from collections.abc import Callable
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
    {
        "",
        ".well-known",
        "admin",
        "announcements",
        "assets",
        "healthz",
        "metrics",
        "openapi.json",
        "queue",
        "readyz",
    }
)
"""First parts of the addresses that cost less to serve than to refuse, or that tell how the site is."""
PAGES = frozenset({"", "announcements"})
"""First parts of the addresses of pages that are the same for everybody."""
Ranking = Callable[[str], Priority | None]
"""Gives the priority of a route by its template; None: it is served always."""

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


def priority_of_dear_pages(route: str) -> Priority | None:
    """Give the priority where public pages cost as much as any other, since none lies ready."""
    return Priority.BROWSE if is_public(route) else priority_of(route)


def is_public(route: str) -> bool:
    """Tell whether a route is of a page that is the same for everybody, and can lie ready."""
    return bool(route) and first_part(route) in PAGES
