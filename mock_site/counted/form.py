"""The form: a metrics page as prometheus_client writes it, with a gap in the place of each value."""

from collections.abc import Callable, Iterable, Sequence

from prometheus_client import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample
from prometheus_client.utils import floatToGoString

Encode = Callable[[Collector], bytes]
"""Writes what is collected, in one of Prometheus' formats."""


class Given(Collector):
    """Collects what it was given.

    Args:
        families: to be given each time.
    """

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = tuple(families)

    def collect(self) -> Iterable[Metric]:
        """Give them."""
        return self._families


class Form:
    """A form for the values of some samples.

    Args:
        encode: writes the page, once, with the number of each sample for its value.
        families: whose samples they are, in their order.
    """

    def __init__(self, encode: Encode, families: Sequence[Metric]) -> None:
        self._heads: list[str] = []
        self._order: list[int] = []
        head = ""
        # No other separator of lines ends one of Prometheus'.
        for line in encode(Given(_numbered(families))).decode("utf-8").split("\n"):
            if not line or line.startswith("#"):
                head += f"{line}\n"
                continue
            series, _, number = line.rpartition(" ")
            self._heads.append(f"{head}{series} ")
            self._order.append(int(float(number)))
            head = "\n"
        self._tail = head.removesuffix("\n")

    def filled(self, values: Sequence[float]) -> bytes:
        """Give the page with these values, one for each sample."""
        spelt: Callable[[float], str] = floatToGoString
        texts = [spelt(values[number]) for number in self._order]
        return ("".join(map("".join, zip(self._heads, texts, strict=True))) + self._tail).encode("utf-8")


def _numbered(families: Sequence[Metric]) -> list[Metric]:
    numbered: list[Metric] = []
    count = 0
    for family in families:
        made = Metric(family.name, family.documentation, family.type)
        for sample in family.samples:
            made.samples.append(Sample(sample.name, sample.labels, float(count)))
            count += 1
        numbered.append(made)
    return numbered
