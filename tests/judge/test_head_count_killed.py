"""Claims about the head count of a run that killed workers: how short the site's counter may be then."""

import pytest

from siaga.ledger.outcome import Outcome
from siaga.record.fault_span import FaultSpan
from tests.judge.asked import Make
from tests.judge.hand_made import Run, entry
from tests.judge.test_head_count import counted, counting

KILLED_S, DEAD_S = 10.0, 11.0


@pytest.fixture
def killed(make: Make) -> Run:
    """Four people on the roll: one was done before a worker was killed, two asked then, one later."""
    people = {"ana": (2.0, 9.9), "budi": (9.0, 10.5), "citra": (10.9, 12.0), "dewi": (11.5, 12.0)}
    run = counting(make, kept=[entry(person, seat) for seat, person in enumerate(people)])
    for person, (began_s, ended_s) in people.items():
        run.asks(person, Outcome.OK, began_s, ended_s)
    return run


def _kills(
    run: Run, kind: str = "kill", target: str = "worker", proven_s: float | None = DEAD_S
) -> None:
    proof = "" if proven_s is None else "worker 7 is gone"
    span = FaultSpan(
        kind=kind, target=target, from_s=KILLED_S, until_s=15.0, proof=proof, proven_s=proven_s
    )
    span.write(run.folder.faults)


@pytest.mark.parametrize(
    ("grown", "state"), [(1.0, "broken"), (2.0, "met"), (3.0, "met"), (4.0, "met"), (5.0, "broken")]
)
def test_a_counter_may_be_short_of_those_whose_worker_was_killed(
    killed: Run, grown: float, state: str
) -> None:
    """By two at most, who had a request under way then; and it is never long."""
    _kills(killed)
    assert counted(killed, 0, grown).state == state


def test_how_short_a_counter_may_be_is_told(killed: Run) -> None:
    """Whether it was near enough or not; where it is not short there is nothing to tell."""
    _kills(killed)
    under_way = "2 people had a request under way while workers were killed"
    told = "The ledger (4 people), the site's counter ({}) and the roll (4)"
    assert counted(killed, 0, 3).text == (
        f"{told.format(3)} agree: {under_way}, so that the counter may be as many short."
    )
    assert counted(killed, 0, 1).text == (
        f"{told.format(1)} do not agree, though {under_way}: nobody knows what the site holds."
    )
    assert counted(killed, 0, 4).text == f"{told.format(4)} agree."


@pytest.mark.parametrize(
    ("kind", "target", "proven_s", "state"),
    [
        ("kill", "workers", DEAD_S, "met"),
        ("power-loss", "site", DEAD_S, "met"),
        ("kill", "worker", None, "met"),
        ("kill", "post-office", DEAD_S, "broken"),
        ("kill", "store", DEAD_S, "broken"),
        ("restart", "worker", DEAD_S, "broken"),
    ],
)
def test_only_what_ends_workers_at_once_excuses_a_counter(
    killed: Run, kind: str, target: str, proven_s: float | None, state: str
) -> None:
    """A worker that is asked to end counts what it has done."""
    _kills(killed, kind, target, proven_s)
    assert counted(killed, 0, 2).state == state


def test_of_a_kill_that_nobody_saw_all_later_requests_may_have_been_under_way(killed: Run) -> None:
    """It may have come at any time since."""
    _kills(killed, proven_s=None)
    assert "3 people had a request" in counted(killed, 0, 2).text
