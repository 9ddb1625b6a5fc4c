"""The pages of the announcements: rendered once, when they are first asked for."""

import json

from mock_site.pages.announcements import Announcement, announcements
from mock_site.pages.home_page import public_frame
from mock_site.pages.negotiation import Language
from mock_site.pages.pages import Pages
from mock_site.pages.public_page import PublicPage

_PATH = "/announcements"


class NewsPages:
    """Every page of the announcements, ready to be sent.

    Args:
        pages: render the templates.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._found: dict[tuple[str, Language, bool], PublicPage] = {}
        self.is_lost = False
        """Whether they were thrown away and not made since."""

    def forget(self) -> None:
        """Throw away what was rendered."""
        self._found = {}
        self.is_lost = True

    def find(self, slug: str, language: Language, *, html: bool) -> PublicPage | None:
        """Give the page of an announcement, or for an empty slug the list; None: there is none."""
        if not self._found:
            for one in Language:
                self._add(self._pages, one)
            self.is_lost = False
        return self._found.get((slug, language, html))

    def _add(self, pages: Pages, language: Language) -> None:
        every = announcements(language)
        body = pages.html(
            "announcements.html", language, {**public_frame(_PATH, language), "announcements": every}
        )
        self._found["", language, True] = PublicPage.html(body)
        self._found["", language, False] = _json([one.content() for one in every])
        for one in every:
            self._found[one.slug, language, True] = _page(pages, one, language)
            self._found[one.slug, language, False] = _json(one.content())


def _page(pages: Pages, one: Announcement, language: Language) -> PublicPage:
    context = {**public_frame(f"{_PATH}/{one.slug}", language), "announcement": one}
    return PublicPage.html(pages.html("announcement.html", language, context))


def _json(content: object) -> PublicPage:
    return PublicPage.json(
        json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    )
