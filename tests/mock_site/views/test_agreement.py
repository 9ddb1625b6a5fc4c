"""Claims about the site's agreement: signed with its key, for each question anew, and with a stop."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable

import pytest

from mock_site.settings import Settings
from mock_site.testing import SiteInProcess

Make = Callable[..., Awaitable[SiteInProcess]]
KEY = "a key of sixteen bytes or more"
NONCE = "0123456789abcdef" * 2
URL = f"/.well-known/siaga?nonce={NONCE}"


async def agreeing(make_site: Make) -> SiteInProcess:
    """Start a site that agrees."""
    return await make_site(target_key=KEY, public_url="http://staging.test:8080")


async def test_the_site_says_that_it_is_staging_and_signs_it(make_site: Make) -> None:
    """By the name at which people reach it, with the key, and never out of a cache."""
    site = await agreeing(make_site)
    async with site.client.get(URL) as answer:
        said = await answer.json()
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    statement = (
        f"siaga=1\nnonce={NONCE}\nenv=staging\nhost=staging.test\nfakes=mail,registry,sms\nstop=false\n"
    )
    signature = hmac.new(KEY.encode(), statement.encode(), hashlib.sha256).hexdigest()
    assert said == {
        "siaga": 1,
        "nonce": NONCE,
        "env": "staging",
        "host": "staging.test",
        "fakes": ["mail", "registry", "sms"],
        "stop": False,
        "signature": signature,
    }


async def test_a_site_without_a_key_has_not_agreed(site: SiteInProcess) -> None:
    """It has no such page."""
    async with site.client.get(URL) as answer:
        assert answer.status == 404


@pytest.mark.parametrize("nonce", ["", "x", NONCE.upper(), f"{NONCE}0", f"{NONCE}%0a"])
async def test_what_is_no_nonce_is_not_signed(make_site: Make, nonce: str) -> None:
    """A line break in it would let somebody have another statement signed."""
    site = await agreeing(make_site)
    async with site.client.get(f"/.well-known/siaga?nonce={nonce}") as answer:
        assert (answer.status, (await answer.json())["field"]) == (400, "nonce")


async def test_whoever_has_the_token_has_the_site_ask_for_a_stop(make_site: Make) -> None:
    """And take it back; nobody else."""
    site = await agreeing(make_site)
    for wanted in (True, True, False, False):
        async with site.client.put("/admin/stop", json={"stop": wanted}, headers=site.admin) as answer:
            assert (answer.status, await answer.json()) == (200, {"stop": wanted})
        async with site.client.get(URL) as answer:
            assert (await answer.json())["stop"] is wanted
    async with site.client.put("/admin/stop", json={"stop": True}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("content", [{}, {"stop": 1}, {"stop": True, "why": "x"}])
async def test_a_stop_is_true_or_false(make_site: Make, content: dict[str, object]) -> None:
    """Nothing else is guessed."""
    site = await agreeing(make_site)
    async with site.client.put("/admin/stop", json=content, headers=site.admin) as answer:
        assert (answer.status, (await answer.json())["field"]) == (400, "stop")


def test_a_short_key_is_refused_and_no_key_is_shown() -> None:
    """It could be guessed; and what is shown is read by others."""
    with pytest.raises(ValueError, match="target_key: is short; it must be 16 bytes or more"):
        Settings(store="sqlite:///x.db", target_key="short")
    assert KEY not in repr(Settings(store="sqlite:///x.db", target_key=KEY))
