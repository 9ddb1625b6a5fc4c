"""Claims about visits: what of a recording is played, and what is left out."""

from collections.abc import Sequence
from typing import Any

import pytest

from siaga.draft.exchange import exchange_of
from siaga.draft.har import Entry
from siaga.draft.visit import Visit, visit_of
from tests.draft.recorded import SITE, call, entry, page


def visit(entries: Sequence[dict[str, Any]], origin: str = "") -> Visit:
    """Sort entries."""
    found = [exchange_of(Entry.model_validate(one)) for one in entries]
    return visit_of([one for one in found if one is not None], origin)


def paths(found: Visit) -> list[str]:
    """Give what is played."""
    return [f"{one.asked.method} {one.asked.url.path}" for one in found.steps]


def test_the_sites_own_pages_and_calls_are_played_and_all_else_is_counted() -> None:
    """What pages show, other hosts, telemetry, what was refused, never answered or cannot be sent."""
    found = visit(
        [
            page("/"),
            entry("/site.css", kind="text/css", resource="stylesheet"),
            entry("/logo", kind="image/svg+xml"),
            entry("/favicon.ico", resource="other"),
            entry("https://cdn.example.net/lib.js", kind="text/javascript"),
            entry("https://collect.example.com/hit", method="POST", resource="ping"),
            entry("/own-telemetry", method="POST", resource="beacon"),
            call("/api/seats", [1]),
            call("/api/seats", method="OPTIONS"),
            call("/api/missing", status=404),
            call("/api/cut", status=0),
            call("/api/seat", method="PUT", sends={}),
            call("/api/seat", method="PATCH", sends={}),
            call("/api/seat", method="DELETE"),
            call("/api/seat", method="HEAD"),
            page("/sign-in", status=302, location="https://login.example.net/"),
        ]
    )
    assert paths(found) == [
        "GET /",
        "GET /api/seats",
        "PUT /api/seat",
        "PATCH /api/seat",
        "DELETE /api/seat",
    ]
    assert found.left_out == {
        "shown by pages": 3,
        "that a journey does not send": 3,
        "that the site refused": 1,
        "without an answer": 1,
        "that led to another host": 1,
    }
    assert found.hosts == {"cdn.example.net": 1, "collect.example.com": 1}
    assert found.steps[0].resources == 3


def test_redirects_belong_to_the_step_that_they_answer() -> None:
    """A visitor's browser follows them by itself; the last answer is the step's."""
    found = visit(
        [
            entry("/join", form=[("a", "1")], status=303, location="/thanks"),
            page("/thanks", status=302, location=f"{SITE}/thanks/7#top", at_s=0.1),
            page("/thanks/7", at_s=0.2),
            page("/thanks/7", at_s=9),
        ]
    )
    assert paths(found) == ["POST /join", "GET /thanks/7"]
    assert found.steps[0].answered.url.path == "/thanks/7"


@pytest.mark.parametrize(
    "location",
    ["/thanks/ana maria", r"..\thanks\ana maria", f"//{SITE[8:].upper()}/thanks/x/../ana maria"],
)
def test_a_redirect_leads_where_the_browser_asked(location: str) -> None:
    """Whatever the site has written, the recording has what went out."""
    found = visit(
        [
            entry("/a/join", form=[("a", "1")], status=303, location=location),
            page("/thanks/ana%20maria", at_s=0.2),
        ]
    )
    assert paths(found) == ["POST /a/join"]


def test_pauses_count_from_the_last_thing_that_a_page_asked_for() -> None:
    """A person waits for pictures, too; what a page fetches much later is no part of it."""
    found = visit(
        [
            page("/", took_s=0.5),
            entry("/a.png", kind="image/png", at_s=0.6, took_s=1.4),
            entry("/late.png", kind="image/png", at_s=30, took_s=1),
            page("/next", at_s=42),
            call("/api", at_s=41.9 + 0.15),
        ]
    )
    assert [round(one.pause_s, 3) for one in found.steps] == [0.0, 40.0, 0.0]


def test_the_site_is_where_the_pages_are_unless_it_is_named() -> None:
    """Calls go to others as well."""
    others = [call(f"https://api.example.net/{at}") for at in range(2)]
    assert visit([*others, page("/")]).origin == SITE
    assert visit([*others, page("/")], "https://api.example.net").origin == "https://api.example.net"
    assert visit([]).steps == []


def test_a_recording_that_begins_with_a_cookie_is_known() -> None:
    """Its log-in is missing."""
    assert visit([page("/", headers={"Cookie": "sid=1"})]).signed_in
    assert not visit([page("/"), page("/b", headers={"Cookie": "sid=1"})]).signed_in
