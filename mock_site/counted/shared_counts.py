"""The shared counts: what all processes of a site have counted, merged into one page.

prometheus_client merges them, and writes the page, whenever there are other series than before. Until
then the values alone are merged anew: a page is asked for every second, and its series hardly change.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from mock_site.counted.count_file import CountFile, Extent, Merge, SeriesName, merge_of
from mock_site.counted.form import Encode, Form, Given

MOST_FORMS = 4
"""Kinds of pages that are kept; whoever asks names the kind."""
ATTEMPTS = 10
"""As often is looked again whether the files have stayed the same meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """Where a sample's value comes from.

    Attributes:
        places: of the values, by the number of their file.
        merge: of them.
        adds_up: whether the sample before, a narrower bucket, counts in it.
    """

    places: tuple[tuple[int, int], ...]
    merge: Merge
    adds_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How the values of some files become a page.

    Attributes:
        extents: of the files, in their order.
        families: that there are.
        gaps: one for each of their samples, in their order.
        forms: for these, by the kind of the page.
    """

    extents: tuple[Extent, ...]
    families: Sequence[Metric]
    gaps: Sequence[_Gap]
    forms: dict[str, Form]


class SharedCounts(Collector):
    """Reads what is counted in a folder.

    Args:
        folder: in which each process keeps its files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._plan = _Plan(extents=(), families=(), gaps=(), forms={})

    def collect(self) -> Iterator[Metric]:
        """Give everything, as prometheus_client merges it.

        Raises:
            RuntimeError: as of `page`.
        """
        plan, values, others = self._read()
        value = iter(values)
        for family in plan.families:
            made = Metric(family.name, family.documentation, family.type)
            made.samples = [one._replace(value=next(value)) for one in family.samples]
            yield made
        yield from others

    def page(self, encode: Encode, kind: str) -> bytes:
        """Give everything as a page.

        Args:
            encode: writes one.
            kind: of the page, the same for the same way of writing.

        Raises:
            RuntimeError: the files do not stay the same for as long as it takes to look at them.
        """
        plan, values, others = self._read()
        if kind not in plan.forms:
            if len(plan.forms) >= MOST_FORMS:
                plan.forms.clear()
            plan.forms[kind] = Form(encode, plan.families)
        return joined(plan.forms[kind].filled(values), encode(Given(others)))

    def _read(self) -> tuple[_Plan, Sequence[float], Iterable[Metric]]:
        """Give a plan, the values of its samples, and the families that no plan can be made for.

        What the newest process says is not there until it was set, so such series come with values.
        """
        paths = sorted(self._folder.glob("*.db"))
        plan, files = self._planned([path for path in paths if merge_of(path) is not None])
        others = _merged(path for path in paths if merge_of(path) is None)
        return plan, _values(plan.gaps, [file.values for file in files]), others

    def _planned(self, paths: Sequence[Path]) -> tuple[_Plan, Sequence[CountFile]]:
        """Give a plan with files that are still as they were when it was made."""
        for _ in range(ATTEMPTS):
            files = [file for path in paths if (file := CountFile.read(path)) is not None]
            extents = tuple(file.extent for file in files)
            if extents == self._plan.extents:
                return self._plan, files
            with suppress(FileNotFoundError, KeyError):
                families = tuple(_merged([file.extent.path for file in files]))
                gaps = list(_gaps(families, files))
                self._plan = _Plan(extents=extents, families=families, gaps=gaps, forms={})
        raise RuntimeError(f"{self._folder}: changes all the time; it cannot be read")


def joined(page: bytes, more: bytes) -> bytes:
    """Give two pages as one: in OpenMetrics the first has an end, too."""
    return page.removesuffix(b"# EOF\n") + more


def _merged(paths: Iterable[Path]) -> Iterable[Metric]:
    merge: Callable[[Sequence[str]], Iterable[Metric]] = MultiProcessCollector.merge
    return merge([str(path) for path in paths])


def _gaps(families: Iterable[Metric], files: Sequence[CountFile]) -> Iterator[_Gap]:
    """Find where the value of every sample comes from.

    Raises:
        KeyError: a sample has come that the files did not have when they were read.
        FileNotFoundError: a file has gone since.
    """
    places = _places(files)
    for family in families:
        bucketed: frozenset[tuple[str, str]] | None = None
        for sample in family.samples:
            labels = frozenset(sample.labels.items())
            rest = frozenset(one for one in labels if one[0] != "le")
            is_bucket, is_count = (
                family.type == "histogram" and sample.name == family.name + suffix
                for suffix in ("_bucket", "_count")
            )
            found = () if is_count else places[SeriesName(sample.name, labels)]
            merge = merge_of(files[found[0][0]].extent.path) if found else sum
            adds_up = is_count or (is_bucket and bucketed == rest)
            yield _Gap(places=found, merge=merge or sum, adds_up=adds_up)
            bucketed = rest if is_bucket else None


def _places(files: Iterable[CountFile]) -> Mapping[SeriesName, tuple[tuple[int, int], ...]]:
    found: dict[SeriesName, tuple[tuple[int, int], ...]] = {}
    for number, file in enumerate(files):
        for series, place in file.places():
            found[series] = (*found.get(series, ()), (number, place))
    return found


def _values(gaps: Iterable[_Gap], contents: Sequence[Sequence[float]]) -> list[float]:
    values: list[float] = []
    value = 0.0
    for gap in gaps:
        merged = gap.merge([contents[number][place] for number, place in gap.places])
        value = value + merged if gap.adds_up else float(merged)
        values.append(value)
    return values
