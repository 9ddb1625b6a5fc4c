"""Claims about workers that were lost: what is left of their ledgers, and whose promises they had."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from siaga.judge.counts import WorkerTallies
from siaga.judge.lost_worker import LostWorker, _lost, lost_workers
from siaga.judge.recorded import recorded
from siaga.ledger.outcome import Outcome
from siaga.record.run_record import RunRecord
from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import Arrivals, plan
from tests.judge.hand_made import PER_S, Run, whole_second

ALL = 2_000


@pytest.fixture
def torn(good: Run) -> Run:
    """Two workers elsewhere, of whom the second falls silent after second 7."""
    good.record(workers=2)
    good.promises(1, eka=Outcome.OK, fajar=None)
    good.tallies([whole_second(second) for second in range(8)], 1)
    good.collect(in_place=False, lost=1)
    return good


def lost(run: Run) -> tuple[LostWorker, ...]:
    """Give the lost workers of a run."""
    facts = recorded(run.folder, run.scenario)
    assert facts.damage == ()
    return facts.lost


def test_a_lost_worker_is_told_of_with_what_is_left_of_it(torn: Run) -> None:
    """Its share is every second visitor from the second on; those from second 8 on came later."""
    at_s = plan(torn.scenario.traffic, torn.scenario.seed).at_s[1::2]
    assert lost(torn) == (
        LostWorker(
            rank=1,
            in_place=False,
            ledger_bytes=torn.folder.ledger(1).stat().st_size,
            ledger_end_s=1.0,
            last_second=7,
            visitors=(1, 3, 5),
            planned=ALL // 2,
            due_after=int((at_s >= 8.0).sum()),
            away=ALL // 2 - 8 * PER_S,
        ),
    )
    assert 0 < lost(torn)[0].due_after < ALL // 2


def test_workers_that_closed_are_not_lost(good: Run) -> None:
    """Nor is anybody in a run that never began."""
    assert lost(good) == ()
    good.day(close=False)
    good.folder.plan.unlink()
    assert lost(good) == ()


def test_of_a_worker_that_left_nothing_only_its_share_is_known(good: Run) -> None:
    """Everybody in it was due after its last tally, since there is none."""
    good.record(workers=3)
    one, other = lost(good)
    assert (one.rank, other.rank) == (1, 2)
    assert other == LostWorker(
        rank=2,
        in_place=True,
        ledger_bytes=0,
        ledger_end_s=None,
        last_second=-1,
        visitors=(2, 5, 8),
        planned=666,
        due_after=666,
        away=666,
    )


@pytest.mark.parametrize(
    ("ledger", "end_s"),
    [
        (b"", None),
        (b'{"e":"invoke","at_s":3.5', None),
        (b'{"e":"invoke","at_s":3.5}\n', 3.5),
        (b'{"at_s":3.5}\n{"at_s":4', 3.5),
        (b'{"at_s":3.5}\n{"at_s":"noon"}\n', 3.5),
        (b'{"at_s":3.5}\n{"at_s":NaN}\n{"at_s":true}\n', 3.5),
        (b'{"at_s":3.5}\n[]\n5\n\xff\xfe\n{"op":"1-1"}\n', 3.5),
        (b'{"at_s":3.5}\n' + b"x" * 2_000_000 + b"\n", None),
    ],
    ids=["empty", "torn", "whole", "whole-and-torn", "no-time", "no-number", "no-record", "far-away"],
)
def test_a_ledger_ends_with_its_last_whole_record(torn: Run, ledger: bytes, end_s: float | None) -> None:
    """Half a record tells nothing, and what is no record is passed over."""
    torn.folder.ledger(1).write_bytes(ledger)
    (one,) = lost(torn)
    assert (one.ledger_bytes, one.ledger_end_s) == (len(ledger), end_s)


def test_of_a_run_of_chosen_visitors_only_those_are_anybodys_share(torn: Run) -> None:
    """They are shared out in the order in which they come."""
    torn.record(workers=2, only=(4, 9, 30))
    (one,) = lost(torn)
    assert (one.visitors, one.planned) == ((9,), 1)


def test_tallies_out_of_order_do_not_hide_the_last_one(make: Callable[..., Run]) -> None:
    """The latest second counts, wherever it stands."""
    run = make()
    run.record()
    run.tallies([whole_second(5), whole_second(3)])
    (one,) = lost(run)
    assert one.last_second == 5
    assert one.planned == PER_S * 20


def test_a_share_that_cannot_be_planned_is_damage(torn: Run) -> None:
    """A visitor who is not in the plan cannot have been chosen."""
    run = json.loads(torn.folder.run.read_text())
    torn.folder.run.write_text(json.dumps(run | {"only": [10**9]}))
    facts = recorded(torn.folder, torn.scenario)
    assert facts.lost == ()
    assert facts.damage == ("lost workers: visitor 1000000000: is not in the plan; it has 2,000",)


def test_of_whom_nothing_is_known_it_is_not_said_that_it_wrote_in_place(torn: Run) -> None:
    """What the master wrote down knows fewer workers than there were."""
    found = lost_workers(torn.folder, torn.scenario, RunRecord.read(torn.folder.run), (), ())
    assert [(one.rank, one.in_place) for one in found] == [(0, False), (1, False)]


def test_whoever_was_due_at_the_end_of_the_last_tally_was_due_later(torn: Run) -> None:
    """The tally of second 7 ends before second 8 begins."""
    due = Arrivals(
        index=np.arange(3), at_s=np.array([7.5, 8.0, 8.5]), population=np.zeros(3, dtype=np.int64)
    )
    counted = WorkerTallies(rank=1, tallies=(whole_second(7),))
    found = _lost(torn.folder.ledger(1), counted, due, in_place=True)
    assert (found.due_after, found.planned) == (2, 3)


def test_of_a_worker_from_which_others_took_over_it_is_known_who_stayed_away(good: Run) -> None:
    """Those who were due before, and of whom none of its tallies tells; dropped ones came to be dropped.

    The third had taken over some of the second's when it was lost itself.
    """
    good.record(workers=3)
    good.tallies([whole_second(second, arrived=30, dropped=3) for second in range(6)], 1)
    good.tallies([whole_second(second, arrived=33) for second in range(12)], 2)
    at_s = plan(good.scenario.traffic, good.scenario.seed).at_s
    second, third = at_s[1::3], at_s[2::3]
    taken = second[second >= 10.0]
    gone = [
        Takeover(lost=1, noticed_s=8.0, from_s=10.0, takers=(0, 2), visitors=(1, 1)),
        Takeover(lost=2, noticed_s=14.0, from_s=16.0, takers=(0,), visitors=(1,)),
    ]
    for one in gone:
        one.write(good.folder.takeovers)
    whole = sorted([*third, *taken[1::2]])
    found = lost(good)
    assert [(one.rank, one.takeover, one.closed) for one in found] == [
        (1, gone[0], False),
        (2, gone[1], False),
    ]
    assert [(one.planned, one.due_after) for one in found] == [
        (len(second), sum(second >= 6.0)),
        (len(whole), sum(one >= 12.0 for one in whole)),
    ]
    assert [one.away for one in found] == [
        sum(second < 10.0) - 6 * 33,
        sum(one < 16.0 for one in whole) - 12 * 33,
    ]
    assert all(one.away > 0 for one in found)


def test_a_worker_that_came_back_when_others_had_taken_over_was_lost_all_the_same(good: Run) -> None:
    """It has written everything; whom it did not send stayed away."""
    good.record(workers=2)
    seconds = [whole_second(second, arrived=50, closed=second == 9) for second in range(10)]
    good.tallies(seconds, 1)
    one = Takeover(lost=1, noticed_s=9.0, from_s=11.0, takers=(0,), visitors=(450,))
    one.write(good.folder.takeovers)
    at_s = plan(good.scenario.traffic, good.scenario.seed).at_s[1::2]
    (found,) = lost(good)
    assert (found.closed, found.takeover) == (True, one)
    assert found.away == max(sum(at_s < 11.0) - 500, 0)


@pytest.mark.parametrize(
    ("line", "damage"),
    [
        ('{"lost":1}\n', "takeovers: takeover: \"{'lost': 1}\" is none"),
        (
            '{"lost":5,"noticed_s":1.0,"from_s":2.0,"takers":[0],"visitors":[1]}\n',
            "lost workers: rank: 5 of 2 workers; 0 to 1 is allowed",
        ),
    ],
    ids=["none", "strangers"],
)
def test_a_takeover_that_cannot_be_believed_is_damage(torn: Run, line: str, damage: str) -> None:
    """Who was to come by whom is not known then."""
    torn.folder.takeovers.write_text(line)
    facts = recorded(torn.folder, torn.scenario)
    assert [one.startswith(damage) for one in facts.damage] == [True], facts.damage
