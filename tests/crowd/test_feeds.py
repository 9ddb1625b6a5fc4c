"""Claims about the feeds of a worker: a row is in the ledger before a visitor has it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from siaga.crowd.feeds import OUT, FeedError, Feeds
from siaga.crowd.journey_end import TabClosedError
from siaga.ledger.journal import Journal, LedgerError
from siaga.record.feed_source import FeedSource
from siaga.record.file_digest import FileDigest
from siaga.record.json_lines import whole_lines
from siaga.scenario.arrivals import plan
from siaga.scenario.load import loads
from siaga.scenario.model import Scenario
from siaga.scenario.shares import Shares

DAY = """
name: fed-day
description: Five visitors, four rows.
seed: 3
locustfile: small.py
traffic:
  arrivals: even
  phases: [{name: doors, for: 5 s, rate: 2/s}]
  populations:
    - {name: everybody, journey: whole}
    - {name: members, journey: whole, people: 5}
feeds: [{name: vouchers, file: vouchers.csv, for: [members], when-out: leave}]
objectives: [{id: errors, expect: error ratio <= 1 %}]
"""


@pytest.fixture
def day() -> Scenario:
    """A day with five members."""
    return loads(DAY, "scenario.yaml")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of the feed, with four rows."""
    path = tmp_path / "vouchers.csv"
    path.write_text("code\n" + "".join(f"secret-{row}\n" for row in range(4)), encoding="utf-8")
    return path


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """The ledger of the worker."""
    made = Journal(tmp_path / "ledger.jsonl", 0)
    yield made
    made.close()


def _source(path: Path) -> FeedSource:
    return FeedSource(name="vouchers", file=str(path), rows=4, sha256=FileDigest.of(path).sha256)


def _opened(path: Path, day: Scenario, rank: int = 0, workers: int = 1) -> Feeds:
    feeds = Feeds.opened([_source(path)], path.parent)
    everybody = plan(day.traffic, day.seed)
    feeds.allot(day, everybody, Shares(everybody, workers).of(rank))
    return feeds


def _members(day: Scenario) -> list[int]:
    everybody = plan(day.traffic, day.seed)
    return [int(one) for one in everybody.index[everybody.population == 1]]


def test_a_row_is_written_down_without_what_is_in_it(
    path: Path, day: Scenario, journal: Journal, tmp_path: Path
) -> None:
    """Feed, number of the row, visitor, time; then the visitor has it."""
    second = _members(day)[1]
    feeds = _opened(path, day)
    assert dict(feeds.hand_out("vouchers", second, journal, lambda: 1.5)) == {"code": "secret-1"}
    feeds.close()
    (fact,) = whole_lines(tmp_path / "ledger.jsonl")
    expected = {"e": "handout", "op": "0-0", "feed": "vouchers", "row": 2, "visitor": second}
    assert fact == {**expected, "at_s": 1.5, "person": ""}
    assert "secret" not in (tmp_path / "ledger.jsonl").read_text()


def test_whoever_finds_none_left_goes_for_good_and_is_counted(
    path: Path, day: Scenario, journal: Journal, tmp_path: Path
) -> None:
    """In the ledger, as a handout of no row."""
    last = _members(day)[4]
    feeds = _opened(path, day)
    with pytest.raises(TabClosedError, match=OUT):
        feeds.hand_out("vouchers", last, journal, lambda: 1.5)
    feeds.close()
    (fact,) = whole_lines(tmp_path / "ledger.jsonl")
    assert (fact["row"], fact["visitor"]) == (None, last)


def test_a_row_that_cannot_be_written_down_is_not_given(
    path: Path, day: Scenario, journal: Journal
) -> None:
    """Nobody could prove that nobody else has it."""
    feeds = _opened(path, day)
    journal.close()
    with pytest.raises(LedgerError):
        feeds.hand_out("vouchers", _members(day)[0], journal, lambda: 1.5)
    feeds.close()


def test_a_worker_knows_the_rows_of_its_own_visitors_alone(
    path: Path, day: Scenario, journal: Journal
) -> None:
    """Whoever is another worker's, or of another population, or asks for another feed, is told so."""
    members = _members(day)
    mine = [one for one in members if one % 2 == 1]
    (other,) = [one for one in members if one % 2 == 0][:1]
    feeds = _opened(path, day, rank=1, workers=2)
    got = {feeds.hand_out("vouchers", one, journal, lambda: 0.0)["code"] for one in mine[:1]}
    assert got == {f"secret-{members.index(mine[0])}"}
    for stranger in (other, next(one for one in range(10) if one not in members)):
        with pytest.raises(
            ValueError, match=rf"feed 'vouchers': is not for visitor {stranger}; add its"
        ):
            feeds.hand_out("vouchers", stranger, journal, lambda: 0.0)
    with pytest.raises(ValueError, match=r"feed 'codes': is not in the scenario; it has vouchers"):
        feeds.hand_out("codes", mine[0], journal, lambda: 0.0)
    feeds.close()
    with pytest.raises(ValueError, match=r"feed 'codes': is not in the scenario; it has none"):
        Feeds({}).hand_out("codes", mine[0], journal, lambda: 0.0)


def test_a_file_at_another_place_is_found_beside_the_locust_file(path: Path, tmp_path: Path) -> None:
    """Its content decides, not its path: on another machine that may be another file."""
    source = _source(path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path.rename(elsewhere / path.name)
    path.write_text("code\nanother\n", encoding="utf-8")
    Feeds.opened([source], elsewhere).close()


@pytest.mark.parametrize(
    ("there", "problem"),
    [
        ("code\nanother\n", r"feed vouchers: \S+vouchers.csv is another file than the master's; put"),
        (None, r"feed vouchers: vouchers.csv is not here; put the master's file \(SHA-256 "),
    ],
)
def test_without_the_masters_file_a_worker_refuses(path: Path, there: str | None, problem: str) -> None:
    """It would give people rows of something else."""
    source = _source(path)
    if there is None:
        path.unlink()
    else:
        path.write_text(there, encoding="utf-8")
    with pytest.raises(FeedError, match=problem) as refused:
        Feeds.opened([source], path.parent)
    assert str(refused.value).endswith(f"4 rows) at {path} or beside the Locust file")
