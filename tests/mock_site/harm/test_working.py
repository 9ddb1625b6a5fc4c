"""What admission control covers needs a hand, and so does a page that does not lie ready."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.protection.terms import Terms
from mock_site.testing import SiteInProcess

Make = Callable[..., Awaitable[SiteInProcess]]
QUICK = Terms(patience_s=0.05)


async def test_a_site_without_a_capacity_has_room_for_everybody(site: SiteInProcess) -> None:
    """Nothing is counted, and taking capacity away takes nothing."""
    await site.suffer(capacity={"ratio": 0})
    async with site.client.get("/accounts") as answer:
        assert answer.status == 200
    assert site.metric("site_capacity_served_total", sender="there") == 0


@pytest.mark.parametrize(("path", "hands"), [("/accounts", 1), ("/me", 1), ("/", 0), ("/healthz", 0)])
async def test_the_dear_calls_need_a_hand(make_site: Make, path: str, hands: int) -> None:
    """Those that are served always do not."""
    site = await make_site(capacity_per_s=100.0)
    async with site.client.get(path) as answer:
        await answer.read()
    assert site.metric("site_capacity_served_total", sender="there") == hands


@pytest.mark.parametrize(
    ("layers", "hands"),
    [
        (Layers(without=frozenset({Layer.WAITING_ROOM})), 0),
        (Layers(without=frozenset({Layer.WAITING_ROOM, Layer.CACHE})), 3),
        (Layers(profile=Profile.NAIVE, without=frozenset({Layer.WAITING_ROOM})), 3),
    ],
)
async def test_only_pages_that_lie_ready_cost_nothing(
    make_site: Make, layers: Layers, hands: int
) -> None:
    """Otherwise whoever reloads the home page takes the room of somebody who registers."""
    site = await make_site(capacity_per_s=100.0, layers=layers)
    for path in ("/", "/", "/announcements", "/healthz"):
        async with site.client.get(path) as answer:
            assert answer.status == 200
    assert site.metric("site_capacity_served_total", sender="there") == hands


async def test_a_lost_page_is_made_by_one_hand_for_all_who_wait(make_site: Make) -> None:
    """After a flush of the caches, whatever number come at once; each kind of page for itself."""
    site = await make_site(capacity_per_s=100.0)
    async with site.client.post("/admin/cache/flush", headers=site.admin) as answer:
        assert answer.status == 200

    async def status(path: str) -> int:
        """Ask for a page."""
        async with site.client.get(path) as answer:
            return answer.status

    paths = ["/", "/announcements"] * 4
    assert await asyncio.gather(*map(status, paths)) == [200] * 8
    assert site.metric("site_capacity_served_total", sender="there") == 2
    assert [await status(path) for path in paths] == [200] * 8
    assert site.metric("site_capacity_served_total", sender="there") == 2


async def test_a_lost_page_for_which_there_is_no_hand_is_refused(make_site: Make) -> None:
    """In time, and made once there is one."""
    site = await make_site(capacity_per_s=100.0, terms=QUICK)
    await site.suffer(capacity={"ratio": 0})
    async with site.client.post("/admin/cache/flush", headers=site.admin) as answer:
        assert answer.status == 200
    async with site.client.get("/") as answer:
        assert answer.status == 503
    await site.suffer(capacity={"ratio": 1})
    async with site.client.get("/") as answer:
        assert answer.status == 200


async def test_who_waited_too_long_is_refused_and_nothing_is_done(make_site: Make) -> None:
    """503, certain, counted as a rejection of admission control."""
    site = await make_site(capacity_per_s=10.0, terms=QUICK)
    await site.suffer(capacity={"ratio": 0})
    async with site.client.get("/accounts") as answer:
        assert (answer.status, answer.headers["X-Not-Processed"]) == (503, "1")
        assert "Retry-After" in answer.headers
    assert site.metric("site_rejections_total", layer="admission", reason="waited") == 1
    async with site.client.get("/") as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    ("layers", "bounded"),
    [
        (Layers(without=frozenset({Layer.WAITING_ROOM})), True),
        (Layers(without=frozenset({Layer.WAITING_ROOM, Layer.ADMISSION})), False),
        (Layers(profile=Profile.NAIVE, without=frozenset({Layer.WAITING_ROOM})), False),
    ],
)
async def test_only_hardened_admission_throws_away_what_waited_too_long(
    make_site: Make, layers: Layers, *, bounded: bool
) -> None:
    """Otherwise a request waits for as long as it takes, and is answered."""
    site = await make_site(capacity_per_s=4.0, terms=QUICK, layers=layers)
    async with site.client.get("/accounts"), site.client.get("/accounts") as answer:
        assert answer.status == 200
    await site.suffer(capacity={"ratio": 0.9})
    assert site.metric("site_capacity_per_second") == pytest.approx(3.6)
    await site.suffer(capacity={"ratio": 0})
    if bounded:
        async with site.client.get("/accounts") as answer:
            assert answer.status == 503
    else:
        request = site.client.get("/accounts")
        await site.suffer(capacity={"ratio": 1})
        async with request as answer:
            assert answer.status == 200
