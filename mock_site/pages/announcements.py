"""Announcements: what the programme tells everybody, the same for every visitor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mock_site.pages.negotiation import Language
from mock_site.pages.package_file import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """An announcement in one language.

    Attributes:
        slug: its name in addresses.
        date: as people write it.
        title: one line.
        paragraphs: at least one.
    """

    slug: str
    date: str
    title: str
    paragraphs: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.paragraphs:
            raise ValueError(f"announcement: {self.slug} says nothing; it needs a paragraph")

    def content(self) -> Mapping[str, Any]:
        """Give it as JSON."""
        return {
            "slug": self.slug,
            "date": self.date,
            "title": self.title,
            "paragraphs": list(self.paragraphs),
        }


@cache
def announcements(language: Language) -> Sequence[Announcement]:
    """Read all announcements in a language, the newest first."""
    every = read_yaml("words/announcements.yaml")
    return [_announcement(one, language.value) for one in every]


def _announcement(content: Mapping[str, Any], code: str) -> Announcement:
    return Announcement(
        slug=str(content["slug"]),
        date=str(content["date"]),
        title=str(content["title"][code]),
        paragraphs=tuple(str(paragraph[code]) for paragraph in content["paragraphs"]),
    )
