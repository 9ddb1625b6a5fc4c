"""An SVG: a chart's picture, made from a Vega-Lite specification and fit to stand inside a page."""

import re
from collections.abc import Mapping
from typing import Any

import vl_convert
from markupsafe import Markup, escape

from siaga.report.charts.path import lightened

VEGA_LITE = "6.4"
_DROPPED = re.compile(r' (?:role|aria-[a-z]+|pointer-events|xmlns(?::xlink)?|version)="[^"]*"')
_CLIP = re.compile(r"\bclip\d+\b")
_SIZE = re.compile(r'<svg class="marks" width="[\d.]+" height="[\d.]+"')
_NOTHING = re.compile(
    r'<path class="(?:foreground|background)" d="[^"]*"(?: display="none"| opacity="1")*/>'
)


def svg(spec: Mapping[str, Any], *, name: str, title: str, description: str) -> Markup:
    """Draw a specification.

    Vega counts its clip paths through the life of a process; here they are named by the chart and
    their order in it, so that the same run gives the same bytes. Roles of single marks are taken
    away: a screen reader hears title and description, and reads the table.

    Args:
        spec: Vega-Lite, colours as `var(--name)`.
        name: unique in the page; ids begin with it.
        title: one line.
        description: what the chart shows.
    """
    drawn: str = vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE)
    plain = lightened(_NOTHING.sub("", _DROPPED.sub("", drawn)))
    named = _CLIP.sub(_Names(name), plain)
    opening = (
        f'<svg class="plot" role="img" aria-labelledby="{name}-title {name}-description"'
        f' preserveAspectRatio="xMidYMid meet"{_measures(spec)}'
    )
    body, found = _SIZE.subn(opening, named, count=1)
    if not found:
        raise ValueError(f"svg {name}: does not begin as expected: {named[:80]!r}")
    inside = (
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>'
    )
    head, closing, rest = body.partition(">")
    return Markup(f"{head}{closing}{inside}{rest}")  # noqa: S704 - drawn here; Vega escapes its texts


def _measures(spec: Mapping[str, Any]) -> str:
    """Give what zooming has to know of a chart that has a time axis."""
    axis = spec.get("usermeta")
    if not axis:
        return ""
    known = {"from": axis["from"], "until": axis["until"]}
    known |= {"width": spec["width"], "height": spec["height"]}
    return "".join(f' data-{name}="{value:g}"' for name, value in known.items())


class _Names:
    """Gives each clip path a name by its order in the chart."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._order: dict[str, int] = {}

    def __call__(self, match: re.Match[str]) -> str:
        """Give the name that stands for the one found."""
        place = self._order.setdefault(match[0], len(self._order))
        return f"{self._name}-clip-{place}"
