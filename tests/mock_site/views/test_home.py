"""The home page over HTTP."""

import asyncio

import pytest

from mock_site.testing import SiteInProcess
from mock_site.wave_watch import POLL_S

JSON = {"Accept": "application/json"}


async def test_a_browser_gets_html_and_a_programme_json(site: SiteInProcess) -> None:
    """The Accept header decides, and caches are told so."""
    async with site.client.get("/", headers={"Accept": "text/html,*/*"}) as answer:
        assert answer.content_type == "text/html"
        assert answer.headers["Vary"] == "Accept"
        assert "Sisa kuota" in await answer.text()
    async with site.client.get("/?lang=en", headers={"Accept": "text/html"}) as answer:
        assert "Seats left" in await answer.text()
    async with site.client.get("/", headers=JSON) as answer:
        assert await answer.json() == {
            "wave": "1",
            "state": "open",
            "opens_at": None,
            "closes_at": None,
            "seats_left": 100,
            "seats_held": 0,
            "draw": None,
        }


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"opens_at": 1_800_000_001}, "not_open"),
        ({"opens_at": 1_800_000_000}, "open"),
        ({"quota": 0}, "full"),
        ({"closes_at": 1_800_000_000}, "closed"),
        ({"closes_at": 1_800_000_001}, "open"),
    ],
)
async def test_the_page_follows_the_wave(
    site: SiteInProcess, change: dict[str, float], state: str
) -> None:
    """What was changed is what the page says."""
    await site.set_wave(change)
    async with site.client.get("/", headers=JSON) as answer:
        assert (await answer.json())["state"] == state


async def test_the_page_opens_and_closes_by_the_clock_alone(site: SiteInProcess) -> None:
    """Nobody has to tell the page that the time has come."""
    await site.set_wave({"opens_at": 1_800_000_001, "closes_at": 1_800_000_002})
    states = []
    for now_s in (1_800_000_000.9, 1_800_000_001, 1_800_000_002):
        site.clock.now_s = now_s
        async with site.client.get("/", headers=JSON) as answer:
            states.append((await answer.json())["state"])
    assert states == ["not_open", "open", "closed"]


async def test_seats_left_are_at_most_a_second_old(site: SiteInProcess) -> None:
    """A seat given shows within a second, without a question to the store for every page."""
    await site.join(await site.open_account(1), "k")
    await asyncio.sleep(2 * POLL_S)
    async with site.client.get("/", headers=JSON) as answer:
        assert (await answer.json())["seats_left"] == 99


async def test_the_page_may_be_kept_for_a_second_and_is_sent_once(site: SiteInProcess) -> None:
    """Caches may give it to everybody: it carries no cookie, and depends on none."""
    english = {"Accept": "text/html", "Cookie": "lang=en; session=x"}
    async with site.client.get("/", headers=english) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=1"
        assert "Set-Cookie" not in answer.headers
        assert "Sisa kuota" in await answer.text()
        tag = answer.headers["ETag"]
    async with site.client.get("/", headers={"Accept": "text/html", "If-None-Match": tag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
    await site.set_wave({"quota": 7})
    async with site.client.get("/", headers={"Accept": "text/html", "If-None-Match": tag}) as answer:
        assert answer.status == 200
