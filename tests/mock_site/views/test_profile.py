"""Profile over HTTP: written in versions, so that no change is lost."""

import asyncio

import pytest

from mock_site.testing import SiteInProcess
from tests.mock_site.around import Around
from tests.mock_site.reader import Reader
from tests.mock_site.walker import Walker


async def at_profile(site: SiteInProcess, around: Around) -> Walker:
    """Give somebody who may write their profile."""
    me = Walker(site, around)
    await me.walk_to("profile")
    return me


async def test_a_profile_is_written_and_read_with_its_version(
    site: SiteInProcess, around: Around
) -> None:
    """The tag of the answer is what the next write has to name."""
    me = await at_profile(site, around)
    assert await me.get("/profile") == (200, {"version": 0, "profile": None})
    assert await me.profile('"0"') == (200, {"version": 1})
    assert me.headers["ETag"] == '"1"'
    status, body = await me.get("/profile")
    assert (status, body["version"], body["profile"]["address"]) == (200, 1, "Jalan Melati 5")
    assert await me.profile("1", address="Jalan Mawar 1") == (200, {"version": 2})


async def test_a_stale_version_changes_nothing(site: SiteInProcess, around: Around) -> None:
    """The answer is 412 with the version there is."""
    me = await at_profile(site, around)
    await me.profile('"0"')
    status, body = await me.profile('"0"', address="Jalan Mawar 1")
    assert (status, body) == (412, {"error": "stale", "version": 1})
    assert me.headers["ETag"] == '"1"'
    _, body = await me.get("/profile")
    assert body["profile"]["address"] == "Jalan Melati 5"


async def test_of_ten_at_once_one_is_written(site: SiteInProcess, around: Around) -> None:
    """Nobody overwrites what they have not seen."""
    me = await at_profile(site, around)
    answers = await asyncio.gather(*(me.profile('"0"', address=f"Jalan {n}") for n in range(10)))
    assert sorted(status for status, _ in answers) == [200] + [412] * 9


async def test_a_star_takes_whatever_there_is(site: SiteInProcess, around: Around) -> None:
    """Whoever says so wants to overwrite."""
    me = await at_profile(site, around)
    assert await me.profile("*") == (200, {"version": 1})
    assert await me.profile("*") == (200, {"version": 2})


async def test_a_write_without_a_version_is_refused(site: SiteInProcess, around: Around) -> None:
    """The answer is 428."""
    me = await at_profile(site, around)
    content = {"address": "x", "region": "97", "education": "none", "employment": "farmer"}
    assert await me.call("PUT", "/profile", json=content) == (428, {"error": "precondition-required"})


@pytest.mark.parametrize("version", ["x", '"-1"', '"1', '"1", "2"', ""])
async def test_what_is_no_version_is_refused(site: SiteInProcess, around: Around, version: str) -> None:
    """The answer is 400 and names the header."""
    me = await at_profile(site, around)
    status, body = await me.profile(version)
    assert (status, body["field"]) == (400, "If-Match")


async def test_a_form_that_is_stale_is_shown_again_with_the_newer_version(
    site: SiteInProcess, around: Around
) -> None:
    """A person sees what happened, and may send theirs all the same."""
    walker = await at_profile(site, around)
    me = Reader(site)
    me.cookies["session"] = walker.session["Cookie"].removeprefix("session=")
    await me.go("/profile")
    await walker.profile('"0"')
    said = {"address": "Jalan Mawar 1", "region": "97", "education": "none", "employment": "farmer"}
    await me.submit("/profile", **said)
    assert (me.status, "diubah di tempat lain" in me.text) == (412, True)
    assert me.page.forms[-1].fields["version"] == "1"
    await me.submit("/profile", **said)
    assert me.path == "/me"
    _, body = await walker.get("/profile")
    assert (body["version"], body["profile"]["address"]) == (2, "Jalan Mawar 1")
