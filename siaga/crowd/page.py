"""The Page: an answer's HTML, and which resources a browser would load with it."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urldefrag

from siaga.crowd.answer import Answer
from siaga.html_page import HtmlPage
from siaga.web_reference import joined

MOST_RESOURCES = 200
"""Of one page; what it names beyond is left out."""

VIEWPORT_PX = 1_280
"""Width of a visitor's window: of several of a picture, the smallest that fills it is loaded."""

_LOADED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest"})
_UNSEEN = frozenset({"noscript", "template"})


def resources_of(answer: Answer, base: str) -> list[str]:
    """Give the URLs of what a page loads, in its order and each once.

    Stylesheets, scripts, pictures, icons, preloads and manifests; not what a stylesheet or a script
    would load in turn, nor pictures that wait until somebody scrolls.

    Args:
        answer: with the page; an answer of another media type loads nothing.
        base: URL that gave it.
    """
    if "html" not in (answer.headers.get("content-type") or "").lower():
        return []
    page = HtmlPage.read(answer.text(), base)
    if page is None:
        return []
    found: dict[str, None] = {}
    for reference in _references(page.root):
        url = joined(page.base, reference)
        if url.startswith(("http://", "https://")):
            found.setdefault(urldefrag(url).url)
    return list(found)[:MOST_RESOURCES]


def _references(element: Any) -> Iterator[str]:  # noqa: ANN401 - the library's types say less than it does
    """Walk through a page, and give what its parts name; what a browser does not show names nothing."""
    for one in element.iter(*_NAMERS):
        if not any(above.tag in _UNSEEN for above in one.iterancestors()):
            reference = _NAMERS[one.tag](one)
            if reference.strip():
                yield reference


def _of_link(link: Any) -> str:  # noqa: ANN401 - as above
    kinds = set(link.get("rel", "").lower().split())
    shown = "alternate" not in kinds and link.get("disabled") is None
    return str(link.get("href", "")) if shown and kinds & _LOADED else ""


def _of_script(script: Any) -> str:  # noqa: ANN401 - as above
    kind = script.get("type", "").strip().lower()
    runs = kind in {"", "module"} or "javascript" in kind
    return str(script.get("src", "")) if runs and script.get("nomodule") is None else ""


def _of_picture(picture: Any) -> str:  # noqa: ANN401 - as above
    if picture.get("loading", "").lower() == "lazy":
        return ""
    return _chosen(picture.get("srcset", "")) or str(picture.get("src", ""))


def _of_input(field: Any) -> str:  # noqa: ANN401 - as above
    return str(field.get("src", "")) if field.get("type", "").lower() == "image" else ""


def _of_video(video: Any) -> str:  # noqa: ANN401 - as above
    return str(video.get("poster", ""))


_NAMERS: dict[str, Callable[[Any], str]] = {
    "link": _of_link,
    "script": _of_script,
    "img": _of_picture,
    "input": _of_input,
    "video": _of_video,
}


def _chosen(srcset: str) -> str:
    """Choose one of several sizes of a picture, for a plain screen; empty where none is given."""
    sizes: list[tuple[float, str]] = []
    for candidate in srcset.split(", "):
        url, _, size = candidate.strip(" \t\r\n,").partition(" ")
        wide = size.strip().endswith("w")
        number = _number(size.strip().rstrip("wx"))
        if url:
            # A density of 1 is what fits, as a width of the window does.
            sizes.append((number / VIEWPORT_PX if wide else number, url))
    sizes.sort(key=lambda one: one[0])
    return next((url for fit, url in sizes if fit >= 1), sizes[-1][1] if sizes else "")


def _number(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 1.0
