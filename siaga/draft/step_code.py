"""The StepCode: one step of a visit as Python."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from siaga.draft.call import mapping
from siaga.draft.discretion import Discretion
from siaga.draft.exchange import Body, Exchange
from siaga.draft.handed import quoted
from siaga.draft.page_form import Page, PageForm
from siaga.draft.slot import Slot, own_headers
from siaga.draft.translation import Translation
from siaga.draft.visit import Step

OK = (200, 201, 204, 304)
"""Statuses that a step expects unless it says otherwise."""

_SIMPLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
NEAREST_PAGES = 10
"""A form is on one of so many answers before the request that sends it."""

_PICTURES = ("image/",)
_NUMBERS_OF_PEOPLE = {"me.person.nik", "me.person.kk", "me.person.phone"}


class StepCode:
    """Writes the steps of one visit.

    Args:
        steps: of the visit.
        pages: what each answer shows.
        variables: what the answer of each step is called.
        translation: of values.
        may: which words may be written.
    """

    __slots__ = ("_may", "_pages", "_steps", "_translation", "_variables")

    def __init__(
        self,
        steps: Sequence[Step],
        pages: Sequence[Page],
        variables: Sequence[str],
        translation: Translation,
        may: Discretion,
    ) -> None:
        self._steps, self._pages, self._variables = steps, pages, variables
        self._translation, self._may = translation, may

    def arguments(self, number: int) -> tuple[str, list[str]]:
        """Give the path of a step, and what it carries, as arguments of a call."""
        asked = self._steps[number].asked
        body = asked.body
        found = self._form(number) if body.shape in {"form", "multipart"} and body.fields else None
        if found is not None:
            page, form = found
            path, carried = self._with_form(number, page, form)
        else:
            path, carried = self.path(number), self._body(number, body)
        return path, [*carried, *self._headers(number, asked)]

    def path(self, number: int) -> str:
        """Give path and query of a step as Python."""
        url = self._steps[number].asked.url
        parts = [unquote(one) for one in url.path.split("/")]
        plain = self._may.plain_parts(url.path)
        written = [""]
        for at, part in enumerate(parts[1:], 1):
            told = plain[at - 1] is not None
            slot = Slot(place="path", name="", parent=parts[at - 1], value=part, told=told)
            written.append(self._in_address(self._translation.code(slot, number)) if part else "")
        pairs = [
            (
                key,
                self._in_address(
                    self._translation.code(Slot(place="query", name=key, value=value), number)
                ),
            )
            for key, value in parse_qsl(url.query, keep_blank_values=True)
            if self._may.may_write_name(key)
        ]
        query = "&".join(f"{quote(key, safe='[]')}={value}" for key, value in pairs)
        text = ("/".join(written) or "/") + (f"?{query}" if query else "")
        return f'f"{text}"' if "{" in text else f'"{text}"'

    def expected(self, number: int) -> list[str]:
        """Say which status a step expects, where it is no ordinary one."""
        status = self._steps[number].answered.status
        return [] if status in OK else [f"expect={{{status}}}"]

    def _in_address(self, code: str) -> str:
        """Put Python into an address: what is not simple is said before under a name."""
        if code.startswith('"'):
            return quote(code[1:-1], safe="")
        inner = re.fullmatch(r"str\((\w+)\)", code)
        simple = inner[1] if inner else code
        if not _SIMPLE.fullmatch(simple):
            name = f"value_{len(self._translation.ink.lines) + 1}"
            self._translation.ink.lines.append(f"{name} = {simple}")
            simple = name
        self._translation.ink.needs.add("quote")
        return f"{{quote(str({simple}), safe='')}}"

    def _body(self, number: int, body: Body) -> list[str]:
        if body.shape == "json":
            return [f"json={self._json(body.json, '', '', number)}"]
        if body.shape in {"form", "multipart"}:
            pairs = self._fields(number, body.fields, None)
            files = self._files(body)
            form = [f"form={mapping(pairs)}"] if pairs or not files else []
            return form + files
        if body.shape == "other":
            # Nobody knows what in it is whose, so that it goes out empty, and is told of.
            self._translation.ink.unknown.append("a body that is neither JSON nor a form")
        return []

    def _json(self, content: Any, name: str, parent: str, number: int) -> str:  # noqa: ANN401
        """Write JSON as Python, its values translated, its doubtful names left out."""
        if isinstance(content, dict):
            pairs = [
                (quoted(str(key)), self._json(value, str(key), name, number))
                for key, value in content.items()
                if self._may.may_write_name(str(key))
            ]
            return mapping(pairs)
        if isinstance(content, list):
            return f"[{', '.join(self._json(one, name, parent, number) for one in content)}]"
        if content is None or isinstance(content, bool):
            return repr(content)
        code = self._translation.code(
            Slot(place="json", name=name, parent=parent, value=str(content)), number
        )
        return code if isinstance(content, str) else self._as_number(code, content, name or parent)

    def _as_number(self, code: str, content: float, name: str) -> str:
        """Have Python give a number where JSON had one: the recorded one only if it may be written."""
        if code == quoted(str(content)):
            return repr(content)
        if inner := re.fullmatch(r"str\((.*)\)|\"([1-9][0-9]*)\"", code):
            return inner[1] or inner[2]
        if code in _NUMBERS_OF_PEOPLE or code.isidentifier():
            return f"{type(content).__name__}({code})"
        self._translation.ink.needs.add("number")
        return f'number(me, "{self._translation.label(name)}", digits=3)'

    def _fields(
        self, number: int, fields: Sequence[tuple[str, str]], form: PageForm | None
    ) -> list[tuple[str, str]]:
        """Write the fields of a form; several values of one name are a list."""
        found: dict[str, list[str]] = {}
        for name, value in fields:
            if not self._may.may_write_name(name):
                continue
            kind = form.kinds.get(name, "") if form else ""
            offered = tuple(form.choices.get(name, ())) if form else ()
            if form is not None and kind == "select" and value in offered:
                code = f"form.choices[{quoted(name)}][{offered.index(value)}]"
            else:
                slot = Slot(place="form", name=name, value=value, kind=kind, offered=offered)
                code = self._translation.code(slot, number)
            found.setdefault(name, []).append(code)
        return [
            (quoted(name), codes[0] if len(codes) == 1 else f"[{', '.join(codes)}]")
            for name, codes in found.items()
        ]

    def _with_form(self, number: int, page: int, form: PageForm) -> tuple[str, list[str]]:
        """Fill in a form that a page has shown: what the page gives goes along unseen."""
        body = self._steps[number].asked.body
        ink = self._translation.ink
        ink.read.add(page)
        ink.needs.add("form_of")
        ink.lines.append(f"form = form_of({self._variables[page]}, {self._named(page, form)})")
        names = {name for name, _ in body.fields}
        changed = [
            (name, value)
            for name, value in body.fields
            if form.kinds.get(name) not in {"hidden", None} or not _given(form, name)
        ]
        unchanged = {one for one in names if _of(body.fields, one) == _of(form.fields, one)}
        own = [pair for pair in changed if pair[0] not in unchanged]
        inside = self._fields(number, [one for one in own if one[0] in form.kinds], form)
        outside = self._fields(number, [one for one in own if one[0] not in form.kinds], None)
        dropped = [
            name for name, _ in form.fields if name not in names and self._may.may_write_name(name)
        ]
        inside += [(quoted(name), "None") for name in dict.fromkeys(dropped)]
        filled = f"form.filled({mapping(inside)})" if inside else "form.filled()"
        if outside:
            filled = mapping([("**", filled), *outside]).replace("**: ", "**")
        return "form.action", [f"form={filled}", *self._files(body)]

    def _form(self, number: int) -> tuple[int, PageForm] | None:
        """Find the page whose form a request sends: the last one, with the most of its fields."""
        asked = self._steps[number].asked
        names = {name for name, _ in asked.body.fields}
        for at in range(number - 1, max(number - 1 - NEAREST_PAGES, -1), -1):
            fitting = [
                one
                for one in self._pages[at].forms
                if one.action == asked.url.path and names & one.kinds.keys() and self._named(at, one)
            ]
            if fitting:
                return at, max(fitting, key=lambda one: len(names & one.kinds.keys()))
        return None

    def _named(self, page: int, form: PageForm) -> str:
        """Say by what a form is found on its page; nothing if that would tell too much."""
        forms = self._pages[page].forms
        ranks = {"hidden": 2, "submit": 1}
        for name in sorted(form.kinds, key=lambda one: ranks.get(form.kinds[one], 0)):
            first = next(one for one in forms if name in one.kinds)
            if first is form and self._may.may_write_name(name):
                return f"field={quoted(name)}"
        first = next(one for one in forms if one.action == form.action)
        if first is form and None not in self._may.plain_parts(form.action):
            return f"action={quoted(form.action)}"
        return ""

    def _files(self, body: Body) -> list[str]:
        """Upload something made up in place of each file."""
        pairs = []
        for one in body.files:
            if self._may.may_write_name(one.name):
                what = "picture" if one.kind.startswith(_PICTURES) else "document"
                self._translation.ink.needs.add(what)
                pairs.append(
                    (quoted(one.name), f"{what}(me, {quoted(self._translation.label(one.name))})")
                )
        return [f"files={mapping(pairs)}"] if pairs else []

    def _headers(self, number: int, asked: Exchange) -> list[str]:
        pairs = []
        named = dict(asked.headers)
        if asked.resource in {"xhr", "fetch"} or "json" in named.get("accept", ""):
            if "json" in named.get("accept", ""):
                pairs.append(('"Accept"', '"application/json"'))
            if "x-requested-with" in named:
                pairs.append(('"X-Requested-With"', '"XMLHttpRequest"'))
        if asked.body.kind:
            pairs.append(('"Content-Type"', quoted(asked.body.kind)))
        for name, value in own_headers(asked):
            if self._may.may_write_name(name):
                slot = Slot(place="header", name=name, value=value)
                pairs.append((quoted(name.title()), self._translation.code(slot, number)))
        return [f"headers={mapping(pairs)}"] if pairs else []


def _given(form: PageForm, name: str) -> bool:
    return any(one == name for one, _ in form.fields)


def _of(fields: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for one, value in fields if one == name]
