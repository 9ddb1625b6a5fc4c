"""The PageForm: a form on a recorded page, as the person found it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from siaga.draft.exchange import Exchange
from siaga.html_page import HtmlForm, HtmlPage
from siaga.web_reference import WebReference, joined


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
    read = HtmlPage.read(answer.text, answer.url.geturl()) if answer.is_page else None
    if read is None:
        return Page()
    metas = (
        (one.get("name") or one.get("property") or "", one.get("content") or "")
        for one in read.root.iter("meta")
    )
    return Page(
        forms=tuple(map(_form, read.forms())),
        metas=tuple((name, content) for name, content in metas if name and content),
        links=tuple(
            joined(read.base, one.get("href")) for one in read.root.iter("a") if one.get("href")
        ),
    )


def _form(form: HtmlForm) -> PageForm:
    kinds: dict[str, str] = {}
    choices: dict[str, list[str]] = {}
    for part in form.element.iter("input", "select", "textarea", "button"):
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
        action=WebReference.of(form.action).path or "/", fields=form.fields, kinds=kinds, choices=choices
    )
