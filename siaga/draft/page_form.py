"""The PageForm: a form on a recorded page, as the person found it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from siaga.draft.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class PageForm:
    """One form.

    Attributes:
        action: path that it is sent to.
        fields: name and value of each field that would be sent if nothing were filled in.
        kinds: type of each field by its name: `hidden`, `email`, `select`, `textarea` and so on.
        choices: what lists, boxes and buttons offer, by their names.
    """

    action: str
    fields: tuple[tuple[str, str], ...]
    kinds: Mapping[str, str]
    choices: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page hands out apart from its text.

    Attributes:
        forms: in order.
        metas: content of what its head says, by name.
        links: where it leads, as addresses.
    """

    forms: tuple[PageForm, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()


def page_of(answer: Exchange) -> Page:
    """Read a page; an answer that is none has nothing."""
    if not answer.is_page or not answer.text.strip():
        return Page()
    base = answer.url.geturl()
    try:
        root = html.document_fromstring(
            answer.text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, ValueError):
        return Page()
    metas = (
        (one.get("name") or one.get("property") or "", one.get("content") or "")
        for one in root.iter("meta")
    )
    return Page(
        forms=tuple(_form(one, base) for one in root.forms if one.get("method", "").lower() != "dialog"),
        metas=tuple((name, content) for name, content in metas if name and content),
        links=tuple(_joined(base, one.get("href")) for one in root.iter("a") if one.get("href")),
    )


def _form(one: Any, base: str) -> PageForm:  # noqa: ANN401 - the library's types say less than it does
    for area in one.iter("textarea"):
        area.text = (area.text or "").removeprefix("\r").removeprefix("\n")
    kinds: dict[str, str] = {}
    choices: dict[str, list[str]] = {}
    for part in one.iter("input", "select", "textarea", "button"):
        name = str(part.get("name") or "")
        if not name:
            continue
        kind = part.tag if part.tag in {"select", "textarea"} else (part.get("type") or "text").lower()
        kinds.setdefault(name, "submit" if part.tag == "button" else kind)
        if part.tag == "select":
            choices[name] = [str(value) for value in part.value_options]
        elif kinds[name] in {"radio", "checkbox", "submit"}:
            choices.setdefault(name, []).append(str(part.get("value") or "on"))
    return PageForm(
        action=urlsplit(_joined(base, (one.action or "").strip() or base)).path or "/",
        fields=tuple((str(name), str(value)) for name, value in one.form_values()),
        kinds=kinds,
        choices=choices,
    )


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return ""
