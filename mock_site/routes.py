"""Routes: every page of the site and who answers it."""

from collections.abc import Sequence

from aiohttp import web

from mock_site.counted.exposition import Exposition
from mock_site.views import (
    accounts,
    admin,
    agreement,
    announcements,
    assessment,
    assets,
    documents,
    emails,
    harm,
    health,
    holds,
    home,
    identity,
    joins,
    metrics,
    phone,
    profile,
    progress,
    queue,
    registrations,
    sessions,
)


def routes(exposed: Exposition) -> Sequence[web.RouteDef]:
    """Give all routes.

    Args:
        exposed: what `/metrics` shows.
    """
    return (
        web.get("/", home.show),
        web.get("/announcements", announcements.show_all),
        web.get("/announcements/{slug}", announcements.show),
        web.get("/assets/{name}", assets.style),
        web.get("/openapi.json", assets.description),
        *_journey(),
        web.get("/registrations", registrations.show_own),
        web.get("/registrations/{registration_id}", registrations.show),
        web.get("/healthz", health.alive),
        web.get("/readyz", health.ready),
        web.get("/metrics", metrics.shown(exposed)),
        web.get("/admin/roll", admin.roll),
        web.get("/admin/notices", admin.notices),
        web.delete("/admin/registrations/{registration_id}", admin.remove),
        web.get("/admin/wave", admin.show_wave),
        web.get("/admin/quotas", admin.quotas),
        web.get("/.well-known/siaga", agreement.show),
        web.put("/admin/stop", agreement.change_stop),
        web.put("/admin/wave", admin.change_wave),
        web.get("/queue", queue.show),
        web.post("/queue", queue.take),
        web.post("/queue/leave", queue.leave),
        web.get("/admin/queue", queue.entries),
        web.get("/admin/queue/inlet", queue.show_inlet),
        web.put("/admin/queue/inlet", queue.change_inlet),
        web.get("/admin/conditions", harm.show_conditions),
        web.put("/admin/conditions", harm.change_conditions),
        web.post("/admin/cache/flush", harm.flush_cache),
        web.post("/admin/sessions/lose", harm.lose_sessions),
    )


def _journey() -> Sequence[web.RouteDef]:
    """Give the routes of the way to a seat, in the order in which a person walks it."""
    return (
        web.get("/accounts", accounts.show_form),
        web.post("/accounts", accounts.open_account),
        web.get("/accounts/verify-email", emails.show_link),
        web.post("/accounts/verify-email", emails.verify),
        web.get("/accounts/verify-email/resend", emails.show_check),
        web.post("/accounts/verify-email/resend", emails.resend),
        web.get("/sessions", sessions.show_form),
        web.post("/sessions", sessions.begin),
        web.post("/sessions/end", sessions.end),
        web.get("/me", progress.show),
        web.get("/identity", identity.show),
        web.post("/identity", identity.file),
        web.get("/profile", profile.show),
        web.put("/profile", profile.write),
        web.post("/profile", profile.write),
        web.get("/documents", documents.show),
        web.post("/documents", documents.add),
        web.get("/phone", phone.show),
        web.post("/phone", phone.ask),
        web.get("/phone/verify", phone.show),
        web.post("/phone/verify", phone.verify),
        web.get("/assessment", assessment.show),
        web.post("/assessment/start", assessment.start),
        web.post("/assessment/answers", assessment.hand_in),
        # One resource, the first that is looked at, as the two stand together.
        web.get("/waves/{wave}/join", joins.show_form),
        web.post("/waves/{wave}/join", joins.join),
        web.get("/waves/{wave}/hold", holds.show),
        web.post("/waves/{wave}/hold", holds.hold),
    )
