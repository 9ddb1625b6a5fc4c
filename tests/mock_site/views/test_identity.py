"""Identity over HTTP: the registry agrees, does not, or cannot say."""

from collections.abc import Awaitable, Callable

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.outside.role import Answer
from mock_site.testing import SiteInProcess, form
from tests.mock_site.around import Around
from tests.mock_site.walker import Walker

OPEN = frozenset({Layer.WAITING_ROOM, Layer.RATE_LIMITS})


async def test_the_registry_is_asked_and_agrees(site: SiteInProcess, around: Around) -> None:
    """What the person said is what it is asked about, once."""
    me = Walker(site, around)
    await me.walk_to("identity")
    assert await me.identity() == (200, {"state": "verified"})
    ((nik, kk, birth_date),) = around.registry.asked
    assert (nik, kk, birth_date.isoformat()) == tuple(
        form(1)[name] for name in ("nik", "kk", "birth_date")
    )
    assert await me.identity() == (200, {"state": "verified"})
    assert len(around.registry.asked) == 1


async def test_a_registry_that_does_not_agree_is_422(site: SiteInProcess, around: Around) -> None:
    """Nothing is kept, and the person may try again."""
    me = Walker(site, around)
    await me.walk_to("identity")
    around.registry.answer = Answer.MISMATCH
    assert await me.identity() == (422, {"error": "identity-mismatch"})
    assert await me.get("/identity") == (200, {"state": "none"})
    assert site.metric("site_steps_total", step="identity", result="mismatch") == 1
    assert site.metric("site_steps_total", step="identity", result="invalid") == 0
    around.registry.answer = Answer.MATCH
    assert (await me.identity())[0] == 200


async def test_a_registry_that_cannot_say_is_waited_for(site: SiteInProcess, around: Around) -> None:
    """The identity is kept, and a programme is told when to look again."""
    me = Walker(site, around)
    await me.walk_to("identity")
    around.registry.answer = Answer.UNAVAILABLE
    assert await me.identity() == (202, {"state": "pending"})
    assert me.headers["Retry-After"] == "5"
    assert await me.get("/identity") == (200, {"state": "pending"})
    assert site.metric("site_steps_total", step="identity", result="pending") == 1


@pytest.mark.parametrize(
    "layers",
    [
        Layers(profile=Profile.NAIVE, without=OPEN),
        Layers(without=OPEN | {Layer.BREAKERS}),
    ],
    ids=["naive", "without"],
)
async def test_a_site_without_patience_is_503_when_the_registry_is(
    make_site: Callable[..., Awaitable[SiteInProcess]], around: Around, layers: Layers
) -> None:
    """As most sites of 2020 were; nothing is kept."""
    site = await make_site(around=around, layers=layers)
    me = Walker(site, around)
    await me.walk_to("identity")
    around.registry.answer = Answer.UNAVAILABLE
    assert await me.identity() == (503, {"error": "identity-unavailable"})
    assert (me.headers["Retry-After"], me.headers["X-Not-Processed"]) == ("1", "1")
    assert await me.get("/identity") == (200, {"state": "none"})
    assert site.metric("site_steps_total", step="identity", result="unavailable") == 1


async def test_a_person_has_one_account(site: SiteInProcess, around: Around) -> None:
    """A NIK that another account has is 409."""
    first, second = Walker(site, around, 1), Walker(site, around, 2)
    await first.walk_to("profile")
    await second.walk_to("identity")
    assert await second.identity(nik=form(1)["nik"]) == (409, {"error": "identity-taken"})
    assert site.metric("site_steps_total", step="identity", result="taken") == 1


async def test_a_wrong_number_is_refused_before_the_registry_is_asked(
    site: SiteInProcess, around: Around
) -> None:
    """Questions to it are dear."""
    me = Walker(site, around)
    await me.walk_to("identity")
    status, body = await me.identity(nik="12")
    assert (status, body) == (
        400,
        {"error": "invalid", "field": "nik", "reason": "is not 16 digits"},
    )
    assert around.registry.asked == []
    assert site.metric("site_steps_total", step="identity", result="invalid") == 1
