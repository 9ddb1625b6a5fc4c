"""Claims about the tables of scrapes: which looks at a site count, and what they add up to."""

from collections.abc import Callable
from typing import Any

import pytest

from siaga.judge.books import open_books
from siaga.judge.terms import Terms
from siaga.ledger.outcome import Outcome
from siaga.scenario.site import Bank, Site
from tests.judge.hand_made import T0_S, Run

SITE = Site(seats=Bank(issued="issued", parts=("given", "left")), counter="joins_total")


def rows(run: Run, table: str, site: Site = SITE) -> list[tuple[Any, ...]]:
    """Give the rows of a table in order of time."""
    with open_books(run.folder, Terms(site=site, t0_s=T0_S)) as books:
        return books._engine.sql(f"FROM {table} ORDER BY at_s").fetchall()


@pytest.fixture
def run(make: Callable[..., Run]) -> Run:
    """A run in which somebody asked and nothing is on the roll."""
    run = make()
    run.promises(ana=Outcome.OK)
    run.roll(before=[], first=[], second=[])
    return run


def test_the_bank_has_a_row_for_each_scrape_that_shows_every_series(run: Run) -> None:
    """Times in run seconds; several series of a name are added up, and other labels do not matter."""
    run.scrapes([
        {"issued": 9.0, "given": 1.0, "left": 8.0},
        None,
        {"issued": 9.0, "given": 2.0},
        {"issued": 9.0, "given{wave=1}": 2.0, "given{wave=2}": 3.0, "left": 4.0, "other": 7.0},
    ])  # fmt: skip
    # At 3 s a series of `given` that was there before has gone: what is missing may be in it.
    assert rows(run, "bank") == [(0.0, 9.0, 9.0)]
    run.scrapes([{"issued": 9.0, "given{wave=1}": 2.0, "given{wave=2}": 3.0, "left": 4.0}])
    assert rows(run, "bank") == [(0.0, 9.0, 9.0)]


def test_the_counter_has_a_row_for_each_good_scrape(run: Run) -> None:
    """By how much it has grown, whether it was there, and whether it fell or went."""
    shown = [{}, {"joins_total": 3.0}, None, {"joins_total": 5.0}, {"joins_total": 1.0}, {"other": 1.0}]
    run.scrapes(shown)
    assert rows(run, "counter") == [
        (0.0, 0.0, False, False),
        (1.0, 3.0, True, False),
        (3.0, 5.0, True, False),
        (4.0, 6.0, True, True),
        (5.0, 6.0, False, True),
    ]


def test_a_counter_that_was_there_from_the_start_counts_from_there(run: Run) -> None:
    """What it showed before the run is not of the run."""
    run.scrapes([{"joins_total": 40.0}, {"joins_total": 42.0}])
    assert [(grown, reset) for _at_s, grown, _shown, reset in rows(run, "counter")] == [
        (0.0, False),
        (2.0, False),
    ]


@pytest.mark.parametrize("name", ["up", "seats"])
def test_a_name_of_which_there_are_no_plain_points_harms_nothing(run: Run, name: str) -> None:
    """Siaga's own `up` has a point for failed scrapes, too; a name that is not there has none."""
    run.scrapes([{"joins_total": 1.0}, None, {"joins_total": 1.0}])
    site = Site(seats=Bank(issued=name, parts=("joins_total",)), counter=name)
    assert len(rows(run, "bank", site)) == (2 if name == "up" else 0)
    assert len(rows(run, "counter", site)) == 2


@pytest.mark.parametrize("spoil", ["nothing", "damage", "unmapped"])
def test_without_scrapes_or_names_the_tables_are_empty(run: Run, spoil: str) -> None:
    """A log that is missing, one that is damaged, and a scenario that asks for neither."""
    run.scrapes([{"joins_total": 1.0, "issued": 1.0, "given": 1.0, "left": 0.0}] * (spoil == "unmapped"))
    if spoil == "damage":
        run.folder.scrapes.write_text('{"at": 1}\n{}\n', encoding="utf-8")
    site = Site() if spoil == "unmapped" else SITE
    assert rows(run, "bank", site) == rows(run, "counter", site) == []


def test_a_series_that_fell_is_told_of_once_and_whatever_the_others_do(run: Run) -> None:
    """At the scrape that shows less than the one before it; one that stays does not fall."""
    wave_1, wave_2 = "joins_total{wave=1}", "joins_total{wave=2}"
    run.scrapes([{wave_1: value, wave_2: 1.0} for value in (5.0, 3.0, 4.0, 4.0)])
    assert rows(run, "counter") == [
        (0.0, 0.0, True, False),
        (1.0, 3.0, True, True),
        (2.0, 4.0, True, False),
        (3.0, 4.0, True, False),
    ]


def test_either_table_is_laid_without_the_other(run: Run) -> None:
    """A scenario may name an account of seats alone, or a counter alone."""
    run.scrapes([{"issued": 9.0, "given": 1.0, "left": 8.0, "joins_total": 1.0}])
    seats, counter = Site(seats=SITE.seats), Site(counter=SITE.counter)
    assert (rows(run, "bank", seats), rows(run, "counter", seats)) == ([(0.0, 9.0, 9.0)], [])
    assert (rows(run, "bank", counter), rows(run, "counter", counter)) == ([], [(0.0, 0.0, True, False)])


def test_where_nobody_knows_when_the_run_began_times_are_those_of_the_site(run: Run) -> None:
    """Unix seconds, as they were scraped."""
    run.scrapes([{"joins_total": 1.0}])
    with open_books(run.folder, Terms(site=SITE)) as books:
        assert books.rows("SELECT at_s FROM counter") == [{"at_s": T0_S}]
