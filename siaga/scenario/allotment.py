"""The Allotment of a feed: which row each visitor gets, the same for any number of workers.

A visitor's rank is how many visitors of the feed's populations are before it in the plan. The rank is
the row, or its place in a seeded shuffle of the rows. So no worker has to ask another one: as ranks
differ, so do rows, and whoever has seed, plan and number of rows can tell afterwards whose a row was.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from siaga.scenario.arrivals import Arrivals
from siaga.scenario.feed import Feed
from siaga.scenario.traffic import Population

NONE_LEFT = -1
"""In place of the row of a visitor for whom there is none."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """The rows of some visitors; equal lengths.

    Attributes:
        visitors: their numbers in the plan, in order.
        rows: number of the row of each, from 0; `NONE_LEFT` where there is none.
    """

    visitors: Numbers
    rows: Numbers

    @classmethod
    def of(
        cls,
        feed: Feed,
        everybody: Arrivals,
        populations: Collection[Population],
        *,
        rows: int,
        seed: int,
    ) -> Self:
        """Allot the rows of a feed to everybody who is to get one.

        Args:
            feed: whose rows.
            everybody: the whole plan, never a share of it.
            populations: of the traffic, in order.
            rows: how many there are, 1 or more.
            seed: of the run.

        Raises:
            ValueError: there is no row.
        """
        if rows < 1:
            raise ValueError(f"feed {feed.name}: has {rows} rows; 1 or more are needed")
        visitors = everybody.index[is_for(feed, everybody, populations)]
        ranks = np.arange(len(visitors))
        if feed.when_out == "begin-again":
            ranks %= rows
        found = np.full(len(visitors), NONE_LEFT)
        order = _order(feed, rows, seed)
        found[ranks < rows] = order[ranks[ranks < rows]]
        return cls(visitors=visitors, rows=found)

    def only(self, visitors: Numbers) -> Self:
        """Give the part for some visitors; those who get no row of the feed are left out."""
        mine = np.isin(self.visitors, visitors)
        return type(self)(visitors=self.visitors[mine], rows=self.rows[mine])

    def rows_of(self, visitors: Numbers) -> Numbers:
        """Give the row of each of some visitors; `NONE_LEFT` also for whoever is to get none."""
        found = np.full(len(visitors), NONE_LEFT)
        places = np.searchsorted(self.visitors, visitors)
        inside = places < len(self.visitors)
        inside[inside] = self.visitors[places[inside]] == visitors[inside]
        found[inside] = self.rows[places[inside]]
        return found

    def row_of(self, visitor: int) -> int | None:
        """Give the row of a visitor, `NONE_LEFT` where none is left; None for whoever is to get none."""
        place = int(np.searchsorted(self.visitors, visitor))
        found = place < len(self.visitors) and self.visitors[place] == visitor
        return int(self.rows[place]) if found else None


def is_for(feed: Feed, arrivals: Arrivals, populations: Collection[Population]) -> NDArray[np.bool_]:
    """Tell of each arrival whether it is a visitor of a feed's populations."""
    wanted = [place for place, one in enumerate(populations) if one.name in feed.for_]
    return np.isin(arrivals.population, wanted)


def _order(feed: Feed, rows: int, seed: int) -> Numbers:
    if feed.order == "as-written":
        return np.arange(rows)
    # The plan draws with 0 and 1; the name keeps two feeds of one day from being shuffled alike.
    source = np.random.default_rng([seed, 2, crc32(feed.name.encode())])
    return source.permutation(rows)
