"""The Reader: somebody who goes through the pages with a browser that knows no JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import aiohttp

from mock_site.testing import SiteInProcess


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes, and what is filled in already."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Parser(HTMLParser):
    """Finds the forms, the identifiers and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.labelled: set[str] = set()
        self.unlabelled: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "form":
            self.forms.append(Form(action=found["action"]))
        elif tag == "a":
            self.links.append(found["href"])
        elif tag == "label" and "for" in found:
            self.labelled.add(found["for"])
        elif tag in {"input", "select"} and self.forms and "name" in found:
            self._note_field(found)

    def _note_field(self, found: Mapping[str, str]) -> None:
        if found.get("type") != "radio":
            self.forms[-1].fields[found["name"]] = found.get("value", "")
        if found.get("type") not in {"hidden", "radio"}:
            self.unlabelled.add(found.get("id", found["name"]))


@dataclass(slots=True)
class Reader:
    """A person with a browser.

    Attributes:
        site: that they visit.
        cookies: that they have.
        status: of the last page.
        text: of the last page.
        path: where they are.
        headers: of the last page.
    """

    site: SiteInProcess
    cookies: dict[str, str] = field(default_factory=dict)
    status: int = 0
    text: str = ""
    path: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    page: _Parser = field(default_factory=_Parser)

    async def go(self, path: str) -> None:
        """Open a page."""
        await self._send("GET", path)

    async def submit(self, action: str, **fields: str) -> None:
        """Fill in a form of the page and press its button."""
        form = next(one for one in self.page.forms if one.action == action)
        await self._send("POST", action, data={**form.fields, **fields})

    async def upload(self, kind: str, content: bytes) -> None:
        """Choose a file in the form of its kind and press its button."""
        form = next(one for one in self.page.forms if one.fields.get("kind") == kind)
        body = aiohttp.FormData()
        for name, value in form.fields.items():
            if name != "file":
                body.add_field(name, value)
        body.add_field("file", content, filename="foto.jpg", content_type="image/jpeg")
        await self._send("POST", form.action, data=body)

    async def _send(self, method: str, path: str, **options: Any) -> None:  # noqa: ANN401 - of aiohttp
        """Send a request as a browser does, and follow where it leads."""
        for _ in range(5):
            headers = {
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "Sec-Fetch-Site": "same-origin",
            }
            async with self.site.client.request(
                method, path, headers=headers, allow_redirects=False, **options
            ) as answer:
                self.cookies.update({name: one.value for name, one in answer.cookies.items()})
                self.status, self.text, self.path = answer.status, await answer.text(), path
                self.headers = answer.headers
            if self.status != 303:
                self.page = _Parser()
                self.page.feed(self.text)
                return
            method, path, options = "GET", self.headers["Location"], {}
        raise AssertionError(f"{path}: leads in circles")
