"""The tables of scrapes: what the site's own series say of its seats, and of how often it said yes."""

from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

from siaga.judge.recorded import DAMAGE
from siaga.judge.terms import Terms
from siaga.observe.growth import grown
from siaga.observe.series import Floats, Series, SeriesPoints, read
from siaga.record.run_folder import RunFolder
from siaga.scenario.series_name import parsed
from siaga.scenario.site import Bank

Flags = NDArray[np.bool_]

_BANK = """INSERT INTO bank SELECT unnest($1::DOUBLE[]), unnest($2::DOUBLE[]), unnest($3::DOUBLE[])"""
_COUNTER = """INSERT INTO counter SELECT unnest($1::DOUBLE[]), unnest($2::DOUBLE[]),
  unnest($3::BOOLEAN[]), unnest($4::BOOLEAN[])"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """The series that a name of the scenario chooses, at each good scrape; arrays of shape (n,).

    Attributes:
        points: the series.
        total: their values added up.
        shown: whether any of them is there.
        torn: whether one is missing that was there before.
        fell: whether one shows less than when it was there last.
    """

    points: tuple[SeriesPoints, ...]
    total: Floats
    shown: Flags
    torn: Flags
    fell: Flags


def lay_scrapes(engine: duckdb.DuckDBPyConnection, folder: RunFolder, terms: Terms) -> None:
    """Make the tables `bank` and `counter`, times in run seconds; each is empty where nobody maps it.

    `bank` (at_s, issued, accounted) has a row for each scrape that shows every series of `site.seats`.
    `counter` (at_s, grown, shown, reset) has a row for each good scrape: by how much `site.counter` has
    grown since the site was first looked at, whether it was there, and whether it began anew since the
    scrape before, so that what it counted last is lost. Scrapes that cannot be read count as none: that
    the file is damaged is evidence by itself.
    """
    engine.execute("CREATE TABLE bank (at_s DOUBLE, issued DOUBLE, accounted DOUBLE)")
    engine.execute("CREATE TABLE counter (at_s DOUBLE, grown DOUBLE, shown BOOLEAN, reset BOOLEAN)")
    site = terms.site
    if site.seats is None and site.counter is None:
        return
    try:
        series = read(folder.scrapes, terms.t0_s or 0.0)
    except DAMAGE:
        return
    if site.seats is not None and series.good_s.size:
        engine.execute(_BANK, _bank(series, site.seats))
    if site.counter is not None and series.good_s.size:
        engine.execute(_COUNTER, _counter(series, site.counter))


def _bank(series: Series, bank: Bank) -> list[object]:
    issued, parts = _chosen(series, bank.issued), [_chosen(series, name) for name in bank.parts]
    every = (issued, *parts)
    whole = np.all([one.shown & ~one.torn for one in every], axis=0)
    accounted = np.sum([one.total for one in parts], axis=0)
    return [series.good_s[whole].tolist(), issued.total[whole].tolist(), accounted[whole].tolist()]


def _counter(series: Series, name: str) -> list[object]:
    chosen, at_s = _chosen(series, name), series.good_s
    growth = grown(chosen.points, at_s, float(at_s[0]))
    reset = chosen.torn | chosen.fell
    return [at_s.tolist(), growth.tolist(), chosen.shown.tolist(), reset.tolist()]


def _chosen(series: Series, text: str) -> _Chosen:
    name, labels = parsed(text)
    at_s = series.good_s
    points = tuple(one for one in series.points(name, labels) if one.at_s.size)
    total, shown = np.zeros(at_s.size), np.zeros(at_s.size, dtype=bool)
    torn, fell = shown.copy(), shown.copy()
    for one in points:
        newest = np.searchsorted(one.at_s, at_s, side="right") - 1
        born = newest >= 0
        there = born & (one.at_s[newest] == at_s)
        total += np.where(there, one.values[newest], 0.0)
        shown |= there
        torn |= born & ~there
        fell |= there & (one.values[newest] < one.values[np.maximum(newest - 1, 0)])
    return _Chosen(points=points, total=total, shown=shown, torn=torn, fell=fell)
