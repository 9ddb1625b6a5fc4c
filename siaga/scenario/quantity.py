"""Quantities as people write them in a scenario: durations, rates and ratios with their units."""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

LONGEST_S = 604_800.0
"""A week: no run is longer, and no duration in a scenario."""

HIGHEST_PER_S = 1e9
"""No arrival rate is higher: beyond it the square of a rate says nothing in floating point."""

_NUMBER = r"[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?"
_DURATION = re.compile(rf"({_NUMBER})\s*(ms|s|min|h)")
_RATE = re.compile(rf"({_NUMBER})\s*/\s*(s|min|h)")
_RATIO = re.compile(rf"({_NUMBER})\s*(%?)")
_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0}


def duration_s(text: object) -> float:
    """Read a duration such as `90 s`, `1.5 min` or `250 ms`, in seconds.

    Raises:
        ValueError: the text is no duration with a unit.
    """
    match = _match(_DURATION, text)
    if match is None:
        raise ValueError(f"{text!r} is not a duration; write a number and ms, s, min or h: 90 s")
    return _number(match) * _SECONDS[match[2]]


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
    return _number(match) / _SECONDS[match[2]]


def ratio(text: object) -> float:
    """Read a ratio such as `99.5 %` or `0.995`, as a number from 0 to 1.

    Raises:
        ValueError: the text is no ratio, or lies outside 0 to 1.
    """
    match = _match(_RATIO, text)
    value = None if match is None else _number(match) / (100 if match[2] else 1)
    if value is None or value > 1:
        raise ValueError(f"{text!r} is not a ratio; write 0 % to 100 %, or 0 to 1")
    return value


def _match(pattern: re.Pattern[str], text: object) -> re.Match[str] | None:
    return pattern.fullmatch(str(text).strip())


def _number(match: re.Match[str]) -> float:
    return float(match[1])


def _unless_number(read: Callable[[object], float]) -> BeforeValidator:
    """Let numbers through: a resolved scenario holds plain seconds, per-second rates and ratios."""

    def validate(given: object) -> object:
        plain = isinstance(given, int | float) and not isinstance(given, bool)
        return given if plain else read(given)

    return BeforeValidator(validate)


def _written(pattern: re.Pattern[str], example: str, **limits: float) -> WithJsonSchema:
    """Describe both forms to an editor: `pattern` binds texts alone, the limits bind numbers alone."""
    return WithJsonSchema(
        {
            "type": ["string", "number"],
            "pattern": rf"^\s*{pattern.pattern}\s*$",
            "examples": [example],
            **limits,
        }
    )


DurationS = Annotated[
    float,
    Field(ge=0, le=LONGEST_S),
    _unless_number(duration_s),
    _written(_DURATION, "90 s", minimum=0, maximum=LONGEST_S),
]
"""Seconds, 0 to a week."""

SomeS = Annotated[
    float,
    Field(gt=0, le=LONGEST_S),
    _unless_number(duration_s),
    _written(_DURATION, "90 s", exclusiveMinimum=0, maximum=LONGEST_S),
]
"""Seconds, above 0 to a week."""

RatePerS = Annotated[
    float,
    Field(ge=0, le=HIGHEST_PER_S),
    _unless_number(rate_per_s),
    _written(_RATE, "80000/min", minimum=0, maximum=HIGHEST_PER_S),
]
"""Events per second, 0 or more."""

Ratio = Annotated[
    float,
    Field(ge=0, le=1),
    _unless_number(ratio),
    _written(_RATIO, "99.5 %", minimum=0, maximum=1),
]
"""A share of a whole, 0 to 1."""

SomeRatio = Annotated[
    float,
    Field(gt=0, le=1),
    _unless_number(ratio),
    _written(_RATIO, "99.5 %", exclusiveMinimum=0, maximum=1),
]
"""A share of a whole, above 0 to 1."""
