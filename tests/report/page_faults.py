"""The faults of a page: what keeps somebody from reading it, or makes it more than one file."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise

from tests.report.parsed_page import Element, ParsedPage

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
SCRIPTED = "default-src 'none'; script-src '{}'; style-src 'unsafe-inline'; img-src data:"
"""A page with a script names the very one, so that no other could run."""
FETCHES = re.compile(r"url\((?!#)|@import", re.IGNORECASE)
POINTING = {"src", "srcset", "action", "formaction", "poster", "data", "ping"}
RUNS = {"script", "iframe", "object", "embed", "base", "form", "foreignobject", "animate", "set", "img"}
LABELLED = ("aria-label", "aria-labelledby")


def page_faults(shown: ParsedPage) -> list[str]:
    """Give everything that is wrong with a page, in words."""
    return [
        *_of_its_making(shown),
        *_of_its_links(shown),
        *_of_its_headings(shown),
        *_of_its_pictures(shown),
        *_of_its_tables(shown),
        *_of_its_file(shown),
    ]


def _of_its_making(shown: ParsedPage) -> Iterator[str]:
    yield from (f"{one} is not closed in its place" for one in shown.unclosed)
    ids = shown.ids()
    yield from (f"id {one} is there twice" for one in sorted({one for one in ids if ids.count(one) > 1}))
    if [one.attributes.get("lang") for one in shown.all("html")] != ["en"]:
        yield "no language"
    if [one.text.strip() != "" for one in shown.all("title") if "svg" not in one.inside] != [True]:
        yield "no title"
    if len(shown.all("main")) != 1:
        yield "not one main part"


def _of_its_links(shown: ParsedPage) -> Iterator[str]:
    links = [one.attributes.get("href", "") for one in (*shown.all("a"), *shown.all("use"))]
    named = [label for one in shown.elements for label in _labels(one)]
    targets = [*(one[1:] for one in links if one.startswith("#")), *named]
    yield from (f"nothing is called {one}" for one in targets if one not in shown.ids())
    yield from (
        f"link {one} leads out"
        for one in links
        if re.match(r"[a-z][a-z0-9+.-]*:|//", one, re.IGNORECASE)
    )
    yield from ("a link says nothing" for one in shown.all("a") if not one.text.strip())


def _labels(one: Element) -> list[str]:
    return one.attributes.get("aria-labelledby", "").split()


def _of_its_headings(shown: ParsedPage) -> Iterator[str]:
    levels = [int(one.tag[1]) for one in shown.elements if re.fullmatch(r"h[1-6]", one.tag)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "not one first heading"
    yield from (
        f"a heading of level {after} follows one of {before}"
        for before, after in pairwise(levels)
        if after > before + 1
    )


def _of_its_pictures(shown: ParsedPage) -> Iterator[str]:
    for one in shown.all("svg"):
        if one.attributes.get("aria-hidden") != "true" and not _named(one):
            yield "a picture has no name and is not hidden"
    for place, one in enumerate(shown.elements):
        if one.tag == "figure" and _holds(shown, place, "svg") and not _tabled(shown, place):
            yield f"figure {one.attributes.get('id')} has no table behind it"


def _named(one: Element) -> bool:
    return one.attributes.get("role") == "img" and any(label in one.attributes for label in LABELLED)


def _tabled(shown: ParsedPage, place: int) -> bool:
    """Tell whether a figure holds a table, or leads to the one that has its numbers."""
    return _holds(shown, place, "table") or _holds(shown, place, "a")


def _holds(shown: ParsedPage, place: int, tag: str) -> bool:
    """Tell whether an element has one of a tag inside: those stand deeper, until it is over."""
    depth = len(shown.elements[place].inside)
    for one in shown.elements[place + 1 :]:
        if len(one.inside) <= depth:
            return False
        if one.tag == tag:
            return True
    return False


def _of_its_tables(shown: ParsedPage) -> Iterator[str]:
    for one in shown.all("th"):
        if one.attributes.get("scope") not in {"col", "row", "rowgroup"} or not one.text.strip():
            yield f"heading {one.text.strip()!r} of a table is of nothing"
    for one in shown.elements:
        if one.attributes.get("class") == "scroll" and (
            not one.attributes.get("aria-label") or one.attributes.get("tabindex") != "0"
        ):
            yield "what scrolls cannot be reached by keyboard, or has no name"
    marks = [one.attributes.get("aria-label") for one in shown.elements if _is_landmark(one)]
    yield from (f"two landmarks are called {one}" for one in {*marks} if marks.count(one) > 1)


def _is_landmark(one: Element) -> bool:
    return one.tag == "nav" or one.attributes.get("role") in {"region", "navigation"}


def named_script(text: str) -> str:
    """Name a script as a policy does."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _of_its_file(shown: ParsedPage) -> Iterator[str]:
    policies = [one.attributes for one in shown.all("meta") if "http-equiv" in one.attributes]
    scripts = [one.text for one in shown.all("script") if not one.attributes]
    policy = SCRIPTED.format(named_script(scripts[0])) if len(scripts) == 1 else POLICY
    if [one.get("content") for one in policies] != [policy]:
        yield "its policy is another one"
    for one in shown.elements:
        named = policy != POLICY and one.tag == "script" and one.text in scripts
        if (one.tag in RUNS and not named) or any(name.startswith("on") for name in one.attributes):
            yield f"{one.tag} could run"
        if POINTING & set(one.attributes):
            yield f"{one.tag} fetches something"
        if FETCHES.search(one.attributes.get("style", "")):
            yield f"the style of {one.tag} fetches something"
    yield from (
        "a style sheet fetches something" for one in shown.all("style") if FETCHES.search(one.text)
    )
    links = [one.attributes.get("href", "") for one in shown.all("link")]
    yield from (f"link {one} is fetched" for one in links if not one.startswith("data:"))
