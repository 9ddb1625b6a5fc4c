"""Assets over HTTP: the style sheet, kept for good."""

from mock_site import keys
from mock_site.testing import SiteInProcess


async def test_the_style_sheet_is_kept_for_a_year(site: SiteInProcess) -> None:
    """Its address changes with it, so nobody asks again."""
    path = site.client.app[keys.PAGES].style.path
    async with site.client.get(path) as answer:
        assert (answer.status, answer.content_type) == (200, "text/css")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "focus-visible" in await answer.text()


async def test_another_version_of_the_style_sheet_is_not_found(site: SiteInProcess) -> None:
    """A wrong style that is kept for a year would be worse."""
    async with site.client.get("/assets/site.0000.css") as answer:
        assert answer.status == 404
        assert answer.headers["Cache-Control"] == "no-store"
