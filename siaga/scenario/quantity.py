"""Quantities as people write them in a scenario: durations, rates and ratios with their units."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

_NUMBER = r"(?P<number>\d+(?:_\d+)*(?:\.\d+)?)"
_DURATION = re.compile(rf"{_NUMBER}\s*(?P<unit>ms|s|min|h)")
_RATE = re.compile(rf"{_NUMBER}\s*/\s*(?P<unit>s|min|h)")
_RATIO = re.compile(rf"{_NUMBER}\s*(?P<unit>%?)")
_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0}


def duration_s(text: object) -> float:
    """Read a duration such as `90 s`, `1.5 min` or `250 ms`, in seconds.

    Raises:
        ValueError: the text is no duration with a unit.
    """
    match = _match(_DURATION, text)
    if match is None:
        raise ValueError(f"{text!r} is not a duration; write a number and ms, s, min or h: 90 s")
    return _number(match) * _SECONDS[match["unit"]]


def rate_per_s(text: object) -> float:
    """Read a rate such as `80000/min` or `1333 /s`, in events per second.

    Raises:
        ValueError: the text is no rate with a unit.
    """
    match = _match(_RATE, text)
    if match is None:
        raise ValueError(
            f"{text!r} is not a rate; write a number of 0 or more and /s, /min or /h: 80000/min"
        )
    return _number(match) / _SECONDS[match["unit"]]


def ratio(text: object) -> float:
    """Read a ratio such as `99.5 %` or `0.995`, as a number from 0 to 1.

    Raises:
        ValueError: the text is no ratio, or lies outside 0 to 1.
    """
    match = _match(_RATIO, text)
    value = None if match is None else _number(match) / (100 if match["unit"] else 1)
    if value is None or value > 1:
        raise ValueError(f"{text!r} is not a ratio; write 0 % to 100 %, or 0 to 1")
    return value


def _match(pattern: re.Pattern[str], text: object) -> re.Match[str] | None:
    return pattern.fullmatch(str(text).strip())


def _number(match: re.Match[str]) -> float:
    return float(match["number"].replace("_", ""))


def _unless_number(read: Any) -> BeforeValidator:  # noqa: ANN401 - any of the three readers above
    """Let numbers through: a resolved scenario holds plain seconds, per-second rates and ratios."""

    def validate(given: object) -> object:
        plain = isinstance(given, int | float) and not isinstance(given, bool)
        return given if plain else read(given)

    return BeforeValidator(validate)


DurationS = Annotated[float, _unless_number(duration_s)]
RatePerS = Annotated[float, _unless_number(rate_per_s)]
Ratio = Annotated[float, _unless_number(ratio)]
