"""Claims about reading handouts: whose rows they were is known from seed and plan, without the file."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from siaga.judge.handouts import Handouts, Twice, read_handouts
from siaga.ledger.handout import HANDOUT, Handout
from siaga.record.feed_source import FeedSource
from siaga.record.run_record import RunRecord
from siaga.scenario.feed import Feed
from tests.judge.hand_made import Run

Given = tuple[int | None, int]
"""A row, from 1, and the visitor who got it."""

ROWS = 4


def feed(**changed: object) -> Feed:
    """Give a feed for everybody of the day made by hand."""
    given = {"name": "vouchers", "file": "vouchers.csv", "for": ["visitors"], "when-out": "leave"}
    return Feed.model_validate({**given, **changed})


def fed(run: Run, *feeds: Feed) -> Run:
    """Give the run with feeds of four rows each."""
    sources = [FeedSource(name=one.name, file="gone.csv", rows=ROWS, sha256="0") for one in feeds]
    run.record(feeds=[one.as_json() for one in sources])
    return run.judged_with(feeds=feeds)


def hand_out(run: Run, *given: Given, rank: int = 0, name: str = "vouchers") -> None:
    """Write handouts into a worker's ledger."""
    ledger = run.folder.ledger(rank)
    written = len(ledger.read_bytes()) if ledger.exists() else 0
    with ledger.open("a", encoding="utf-8") as file:
        for number, (row, visitor) in enumerate(given):
            told = Handout(feed=name, row=row, visitor=visitor, at_s=1.0).as_json()
            file.write(json.dumps({"e": HANDOUT, "op": f"{rank}-h{written + number}", **told}) + "\n")
    run.collect()


def read(run: Run) -> Sequence[Handouts]:
    """Read what was handed out."""
    return read_handouts(run.folder, run.scenario, RunRecord.read(run.folder.run))


def test_rows_that_went_to_whom_they_were_due_have_no_fault(good: Run) -> None:
    """Of all ledgers together; whoever found none left is counted apart."""
    fed(good, feed())
    hand_out(good, (1, 0), (3, 2), (None, 5))
    hand_out(good, (2, 1), (4, 3), rank=1)
    (found,) = read(good)
    assert found == Handouts(feed="vouchers", again=False, rows=4, visitors=4, left=1)
    assert found.faults == 0


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (((2, 1), (2, 1)), {"rows": 1, "visitors": 1, "twice": 1, "first": (2, (1, 1))}),
        (((1, 0), (1, 3)), {"rows": 1, "visitors": 2, "twice": 1, "first": (1, (0, 3)), "others": 1}),
        (((5, 4),), {"rows": 1, "visitors": 1, "unknown": 1, "others": 1}),
        (((2, 0),), {"rows": 1, "visitors": 1, "others": 1}),
        (((None, 0),), {"left": 1, "others": 1}),
        (
            ((4, 3), (4, 9_999)),
            {"rows": 1, "visitors": 2, "twice": 1, "first": (4, (3, 9_999)), "others": 1},
        ),
    ],
)
def test_what_should_not_be_is_found(
    good: Run, given: Sequence[Given], found: dict[str, object]
) -> None:
    """A row twice, one that the file has not, one that is another visitor's, one withheld."""
    fed(good, feed())
    hand_out(good, *given)
    first = found.pop("first", None)
    twice = None if first is None else Twice(row=first[0], visitors=first[1])  # type: ignore[index]
    expected = Handouts(feed="vouchers", again=False, first_twice=twice, **found)  # type: ignore[arg-type]
    assert read(good) == (expected,)
    assert expected.faults > 0


def test_rows_that_may_be_given_out_again_are_no_fault(good: Run) -> None:
    """As long as each goes to the visitor whose turn it is."""
    fed(good, feed(**{"when-out": "begin-again"}))
    hand_out(good, (1, 0), (1, 4), (2, 9))
    (found,) = read(good)
    assert (found.again, found.twice, found.rows, found.visitors, found.faults) == (True, 1, 2, 3, 0)


def test_each_feed_is_read_for_itself(good: Run) -> None:
    """The same number in two of them is two rows."""
    fed(good, feed(), feed(name="codes"))
    hand_out(good, (1, 0))
    hand_out(good, (1, 0), (2, 1), name="codes")
    assert [(one.feed, one.rows, one.faults) for one in read(good)] == [
        ("vouchers", 1, 0),
        ("codes", 2, 0),
    ]


def test_a_half_record_at_the_end_of_a_ledger_is_passed_over(good: Run) -> None:
    """Its worker was killed; the row was not given yet."""
    fed(good, feed())
    hand_out(good, (1, 0))
    ledger: Path = good.folder.ledger(0)
    half = json.dumps({"e": "handout", "feed": "vouchers", "row": 1})[:-9]
    ledger.write_text(ledger.read_text() + half)
    assert (read(good)[0].rows, read(good)[0].faults) == (1, 0)


def test_without_feeds_or_ledgers_there_is_nothing_to_read(good: Run) -> None:
    """A run that never began has handed out nothing."""
    assert read(good) == ()
    fed(good, feed())
    for path in good.folder.ledgers():
        path.unlink()
    assert read(good) == (Handouts(feed="vouchers", again=False),)


def test_a_run_that_does_not_say_what_its_feeds_were_is_damaged(good: Run) -> None:
    """Nobody can tell then whose a row was."""
    fed(good, feed())
    good.record(feeds=[])
    with pytest.raises(ValueError, match=r"feed vouchers: run\.json does not say how many rows it had"):
        read(good)
