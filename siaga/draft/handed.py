"""The Handed: what an answer handed out, each with where it stood and the Python that reads it there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from siaga.draft.discretion import Discretion
from siaga.draft.exchange import Exchange
from siaga.draft.page_form import Page

MOST_VALUES = 20_000
"""Of one answer that are looked at."""

LONG = 12
"""A value that stands nowhere but in the text of a page is looked for from this length on."""

_SCRIPTED = re.compile(r"""([A-Za-z_$][\w$-]{1,39})["']?\s{0,8}[:=]\s{0,8}["']$""")
_NO_TOKENS = {
    "date",
    "expires",
    "last-modified",
    "content-type",
    "content-length",
    "server",
    "location",
    "link",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One value that an answer handed out.

    Attributes:
        value: as the answer has it.
        name: what it is called there; empty if nothing calls it.
        parent: what the thing is called that has it; empty likewise.
        reads: the Python that reads it, with `{page}` for the answer.
        needs: names of the functions of `lookup.py.j2` that the Python calls.
        cookie: whether it is a cookie, which the visitor's browser keeps.
    """

    value: str
    name: str
    parent: str
    reads: str
    needs: tuple[str, ...] = ()
    cookie: bool = False


def handed_by(answer: Exchange, page: Page, may: Discretion) -> Iterator[Handed]:
    """List what an answer handed out, what is best read first."""
    yield from _in_json(answer.json, "{page}.json()", "", last_word(answer.url.path), may)
    yield from _in_forms(page, may)
    for name, content in page.metas:
        if may.may_write_name(name):
            yield Handed(
                value=content,
                name=name,
                parent="",
                reads=f"meta({{page}}, {quoted(name)})",
                needs=("meta",),
            )
    yield from _in_headers(answer, may)
    for number, part in enumerate(answer.url.path.split("/")):
        if number and part:
            yield Handed(
                value=unquote(part),
                name="",
                parent=answer.url.path.split("/")[number - 1],
                reads=f"part({{page}}, {number})",
                needs=("part",),
            )
    for key, value in parse_qsl(answer.url.query):
        if may.may_write_name(key):
            yield Handed(
                value=value,
                name=key,
                parent="",
                reads=f"asked({{page}}, {quoted(key)})",
                needs=("asked",),
            )
    for link in page.links:
        yield from _in_link(urlsplit(link), answer, may)


def in_text(answer: Exchange, value: str, may: Discretion) -> Handed | None:
    """Look for a value in the text of a page, where a script gives it a name: the last resort."""
    if len(value) < LONG or not answer.is_page:
        return None
    at = answer.text.find(value)
    while at >= 0:
        named = _SCRIPTED.search(answer.text[max(at - 80, 0) : at])
        if named and may.may_write_name(named[1]):
            pattern = re.escape(named[1]) + r"""["']?\s*[:=]\s*["']([^"']+)"""
            if (first := re.search(pattern, answer.text)) and first[1] == value:
                return Handed(
                    value=value,
                    name=named[1],
                    parent="",
                    reads=f"found({{page}}, {quoted(named[1])})",
                    needs=("found",),
                )
        at = answer.text.find(value, at + 1)
    return None


def quoted(text: str) -> str:
    """Write a text as Python does, in double quotes."""
    inner = repr(text)[1:-1].replace("\\'", "'")
    return f'"{inner}"' if '"' not in inner else repr(text)


def last_word(path: str) -> str:
    """Give the last part of a path that is a word."""
    return next(
        (one for one in reversed(path.split("/")) if one and not any(c.isdigit() for c in one)), ""
    )


def _in_json(content: Any, reads: str, name: str, parent: str, may: Discretion) -> Iterator[Handed]:  # noqa: ANN401
    """Go through JSON level by level, so that what is near the top is found first."""
    level = [(content, reads, name, parent)]
    left = MOST_VALUES
    while level and left > 0:
        following: list[tuple[Any, str, str, str]] = []
        for one, code, called, owner in level:
            left -= 1
            if isinstance(one, dict):
                inner = ((key, value) for key, value in one.items() if may.may_write_name(key))
                above = called or owner
                following += [(value, f"{code}[{quoted(key)}]", key, above) for key, value in inner]
            elif isinstance(one, list):
                following += [
                    (value, f"{code}[{at}]", "", called or owner) for at, value in enumerate(one)
                ]
            elif isinstance(one, str | int | float) and not isinstance(one, bool):
                yield Handed(value=str(one), name=called, parent=owner, reads=code)
        level = following[:MOST_VALUES]


def _in_forms(page: Page, may: Discretion) -> Iterator[Handed]:
    for form in page.forms:
        for name, value in form.fields:
            if may.may_write_name(name):
                yield Handed(
                    value=value,
                    name=name,
                    parent="",
                    reads=f"field({{page}}, {quoted(name)})",
                    needs=("field",),
                )


def _in_headers(answer: Exchange, may: Discretion) -> Iterator[Handed]:
    for name, value in answer.answered:
        if name == "set-cookie":
            yield from _cookies(value, may)
        elif name not in _NO_TOKENS and may.may_write_name(name):
            yield Handed(value=value, name=name, parent="", reads=f"{{page}}.headers[{quoted(name)}]")


def _cookies(lines: str, may: Discretion) -> Iterator[Handed]:
    """Read cookies; Chrome puts several of them into one header, with line breaks."""
    for line in lines.split("\n"):
        name, _, value = line.partition(";")[0].strip().partition("=")
        if value and may.may_write_name(name):
            reads = f"cookie(me, {quoted(name)})"
            decoded = unquote(value)
            for one, code in {
                value: reads,
                decoded: reads if decoded == value else f"unquote({reads})",
            }.items():
                yield Handed(
                    value=one.strip('"'),
                    name=name,
                    parent="",
                    reads=code,
                    needs=("cookie",),
                    cookie=True,
                )


def _in_link(link: SplitResult, answer: Exchange, may: Discretion) -> Iterator[Handed]:
    """Read the parts of a link: what varies in it is found by what does not."""
    if link.netloc and link.netloc != answer.url.netloc:
        return
    parts, plain = link.path.split("/"), may.plain_parts(link.path)
    if not any(plain):
        return
    shapes = ["[^/?#]+" if one is None else re.escape(one) for one in plain]
    for number, part in enumerate(parts):
        if plain[number] is None:
            shape = [*shapes[:number], "([^/?#]+)", *shapes[number + 1 :]]
            yield _linked(unquote(part), "", parts[number - 1], "/".join(shape))
    path = "/".join(shapes)
    for key, value in parse_qsl(link.query):
        if may.may_write_name(key):
            yield _linked(value, key, "", rf"{path}\?(?:.*&)?{re.escape(key)}=([^&#]+)")


def _linked(value: str, name: str, parent: str, pattern: str) -> Handed:
    return Handed(
        value=value,
        name=name,
        parent=parent,
        reads=f"linked({{page}}, r{quoted_raw(pattern)})",
        needs=("linked",),
    )


def quoted_raw(pattern: str) -> str:
    """Write a pattern that has no quotes in it, for behind an r."""
    return '"' + pattern.replace('"', ".").replace("\\-", "-") + '"'
