"""The Feeds of a worker: the rows that its visitors get, each written down before it is handed out."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from siaga.crowd.journey_end import TabClosedError
from siaga.errors import SiagaError
from siaga.ledger.handout import Handout
from siaga.ledger.journal import Journal
from siaga.record.feed_source import FeedSource
from siaga.record.file_digest import FileDigest
from siaga.scenario.allotment import NONE_LEFT, Allotment
from siaga.scenario.arrivals import Arrivals
from siaga.scenario.feed_file import FeedFile, Row
from siaga.scenario.model import Scenario

OUT = "no row left"
"""Why a visitor leaves for whom there is no row."""


class FeedError(SiagaError):
    """The file of a feed is not here, or is another one than the master's."""


class Feeds:
    """Hands out the rows of one worker's visitors.

    Args:
        files: of each feed, by its name.
    """

    def __init__(self, files: Mapping[str, FeedFile]) -> None:
        self._files = files
        self._allotted: dict[str, Allotment] = {}

    @classmethod
    def opened(cls, sources: Sequence[FeedSource], beside: Path) -> Self:
        """Open every file of a run.

        Args:
            sources: which files they were where the run was prepared.
            beside: folder in which they are looked for where they are not at the same path.

        Raises:
            FeedError: a file is not here, or another one.
        """
        with ExitStack() as undone:
            files = {one.name: undone.enter_context(_opened(one, beside)) for one in sources}
            undone.pop_all()
        return cls(files)

    def allot(self, scenario: Scenario, everybody: Arrivals, mine: Arrivals) -> None:
        """Find out the rows of this worker's visitors.

        Args:
            scenario: of the run, with all the feeds that were opened.
            everybody: the whole plan.
            mine: the share of it.
        """
        for feed in scenario.feeds:
            whole = Allotment.of(
                feed,
                everybody,
                scenario.traffic.populations,
                rows=self._files[feed.name].rows,
                seed=scenario.seed,
            )
            self._allotted[feed.name] = whole.only(mine.index)

    def hand_out(self, name: str, visitor: int, journal: Journal, now_s: Callable[[], float]) -> Row:
        """Give a visitor its row, once that is in the ledger.

        Raises:
            LedgerError: it could not be written down.
            TabClosedError: no row is left; the visitor leaves, and that is in the ledger, too.
            ValueError: there is no such feed, or it is not for this visitor.
        """
        if name not in self._allotted:
            known = ", ".join(self._allotted) or "none"
            raise ValueError(f"feed {name!r}: is not in the scenario; it has {known}")
        number = self._allotted[name].row_of(visitor)
        if number is None:
            raise ValueError(f"feed {name!r}: is not for visitor {visitor}; add its population to `for`")
        row = None if number == NONE_LEFT else self._files[name].row(number)
        told = None if row is None else number + 1
        journal.hand_out(Handout(feed=name, row=told, visitor=visitor, at_s=now_s()))
        if row is None:
            raise TabClosedError(OUT)
        return row

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()


def _opened(source: FeedSource, beside: Path) -> FeedFile:
    path = Path(source.file)
    # The same path on another machine may be another file; whichever it is, its content decides.
    places = (path, beside / path.name)
    if (same := FileDigest.found(source.sha256, places)) is not None:
        return FeedFile(same)
    others = [str(place) for place in places if place.is_file()]
    what = f"{others[0]} is another file than the master's" if others else f"{path.name} is not here"
    raise FeedError(
        f"feed {source.name}: {what}; put the master's file (SHA-256 {source.sha256[:12]}…, "
        f"{source.rows:,} rows) at {path} or beside the Locust file"
    )
