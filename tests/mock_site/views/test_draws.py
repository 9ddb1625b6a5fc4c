"""Seats that are drawn, over HTTP and on the pages that a browser is shown."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from mock_site import keys
from mock_site.store import choice
from mock_site.testing import NOW_S, SiteInProcess, form
from tests.mock_site.around import Around
from tests.mock_site.views.test_sessions import verified

Make = Callable[..., Awaitable[SiteInProcess]]
HTML, JSON = {"Accept": "text/html"}, {"Accept": "application/json"}
CLOSES_S = NOW_S + 100.0


@pytest.fixture
async def site(make_site: Make) -> SiteInProcess:
    """Give a site that draws two seats when it closes."""
    site = await make_site(draws_lots=True)
    await site.set_wave({"quota": 2, "closes_at": CLOSES_S})
    return site


async def drawn(site: SiteInProcess) -> None:
    """Let joining close and lots be drawn, and every page know of it."""
    site.clock.now_s = CLOSES_S + 1
    assert await site.store.draw("1")
    await site.client.app[keys.WAVE_WATCH].refresh()


async def read(site: SiteInProcess, session: dict[str, str], path: str) -> object:
    """Read a page as a programme."""
    async with site.client.get(path, headers={**session, **JSON}) as answer:
        assert answer.status == 200
        return await answer.json()


async def html(site: SiteInProcess, session: dict[str, str], path: str, lang: str = "en") -> str:
    """Read a page as a browser."""
    async with site.client.get(f"{path}?lang={lang}", headers={**session, **HTML}) as answer:
        assert answer.status == 200
        return await answer.text()


async def applied(site: SiteInProcess, count: int) -> list[tuple[dict[str, str], str]]:
    """Have people apply, and give session and registration of each."""
    found = []
    for number in range(count):
        session = await site.open_account(number)
        _, body, _ = await site.join(session, "k")
        found.append((session, str(body["registration_id"])))
    return found


async def test_joining_is_applying(site: SiteInProcess) -> None:
    """Acknowledged as a seat is, repeated and refused as a seat is, and there is no seat in it."""
    session = await site.open_account(1)
    status, body, headers = await site.join(session, "k")
    assert (status, set(body)) == (201, {"registration_id", "status", "person", "wave"})
    assert (body["status"], headers.get("Idempotent-Replayed")) == ("applied", None)
    status, again, headers = await site.join(session, "k")
    assert (status, again, headers["Idempotent-Replayed"]) == (201, body, "true")
    status, other, _ = await site.join(session, "other")
    assert (status, other["error"]) == (409, "already-joined")
    assert other["registration_id"] == body["registration_id"]
    results = [site.metric("site_joins_total", result=one) for one in ("applied", "replayed", "given")]
    assert results == [1, 1, 0]
    site.clock.now_s = CLOSES_S
    assert (await site.join(await site.open_account(2), "k"))[:2] == (
        403,
        {"error": "closed", "closes_at": CLOSES_S},
    )


async def test_more_apply_than_there_are_seats(site: SiteInProcess) -> None:
    """Nobody is told that it is full, whatever the quota is."""
    await site.set_wave({"quota": 0})
    await site.client.app[keys.WAVE_WATCH].refresh()
    assert len(await applied(site, 3)) == 3
    home = await read(site, {}, "/")
    assert isinstance(home, dict)
    assert (home["state"], home["seats_left"]) == ("open", 0)


async def test_whoever_applied_is_shown_what_became_of_it(site: SiteInProcess) -> None:
    """Applied, then drawn with a seat or not drawn; with a lot that can be recomputed."""
    everybody = await applied(site, 3)
    for session, registration_id in everybody:
        said = {"registration_id": registration_id, "seat": None, "wave": "1", "status": "applied"}
        assert await read(site, session, "/registrations") == [said]
    await drawn(site)
    home = await read(site, {}, "/")
    assert isinstance(home, dict)
    seed, last_lot = home["draw"]["seed"], home["draw"]["last_lot"]
    lots = sorted(hashlib.sha256(f"{seed}:{one}".encode()).hexdigest() for _, one in everybody)
    assert last_lot == lots[1]
    for session, registration_id in everybody:
        lot = hashlib.sha256(f"{seed}:{registration_id}".encode()).hexdigest()
        seat = lots.index(lot) + 1 if lot <= last_lot else None
        status = "drawn" if seat else "not-drawn"
        known = {"registration_id": registration_id, "seat": seat, "wave": "1", "status": status}
        shown = await read(site, session, f"/registrations/{registration_id}")
        assert shown == {**known, "lot": lot}


async def test_the_home_page_says_what_the_draw_is(site: SiteInProcess) -> None:
    """The digest of the seed from the first, the seed afterwards; applications instead of seats left."""
    before = await read(site, {}, "/")
    assert isinstance(before, dict)
    commitment = before["draw"]["commitment"]
    assert before["draw"] == {
        "applications": 0,
        "commitment": commitment,
        "seed": None,
        "drawn_at": None,
        "drawn": 0,
        "last_lot": None,
    }
    page = await html(site, {}, "/")
    assert "Seats left" not in page
    assert commitment in page
    await applied(site, 3)
    await drawn(site)
    after = await read(site, {}, "/")
    assert isinstance(after, dict)
    draw = after["draw"]
    assert hashlib.sha256(draw["seed"].encode()).hexdigest() == draw["commitment"] == commitment
    assert (draw["applications"], draw["drawn"], draw["drawn_at"]) == (3, 2, CLOSES_S + 1)
    for lang, said in (("en", "Whoever applied finds the result"), ("id", "Hasilnya tercantum pada")):
        page = await html(site, {}, "/", lang)
        assert draw["seed"] in page
        assert said in page


async def test_people_apply_with_a_button_and_find_the_result(site: SiteInProcess) -> None:
    """The page says that lots are drawn and when; progress and registrations say what came of it."""
    session = await site.open_account(1)
    assert "You can apply for a seat now." in await html(site, session, "/me")
    page = await html(site, session, "/waves/1/join")
    assert "Seats: 2. Applications so far: 0." in page
    assert "Yes, apply" in page
    found = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("csrf", "key")}
    fields = {name: one[1] for name, one in found.items() if one is not None}
    post = site.client.post(
        "/waves/1/join", data=fields, headers={**session, **HTML}, allow_redirects=False
    )
    async with post as answer:
        assert answer.status == 303
        path = answer.headers["Location"]
    for one in (path, "/me", "/registrations"):
        assert "You have applied" in await html(site, session, one)
    await drawn(site)
    late = await html(site, await site.open_account(2), "/waves/1/join")
    assert "The wave is closed." in late
    assert "With this button" not in late
    for one in (path, "/me", "/registrations"):
        assert "You have a seat" in await html(site, session, one)
    assert "Anda mendapat tempat" in await html(site, session, path, "id")


async def test_a_wave_whose_lots_are_drawn_is_closed_whatever_is_said(site: SiteInProcess) -> None:
    """Opened once more, it says so on the home page, offers no button, and refuses with a time."""
    await drawn(site)
    await site.set_wave({"closes_at": None})
    await site.client.app[keys.WAVE_WATCH].refresh()
    home = await read(site, {}, "/")
    assert isinstance(home, dict)
    assert home["state"] == "closed"
    session = await site.open_account(1)
    page = await html(site, session, "/waves/1/join")
    assert "The wave is closed." in page
    assert "Yes, apply" not in page
    refused = (403, {"error": "closed", "closes_at": CLOSES_S + 1})
    assert (await site.join(session, "k"))[:2] == refused


async def test_a_process_that_gives_seats_at_once_gives_none_that_are_drawn(
    make_site: Make, store_path: Path
) -> None:
    """It was started before another one that draws them, and is to be restarted; one may ask again."""
    site = await make_site()
    session = await site.open_account(1)
    choice.prepare(f"sqlite:///{store_path}", "1", 100, draws_lots=True)
    status, body, headers = await site.join(session, "k")
    assert (status, body["error"], headers["X-Not-Processed"]) == (503, "busy", "1")
    assert body["reason"] == "wave 1 has its seats drawn by lot"


async def test_whoever_was_not_drawn_is_told_so_on_every_page(site: SiteInProcess) -> None:
    """Kindly, and with no seat."""
    await site.set_wave({"quota": 0})
    ((session, registration_id),) = await applied(site, 1)
    await drawn(site)
    for path in (f"/registrations/{registration_id}", "/me", "/registrations"):
        page = await html(site, session, path)
        assert "Not drawn" in page
        assert "Seat number" not in page


async def test_the_roll_has_every_application_and_what_became_of_it(site: SiteInProcess) -> None:
    """So that whoever audits the site sees the promise before there is a seat."""
    await applied(site, 3)
    assert await _roll(site) == [("applied", False)] * 3
    await drawn(site)
    assert sorted(await _roll(site)) == [("drawn", True), ("drawn", True), ("not-drawn", False)]


@pytest.mark.parametrize("draws_lots", [True, False])
async def test_a_log_in_says_whether_seats_are_drawn(
    make_site: Make,
    around: Around,
    draws_lots: bool,  # noqa: FBT001
) -> None:
    """So that a programme knows what it asks for; no seat is held for anybody then."""
    site = await make_site(draws_lots=draws_lots, around=around)
    await verified(site, around)
    said = {name: form(1)[name] for name in ("email", "password")}
    async with site.client.post("/sessions", json=said) as answer:
        assert (await answer.json())["draw"] is draws_lots
    async with site.client.post("/waves/1/hold", json={}, headers=await site.open_account(2)) as answer:
        assert answer.status == 404


async def _roll(site: SiteInProcess) -> list[tuple[str, bool]]:
    async with site.client.get("/admin/roll", headers=dict(site.admin)) as answer:
        text = await answer.text()
    found = re.findall(r'"seat":(null|\d+),"status":"([a-z-]+)"', text)
    return [(status, seat != "null") for seat, status in found]
