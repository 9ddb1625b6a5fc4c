"""Routes: every page of the site and who answers it."""

from collections.abc import Sequence

from aiohttp import web
from prometheus_client import CollectorRegistry

from mock_site.views import accounts, admin, health, home, joins, metrics, registrations


def routes(exposed: CollectorRegistry) -> Sequence[web.RouteDef]:
    """Give all routes.

    Args:
        exposed: registry that `/metrics` shows.
    """
    return (
        web.get("/", home.show),
        web.post("/accounts", accounts.open_account),
        web.post("/waves/{wave}/join", joins.join),
        web.get("/registrations", registrations.show_own),
        web.get("/registrations/{registration_id}", registrations.show),
        web.get("/healthz", health.alive),
        web.get("/readyz", health.ready),
        web.get("/metrics", metrics.shown(exposed)),
        web.get("/admin/roll", admin.roll),
        web.get("/admin/notices", admin.notices),
        web.get("/admin/wave", admin.show_wave),
        web.put("/admin/wave", admin.change_wave),
    )
