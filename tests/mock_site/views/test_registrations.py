"""Reading a registration over HTTP."""

from collections.abc import Awaitable, Callable

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.testing import SiteInProcess

Make = Callable[..., Awaitable[SiteInProcess]]


async def test_a_visitor_reads_their_own_registration(site: SiteInProcess) -> None:
    """The answer is 200 with seat, wave and status."""
    session = await site.open_account(1)
    _, given, _ = await site.join(session, "k")
    path = f"/registrations/{given['registration_id']}"
    async with site.client.get(path, headers=session) as answer:
        assert answer.status == 200
        assert await answer.json() == {
            "registration_id": given["registration_id"],
            "seat": 1,
            "wave": "1",
            "status": "confirmed",
        }


async def test_nobody_reads_anyone_elses(site: SiteInProcess) -> None:
    """To everyone else there is no such registration: 404."""
    _, given, _ = await site.join(await site.open_account(1), "k")
    path = f"/registrations/{given['registration_id']}"
    for session in ({}, await site.open_account(2)):
        async with site.client.get(path, headers=session) as answer:
            assert (answer.status, await answer.json()) == (404, {"error": "not-found"})


async def test_a_visitor_reads_all_of_their_own_without_knowing_an_id(site: SiteInProcess) -> None:
    """Nothing before the join, the one registration after it, and never anybody else's."""
    session, other = await site.open_account(1), await site.open_account(2)
    await site.join(other, "k")
    async with site.client.get("/registrations", headers=session) as answer:
        assert (answer.status, await answer.json()) == (200, [])
    _, given, _ = await site.join(session, "k")
    async with site.client.get("/registrations", headers=session) as answer:
        registration = {"registration_id": given["registration_id"], "seat": 2, "wave": "1"}
        assert await answer.json() == [{**registration, "status": "confirmed"}]


async def test_without_an_account_there_is_nothing_to_read(site: SiteInProcess) -> None:
    """The answer is 401: unlike an id, nothing can be guessed here."""
    async with site.client.get("/registrations") as answer:
        assert (answer.status, await answer.json()) == (401, {"error": "no-session"})


@pytest.mark.parametrize(
    ("layers", "status"),
    [
        (Layers(without=frozenset({Layer.WAITING_ROOM})), 404),
        (Layers(without=frozenset({Layer.WAITING_ROOM, Layer.OWNERSHIP})), 200),
        (Layers(profile=Profile.NAIVE, without=frozenset({Layer.WAITING_ROOM})), 200),
    ],
)
async def test_only_hardened_ownership_asks_whose_a_registration_is(
    make_site: Make, layers: Layers, status: int
) -> None:
    """Otherwise whoever knows an id reads what stands under it."""
    site = await make_site(layers=layers)
    _, given, _ = await site.join(await site.open_account(1), "k")
    async with site.client.get(f"/registrations/{given['registration_id']}") as answer:
        assert answer.status == status
