"""Every route of the site has a priority, or is one that is served always."""

import pytest
from prometheus_client import CollectorRegistry

from mock_site.counted.exposition import Exposition
from mock_site.protection.admission.priority import (
    Priority,
    is_public,
    priority_of,
    priority_of_dear_pages,
)
from mock_site.routes import routes

ROUTES = routes(Exposition(CollectorRegistry()))


@pytest.mark.parametrize(
    ("route", "priority"),
    [
        ("/waves/{wave}/join", Priority.JOIN),
        ("/phone/verify", Priority.OTP),
        ("/identity", Priority.IDENTITY),
        ("/accounts", Priority.ACCOUNT),
        ("/me", Priority.BROWSE),
        ("/registrations/{registration_id}", Priority.BROWSE),
        ("/", None),
        ("/healthz", None),
        ("/admin/wave", None),
        ("/queue", None),
    ],
)
def test_the_farther_on_the_way_the_higher(route: str, priority: Priority | None) -> None:
    """And what tells how the site is comes through always."""
    assert priority_of(route) is priority


def test_only_public_pages_may_be_dear() -> None:
    """Where they do not lie ready, they come after everybody else; nothing else changes."""
    for path in {route.path for route in ROUTES}:
        wanted = Priority.BROWSE if is_public(path) else priority_of(path)
        assert priority_of_dear_pages(path) is wanted
    pages = ["/", "/announcements", "/announcements/{slug}"]
    assert [one for one in (*pages, "", "/queue", "/assets/{name}") if is_public(one)] == pages


def test_nothing_that_writes_is_served_always() -> None:
    """But for the keeper of the site, and the queue, which is there for the rush."""
    free = {route.path for route in ROUTES if priority_of(route.path) is None}
    writing = {route.path for route in ROUTES if route.method != "GET"}
    assert {path for path in free & writing if not path.startswith("/admin/")} <= {
        "/queue",
        "/queue/leave",
    }
