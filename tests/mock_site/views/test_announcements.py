"""Announcements over HTTP: for people and programmes, in both languages, kept by caches."""

import pytest

from mock_site.pages.announcements import Announcement, announcements
from mock_site.pages.negotiation import Language
from mock_site.testing import SiteInProcess

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("query", "language"), [("", Language.INDONESIAN), ("?lang=en", Language.ENGLISH)]
)
async def test_every_announcement_can_be_read(
    site: SiteInProcess, query: str, language: Language
) -> None:
    """The list leads to each of them, and each says all of its paragraphs."""
    async with site.client.get(f"/announcements{query}", headers=HTML) as answer:
        listed = await answer.text()
    for one in announcements(language):
        assert one.title in listed
        path = f"/announcements/{one.slug}{query}"
        assert f'href="{path}"' in listed
        async with site.client.get(path, headers=HTML) as answer:
            text = await answer.text()
        assert [paragraph for paragraph in one.paragraphs if paragraph not in text] == []


async def test_a_programme_reads_them_as_json(site: SiteInProcess) -> None:
    """One by one, and all at once."""
    async with site.client.get("/announcements?lang=en") as answer:
        every = await answer.json()
    async with site.client.get(f"/announcements/{every[0]['slug']}?lang=en") as answer:
        assert await answer.json() == every[0]
    assert every == [one.content() for one in announcements(Language.ENGLISH)]


async def test_caches_keep_them_for_a_minute(site: SiteInProcess) -> None:
    """And are told when they have the newest."""
    async with site.client.get("/announcements") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        tag = answer.headers["ETag"]
    async with site.client.get("/announcements", headers={"If-None-Match": tag}) as answer:
        assert answer.status == 304


async def test_what_was_never_announced_is_not_found(site: SiteInProcess) -> None:
    """In JSON and as a page."""
    async with site.client.get("/announcements/nothing") as answer:
        assert (answer.status, await answer.json()) == (404, {"error": "not-found"})
    async with site.client.get("/announcements/nothing", headers=HTML) as answer:
        assert answer.status == 404
        assert "Halaman tidak ditemukan" in await answer.text()


def test_an_announcement_says_something() -> None:
    """An empty one is refused."""
    with pytest.raises(ValueError, match="announcement: x says nothing; it needs a paragraph"):
        Announcement(slug="x", date="2020-04-11", title="X", paragraphs=())
