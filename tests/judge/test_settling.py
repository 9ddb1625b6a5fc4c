"""Claims about a site that settles: what is waited for, and that nothing broken is waited away."""

from collections.abc import Callable

import pytest

from siaga.judge.settling import settling
from siaga.ledger.outcome import Outcome
from siaga.scenario.site import Site
from tests.judge.hand_made import Entry, Run, entry

ANA, BUDI, EKA = (entry(person, seat) for seat, person in enumerate(("ana", "budi", "eka")))

Make = Callable[..., Run]
Rows = list[Entry]


def run_of(
    make: Make, first: Rows | str, second: Rows, notices: Rows | None = None, before: Rows | None = None
) -> Run:
    """Make a run in which Ana and Budi were told yes and Eka heard nothing."""
    run = make()
    run.promises(ana=Outcome.OK, budi=Outcome.OK, dewi=Outcome.REFUSED, eka=None)
    run.record()
    run.roll(before=before or [], first=first, second=second)
    if notices is not None:
        source = {"notices": {"path": "/notices"}}
        site = Site.model_validate(run.scenario.site.model_dump(by_alias=True) | source)
        run.judged_with(site=site)
        run.also_read({"notices-before": [], "notices": notices})
    return run


@pytest.mark.parametrize(
    ("first", "second", "waits"),
    [
        ([ANA, BUDI], [ANA, BUDI], False),
        ([ANA, BUDI], [BUDI, ANA], False),
        ([ANA, BUDI], [ANA, BUDI, EKA], True),
        ([ANA, BUDI, EKA], [ANA, BUDI, EKA], False),
        ([ANA, BUDI, EKA], [ANA, BUDI], False),
        ([ANA], [ANA, BUDI, EKA], False),
        ([ANA, BUDI], [ANA, BUDI, EKA, entry("dewi", 3)], False),
        ([ANA], [ANA, EKA], False),
        ([ANA, BUDI], [ANA, BUDI, EKA, entry("eka", 5)], False),
        ("no answer", [ANA, BUDI, EKA], False),
    ],
    ids=["equal", "order", "late", "there", "gone", "acknowledged-late", "refused-late", "lost", "twice",
         "unread"],
)  # fmt: skip
def test_only_who_heard_nothing_is_waited_for(
    make: Make, first: Rows | str, second: Rows, *, waits: bool
) -> None:
    """Another reading would hide what these two show to be broken."""
    run = run_of(make, first, second)
    assert settling(run.folder, run.scenario) is waits


@pytest.mark.parametrize(
    ("notices", "waits"),
    [
        ([ANA, BUDI], False),
        ([ANA], True),
        ([], True),
        ([ANA, ANA], False),
        ([ANA, ANA, BUDI], False),
        ([ANA, BUDI, EKA], True),
        ([ANA, BUDI, entry("dewi", 3)], False),
        ([ANA, EKA, EKA], False),
    ],
    ids=["told", "one-missing", "none", "one-for-another", "repeated", "told-before-read", "unasked",
         "repeated-and-unasked"],
)  # fmt: skip
def test_notices_of_entries_that_are_there_are_waited_for(
    make: Make, notices: Rows, *, waits: bool
) -> None:
    """Who heard nothing may have been given a seat, and told, since the roll was read."""
    run = run_of(make, [ANA, BUDI], [ANA, BUDI], notices)
    assert settling(run.folder, run.scenario) is waits


def test_who_stood_there_before_needs_no_notice(make: Make) -> None:
    """Only what is new is counted."""
    run = run_of(make, [ANA, BUDI], [ANA, BUDI], [ANA], before=[BUDI])
    assert not settling(run.folder, run.scenario)


def test_what_cannot_be_read_is_not_waited_for(make: Make) -> None:
    """A damaged reading stays one; so does a run without any."""
    run = run_of(make, [ANA, BUDI], [ANA, BUDI, EKA])
    run.folder.roll_reading("second").write_text("{", encoding="utf-8")
    assert not settling(run.folder, run.scenario)
    run.folder.roll_reads.unlink()
    assert not settling(run.folder, run.scenario)
