"""A path: the points of a line or an area in an SVG, without those that nobody would miss."""

import re

_PATH = re.compile(r' d="(M[-\d.,ML Z]+)"')
_STEP = re.compile(r"([ML])(-?[\d.]+),(-?[\d.]+)|Z")
_DIGITS = re.compile(r"(\.\d)\d+")
_NOTHING = re.compile(r"\.0(?=\D|$)")


def lightened(drawn: str) -> str:
    """Give an SVG whose paths of straight lines are written as short as they look.

    Places are cut to a tenth of a pixel, and of points in a row that are equally high only the first and
    the last stay: the lower edge of an area, and times in which nothing changed.
    """
    return _PATH.sub(lambda found: f' d="{_light(found[1])}"', drawn)


def _light(path: str) -> str:
    steps = [one.groups() for one in _STEP.finditer(_NOTHING.sub("", _DIGITS.sub(r"\1", path)))]
    kept = [one for at, one in enumerate(steps) if not _between(steps, at)]
    return "".join("Z" if letter is None else f"{letter}{x},{y}" for letter, x, y in kept)


def _between(steps: list[tuple[str | None, ...]], at: int) -> bool:
    """Tell whether a point lies on the level line from the one before it to the one behind it."""
    if not 0 < at < len(steps) - 1:
        return False
    (before, _, level), (here, _, y), (behind, _, after) = steps[at - 1 : at + 2]
    return before is not None and here == behind == "L" and level == y == after
