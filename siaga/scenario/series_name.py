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
        ValueError: the text names no series, or a label twice.
    """
    match = _SERIES.fullmatch(text)
    if match is None:
        raise ValueError(
            f'{text!r} is no series; write a metric and labels: joins_total{{result="given"}}'
        )
    labels = re.findall(_LABEL, match[2] or "")
    if len(dict(labels)) < len(labels):
        raise ValueError(f"{text!r} names a label twice; each once is allowed")
    return match[1], dict(labels)


def overlap(one: str, other: str) -> bool:
    """Tell whether a series can be meant by both texts.

    Raises:
        ValueError: a text names no series.
    """
    (metric, labels), (other_metric, other_labels) = parsed(one), parsed(other)
    both = labels.keys() & other_labels.keys()
    return metric == other_metric and all(labels[name] == other_labels[name] for name in both)
