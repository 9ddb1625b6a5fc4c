"""A parsed page: its elements in document order, with what stands in them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

BELOW = re.compile(r"\w[\w./-]*")
VOID = {"meta", "link", "br", "img", "input", "hr", "base"}


@dataclass(slots=True, kw_only=True)
class Element:
    """One element: its tag, its attributes, and all text below it, apart from element to element."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""


@dataclass(slots=True, kw_only=True)
class ParsedPage:
    """The elements of a page in the order of their opening tags."""

    elements: list[Element] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """Give every element of a tag."""
        return [one for one in self.elements if one.tag == tag]

    def ids(self) -> list[str]:
        """Give every id."""
        return [one.attributes["id"] for one in self.elements if "id" in one.attributes]

    def links(self) -> set[str]:
        """Give where a reader may go from the page: to files beside it and below.

        Raises:
            ValueError: a link leads elsewhere.
        """
        links = {one.attributes["href"] for one in self.all("a") if one.attributes["href"][:1] != "#"}
        for one in links:
            if not BELOW.fullmatch(one) or ".." in one:
                raise ValueError(f"link {one!r}: leads away from the run; files below it are allowed")
        return links

    def section(self, name: str) -> str:
        """Give the text of the section with that id."""
        (found,) = (one for one in self.all("section") if one.attributes.get("id") == name)
        return " ".join(found.text.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = ParsedPage()
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._element(tag, attrs)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.page.unclosed.append(tag)
            return
        self._open.pop()

    def handle_data(self, text: str) -> None:
        for element in self._open:
            element.text += text

    def _element(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        inside = tuple(one.tag for one in self._open)
        self.handle_data(" ")
        element = Element(tag=tag, attributes={key: value or "" for key, value in attrs}, inside=inside)
        self.page.elements.append(element)
        return element


def parsed(text: str) -> ParsedPage:
    """Read a page; every element has to be closed in its place, or it is in `unclosed`."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.page.unclosed.extend(one.tag for one in reader._open)
    return reader.page
