"""The Feeds of a run: whether their files can be read, and whether they have rows for all who come."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from siaga.record.feed_source import FeedSource
from siaga.record.file_digest import FileDigest
from siaga.scenario.allotment import is_for
from siaga.scenario.arrivals import Arrivals, plan
from siaga.scenario.feed import Feed
from siaga.scenario.feed_file import FeedFile
from siaga.scenario.model import Scenario

MOST_TOLD = 20
"""Wrong rows that are told of one file; somebody who has mistaken the file does not want a million."""


def feed_problems(scenario: Scenario, folder: Path) -> Iterator[str]:
    """Say what of its feeds a run could not use.

    Args:
        scenario: scaled, as it is to be played.
        folder: beside which its files are.
    """
    if not scenario.feeds:
        return
    arrivals = plan(scenario.traffic, scenario.seed)
    for number, feed in enumerate(scenario.feeds):
        path = folder / feed.file
        try:
            with FeedFile(path) as file:
                yield from (f"feeds.{number}.file: {path}:{one}" for one in _wrong(file))
                yield from (f"feeds.{number}: {one}" for one in _short(scenario, feed, file, arrivals))
        except FileNotFoundError:
            yield f"feeds.{number}.file: {path}: does not exist; put it beside the scenario"
        except OSError as error:
            yield f"feeds.{number}.file: {path}: cannot be read ({error.strerror}); name another file"
        except ValueError as error:
            yield f"feeds.{number}.file: {path}:1: {error}"


def feed_sources(scenario: Scenario, folder: Path) -> tuple[FeedSource, ...]:
    """Give what a run has to know of the files of its feeds, which have no problems.

    Args:
        scenario: as it is to be played.
        folder: beside which its files are.

    Raises:
        OSError: a file cannot be read any more.
        ValueError: a file is none any more.
    """
    found = []
    for feed in scenario.feeds:
        path = (folder / feed.file).resolve()
        with FeedFile(path) as file:
            digest = FileDigest.of(path).sha256
            found.append(FeedSource(name=feed.name, file=str(path), rows=file.rows, sha256=digest))
    return tuple(found)


def _wrong(file: FeedFile) -> Iterator[str]:
    """Give the line and the fault of each wrong row, as far as somebody wants to know."""
    if not file.rows:
        yield "1: has no row; a feed needs one at least"
    faults = file.faults()
    yield from (f"{line}: {fault}" for line, fault in islice(faults, MOST_TOLD))
    if more := sum(1 for _ in faults):
        yield f"1: has {more:,} more rows that are wrong; each row has to be right"


def _short(scenario: Scenario, feed: Feed, file: FeedFile, arrivals: Arrivals) -> Iterator[str]:
    """Tell of more visitors than rows, where the scenario says nothing of that."""
    if feed.when_out != "refuse" or not file.rows:
        return
    come = int(is_for(feed, arrivals, scenario.traffic.populations).sum())
    if come > file.rows:
        yield (
            f"{feed.name} has {file.rows:,} rows, and {come:,} visitors come for one"
            f" ({_listed(feed.for_)}); add {come - file.rows:,} rows, let fewer come, or say"
            " `when-out: leave` or `when-out: begin-again`"
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
