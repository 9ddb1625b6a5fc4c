"""The name of a series as a scenario writes it: a metric, and labels that it has to have."""

import re

_LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]*)"'
_SERIES = re.compile(rf"([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{{({_LABEL}(?:,\s*{_LABEL})*)\}})?")


def series_name(text: str) -> str:
    """Give the text back if it names a series.

    Raises:
        ValueError: it names none.
    """
    parsed(text)
    return text


def parsed(text: str) -> tuple[str, dict[str, str]]:
    """Read `joins_total{result="given"}`: the metric, and the labels that a series has to have.

    Raises:
        ValueError: the text names no series.
    """
    match = _SERIES.fullmatch(text)
    if match is None:
        raise ValueError(
            f'{text!r} is no series; write a metric and labels: joins_total{{result="given"}}'
        )
    return match[1], dict(re.findall(_LABEL, match[2] or ""))
