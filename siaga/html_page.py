"""The HtmlPage: HTML as a browser reads it, what its references are relative to, and its forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from siaga.web_reference import SCHEMES, WebReference, joined

_UNSENT = frozenset({"button", "file", "image", "reset", "submit"})
"""Kinds of fields that are sent only if somebody uses them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlForm:
    """A form that can be sent.

    Attributes:
        action: where it is sent to, as it follows from the page's URL; what no browser could follow
            stays as it stands there.
        fields: name and value of each field that would be sent if nothing were filled in, in order.
        element: the form itself.
    """

    action: str
    fields: tuple[tuple[str, str], ...]
    element: Any


class HtmlPage:
    """A page that was read.

    Args:
        root: of it.
        url: of it; a path will do.

    Attributes:
        root: of it.
        base: what its references are relative to: its first base with an address, or itself.
    """

    __slots__ = ("_url", "base", "root")

    def __init__(self, root: Any, url: str) -> None:  # noqa: ANN401 - the library's types say less than it does
        self.root = root
        self._url = url
        self.base = _base(root, url)

    @classmethod
    def read(cls, text: str, url: str) -> "HtmlPage | None":
        """Read HTML, however broken; gives None where there is nothing.

        Args:
            text: of the page.
            url: that gave it; a path will do.
        """
        content, parser = text.encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8")
        try:
            return cls(html.document_fromstring(content, parser=parser), url)
        except etree.ParserError:
            return None

    def forms(self) -> list[HtmlForm]:
        """Give its forms in order; one that only closes a dialog stands for no request."""
        forms = (one for one in self.root.forms if one.get("method", "").lower() != "dialog")
        return [self._form(one) for one in forms]

    def _form(self, form: Any) -> HtmlForm:  # noqa: ANN401 - as above
        for area in form.iter("textarea"):
            # The line break with which a text area begins is none of its text.
            area.text = (area.text or "").removeprefix("\r").removeprefix("\n")
        action = form.get("action") or ""
        return HtmlForm(
            action=joined(self.base, action) or action.strip() if action else self._url,
            fields=tuple(_sent(form)),
            element=form,
        )


def _sent(form: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - as above
    """List what would be sent; the library's own list leaves out what nobody has filled in."""
    for one in form.inputs:
        unsent = one.tag == "input" and (one.type in _UNSENT or (one.checkable and not one.checked))
        if not one.name or "disabled" in one.attrib or unsent:
            continue
        if one.tag == "select":
            chosen = one.value if one.multiple else [one.value]
            yield from ((str(one.name), str(value)) for value in chosen if value is not None)
        else:
            yield str(one.name), str(one.value or "")


def _base(root: Any, url: str) -> str:  # noqa: ANN401 - as above
    named = (one.get("href") for one in root.iter("base"))
    base = joined(url, next((one for one in named if one is not None), ""))
    return base if WebReference.of(base).scheme in {"", *SCHEMES} and base else url
