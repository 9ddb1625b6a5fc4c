"""Claims about the moments that a run has to have seen: each happens in one run and not in another."""

from collections.abc import Callable, Iterable
from typing import get_args

import pytest
from pydantic import ValidationError

from siaga.judge.audit import audit
from siaga.judge.sometimes import MOMENTS
from siaga.ledger.outcome import Outcome
from siaga.scenario.model import Evidence, Moment, Site
from tests.judge.hand_made import Entry, Run, entry

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN
SEATS = 10


def moments(
    run: Run, asked: Iterable[tuple[str, Outcome]], kept: list[Entry], before: Iterable[Entry] = ()
) -> tuple[str, ...]:
    """Give what was seen in a run in which people asked and the roll kept."""
    run.operations(asked)
    run.roll(before=before, first=kept, second=kept)
    return audit(run.folder, run.scenario).seen


def test_a_scenario_may_name_every_moment_and_no_other() -> None:
    """The names of the file are those that can be seen."""
    assert tuple(MOMENTS) == get_args(Moment)


def test_a_quiet_run_has_seen_nothing(make: Callable[..., Run]) -> None:
    """One seat of ten, given and kept."""
    assert moments(make(), [("ana", OK)], [entry("ana", 1)]) == ()


@pytest.mark.parametrize(
    ("asked", "kept", "seen"),
    [
        ([("ana", REFUSED)], [], "refusal"),
        ([("ana", UNKNOWN)], [], "unknown"),
        ([("ana", OK), ("ana", OK)], [entry("ana", 1)], "replay"),
    ],
)
def test_a_moment_is_seen_where_it_happens(
    make: Callable[..., Run], asked: list[tuple[str, Outcome]], kept: list[Entry], seen: str
) -> None:
    """That one and no other."""
    assert moments(make(), asked, kept) == (seen,)


def test_a_recovery_is_an_unknown_outcome_that_the_roll_holds(make: Callable[..., Run]) -> None:
    """Both moments were seen."""
    assert moments(make(), [("ana", UNKNOWN)], [entry("ana", 1)]) == ("unknown", "recovery")


@pytest.mark.parametrize(("given", "seen"), [(SEATS - 1, ()), (SEATS, ("sold-out",))])
def test_sold_out_is_when_the_last_seat_goes(
    make: Callable[..., Run], given: int, seen: tuple[str, ...]
) -> None:
    """Seats that were taken before the run count."""
    there = [entry("old", SEATS)]
    people = [f"p{number}" for number in range(1, given)]
    kept = [entry(person, seat) for seat, person in enumerate(people, start=1)]
    asked = [(person, OK) for person in people]
    assert moments(make(), asked, [*there, *kept], before=there) == seen


def test_a_raised_quota_is_sold_out_when_its_last_seat_goes(good: Run) -> None:
    """Three seats are given: the last of three, and not of five, to which the quota was raised."""
    for then, seen in ((5, False), (3, True)):
        raises = ({"with": "evening", "quota": then},)
        site = good.scenario.site.model_dump(by_alias=True) | {"quota": 3, "raises": raises}
        found = audit(good.folder, good.judged_with(site=Site.model_validate(site)).scenario).seen
        assert ("sold-out" in found) is seen


def test_without_a_quota_nothing_is_sold_out(good: Run) -> None:
    """There is always another seat."""
    site = good.scenario.site.model_copy(update={"quota": None})
    assert audit(good.folder, good.scenario.model_copy(update={"site": site})).seen == ("refusal",)


def test_a_moment_is_named_once() -> None:
    """Twice is a slip of the pen, and an unknown one another."""
    for moments in (["replay", "replay"], ["sunrise"]):
        with pytest.raises(ValidationError):
            Evidence.model_validate({"seen": moments})
