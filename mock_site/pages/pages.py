"""The pages: templates, words and style, ready to be rendered in a language."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import jinja2

from mock_site.pages.days import moment
from mock_site.pages.negotiation import Language
from mock_site.pages.package_file import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The style sheet, and the address that changes with it."""

    path: str
    body: bytes


class Pages:
    """Renders templates; made once, as it reads and compiles them all."""

    def __init__(self) -> None:
        loader = jinja2.PackageLoader("mock_site", "templates")
        self._environment = jinja2.Environment(
            loader=loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(grouped=grouped, moment=moment)
        self._words = {language: read_words(language) for language in Language}
        self.style = _style()

    def words(self, language: Language) -> Mapping[str, Any]:
        """Give the catalogue of a language."""
        return self._words[language]

    def html(self, template: str, language: Language, context: Mapping[str, Any]) -> bytes:
        """Render a template of the package.

        Args:
            template: its file.
            language: of the page; its catalogue is `w` in the template.
            context: what the template names besides.
        """
        words = self._words[language]
        page = self._environment.get_template(template)
        return page.render(w=words, style_path=self.style.path, **context).encode("utf-8")


def read_words(language: Language) -> Mapping[str, Any]:
    """Read the catalogue of a language from the package."""
    words: Mapping[str, Any] = read_yaml(f"words/{language.value}.yaml")
    return words


def grouped(number: int, separator: str = ".") -> str:
    """Write a number with its thousands apart: 164.872."""
    return f"{number:,}".replace(",", separator)


def _style() -> Style:
    body = (resources.files("mock_site") / "templates" / "site.css").read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:16]
    return Style(path=f"/assets/site.{digest}.css", body=body)
