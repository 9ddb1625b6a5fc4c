"""The PageReader: reads a metrics page in Prometheus' text format, again and again."""

from collections.abc import Iterator, Sequence
from itertools import count

from prometheus_client.parser import text_string_to_metric_families

from siaga.observe.scrape import SeriesKey


class UnreadableError(Exception):
    """The metrics page could not be read; the message says why."""


class PageReader:
    """Reads a page as often as it is shown.

    A page hardly ever has other series than a second before. It is parsed where it has; else nothing but
    its values is read, which then stand at the ends of the same lines.
    """

    def __init__(self) -> None:
        self._heads: Sequence[str] = ()
        self._keys: Sequence[SeriesKey] = ()

    def samples(self, text: str) -> dict[SeriesKey, float]:
        """Give the value of each series in a page.

        Names are those of the parser: a counter that the page calls `joins` is `joins_total`.

        Raises:
            UnreadableError: the text is in another format.
        """
        heads, values = _split(text)
        try:
            if self._keys and heads == self._heads and not any("_" in value for value in values):
                return dict(zip(self._keys, map(float, values), strict=True))
            found = list(_pairs(text))
            ends_in_values = [value for _key, value in _pairs(_numbered(text))] == [*range(len(found))]
        except (ValueError, IndexError) as error:
            raise UnreadableError(f"text is not in Prometheus' format ({brief(error)})") from None
        self._heads, self._keys = heads, [key for key, _value in found] if ends_in_values else ()
        return dict(found)


def brief(error: Exception) -> str:
    """Give an error in one line."""
    return f"{type(error).__name__}: {error}".rstrip(": ").replace("\n", " ")[:160]


def _pairs(text: str) -> Iterator[tuple[SeriesKey, float]]:
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            yield SeriesKey.of(sample.name, sample.labels), float(sample.value)


def _split(text: str) -> tuple[list[str], list[str]]:
    """Give the lines without the last word of those that are no comments, and these words."""
    heads: list[str] = []
    values: list[str] = []
    for line in map(str.strip, text.split("\n")):
        if not line or line.startswith("#"):
            heads.append(line)
            continue
        *head, value = line.rsplit(None, 1)
        heads.append("".join(head))
        values.append(value)
    return heads, values


def _numbered(text: str) -> str:
    """Give a page with numbers, 0, 1 and so on, for the last words of its lines."""
    numbers = count()
    lines: list[str] = []
    for line in map(str.strip, text.split("\n")):
        is_sample = line and not line.startswith("#")
        lines.append(f"{''.join(line.rsplit(None, 1)[:-1])} {next(numbers)}" if is_sample else line)
    return "\n".join(lines)
