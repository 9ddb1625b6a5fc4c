"""The Visit: what of a recording is played again, step by step, and what is left out.

The site's own pages and calls are played. What a page merely shows is counted with the page, and so is
what went to somebody else, was never answered or was refused.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from siaga.draft.exchange import Exchange
from siaga.web_reference import WebReference, joined

_SHOWN = {"image", "stylesheet", "script", "font", "media", "manifest", "texttrack", "imageset"}
"""What browsers call a resource that a page merely shows."""

_SHOWN_KINDS = ("image/", "font/", "audio/", "video/", "text/css", "text/javascript", "application/font")
_SCRIPTS = {
    "application/javascript",
    "application/x-javascript",
    "application/wasm",
    "application/manifest+json",
}
_SHOWN_ENDS = (
    ".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico",
    ".woff", ".woff2", ".ttf", ".otf", ".mp4", ".webm", ".mp3", ".wasm", ".webmanifest",
)  # fmt: skip
_TELLING = {
    "ping",
    "beacon",
    "csp-report",
    "cspviolationreport",
    "preflight",
    "websocket",
    "eventsource",
}
_PLAYED = {"GET", "POST", "PUT", "PATCH", "DELETE"}
_REDIRECTS = {301, 302, 303, 307, 308}
_GOOD = 400
"""Statuses from here on are refusals."""

NEAR = 6
"""The request that a redirect leads to is one of so many that follow it."""


@dataclass(slots=True, kw_only=True)
class Step:
    """One step of a visit.

    Attributes:
        asked: the request.
        answered: the last answer, after redirects.
        pause_s: how long the person waited before it, after all that the page had asked for.
        resources: how many things the page showed.
    """

    asked: Exchange
    answered: Exchange
    pause_s: float = 0.0
    resources: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A recording, sorted.

    Attributes:
        origin: of the site.
        steps: in order.
        left_out: how many requests were left out, by the reason.
        hosts: how many requests went to each other host.
        signed_in: whether the first request to the site already had a cookie.
    """

    origin: str
    steps: Sequence[Step]
    left_out: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    signed_in: bool = False


def visit_of(exchanges: Sequence[Exchange], origin: str = "") -> Visit:
    """Sort a recording.

    Args:
        exchanges: in the order in which they began.
        origin: of the site; empty: the one that most pages and calls went to.
    """
    site = origin or _busiest(exchanges)
    own = [one for one in exchanges if one.origin == site]
    others = [one for one in exchanges if one.origin != site]
    left_out: Counter[str] = Counter()
    steps = list(_steps(own, left_out))
    first = own[0] if own else None
    return Visit(
        origin=site,
        steps=steps,
        left_out=left_out,
        hosts=Counter(one.url.hostname or "" for one in others),
        signed_in=first is not None and any(name == "cookie" for name, _ in first.headers),
    )


def is_shown(one: Exchange) -> bool:
    """Tell whether a page merely shows what was asked for."""
    if one.method != "GET":
        return False
    if one.resource in _SHOWN or one.kind in _SCRIPTS or one.kind.startswith(_SHOWN_KINDS):
        return True
    return not one.is_page and "json" not in one.kind and one.url.path.lower().endswith(_SHOWN_ENDS)


def _busiest(exchanges: Iterable[Exchange]) -> str:
    """Find the site: pages and what was sent tell of it more than calls, which others get as well."""
    weights: Counter[str] = Counter()
    for one in exchanges:
        if not is_shown(one) and one.resource not in _TELLING:
            weights[one.origin] += 3 if one.is_page and one.status < _GOOD else 1
    return next((origin for origin, _ in weights.most_common(1)), "")


def _steps(own: Sequence[Exchange], left_out: Counter[str]) -> Iterator[Step]:
    followed: set[int] = set()
    last: Step | None = None
    quiet_s = own[0].started_s if own else 0.0
    for place, one in enumerate(own):
        if place in followed:
            continue
        if is_shown(one):
            left_out["shown by pages"] += 1
            if last is not None:
                last.resources += 1
                # What is fetched much later is no part of the page: it would swallow the pause.
                if one.started_s - quiet_s < 1:
                    quiet_s = max(quiet_s, one.ended_s)
            continue
        end = _end(own, place, followed)
        if why := _unplayed(one, end):
            left_out[why] += 1
            continue
        last = Step(asked=one, answered=end, pause_s=max(one.started_s - quiet_s, 0.0))
        quiet_s = max(quiet_s, end.ended_s)
        yield last


def _unplayed(one: Exchange, end: Exchange) -> str:
    """Say why a request is left out; nothing if it is played."""
    if one.method not in _PLAYED or one.resource in _TELLING:
        return "that a journey does not send"
    if not end.status:
        return "without an answer"
    if end.status >= _GOOD:
        return "that the site refused"
    if end.status in _REDIRECTS:
        return "that led to another host"
    return ""


def _end(own: Sequence[Exchange], place: int, followed: set[int]) -> Exchange:
    """Follow the redirects of a request to the last answer: a visitor's browser does it by itself."""
    one = own[place]
    while one.status in _REDIRECTS and one.location:
        wanted = _place(joined(one.url.geturl(), one.location))
        near = range(place + 1, min(place + 1 + NEAR, len(own)))
        found = next(
            (at for at in near if at not in followed and _place(own[at].url.geturl()) == wanted),
            None,
        )
        if found is None:
            break
        followed.add(found)
        place, one = found, own[found]
    return one


def _place(url: str) -> tuple[str, str, str]:
    """Give what a URL leads to, as a browser asks for it."""
    there = WebReference.of(url)
    return there.scheme, (there.authority or "").lower(), there.target
