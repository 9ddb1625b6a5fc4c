"""Claims about entries that come after the run has ended: by R0 and R13 some may, and others not."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from siaga.judge.rules.people import R13
from siaga.judge.rules.roll import R0
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision
from siaga.ledger.outcome import Outcome
from siaga.roll.entry import Entry
from siaga.scenario.site import Site
from tests.judge.asked import Make, ruling, violations
from tests.judge.hand_made import T0_S, Run, entry

ANA, EKA = (
    Entry(person=person, operation=f"key-{person}", seat=seat, at_s=T0_S + 1)
    for person, seat in (("ana", "1"), ("eka", "4"))
)


def asked(make: Make, *eka: Outcome | None) -> Run:
    """Make a run in which Ana was told yes, and Eka asked so often."""
    run = make()
    run.operations([("ana", Outcome.OK), *(("eka", outcome) for outcome in eka)])
    run.record()
    return run


@pytest.mark.parametrize(
    "readings",
    [
        {"first": [ANA], "second": [ANA, EKA]},
        {"first": [ANA], "second": [ANA, EKA], "restarted": [ANA, EKA]},
        {"first": [ANA], "second": [ANA], "restarted": [ANA, EKA]},
        {"first": [ANA], "second": "no answer", "restarted": [ANA, EKA]},
    ],
)
@pytest.mark.parametrize(
    "eka", [(None,), (Outcome.UNKNOWN,), (Outcome.REFUSED, None), (Outcome.OK, None)]
)
def test_r0_who_heard_nothing_may_come_late(
    make: Make, readings: dict[str, list[Entry] | str], eka: Sequence[Outcome | None]
) -> None:
    """The site finishes what it has in hand; that nobody acknowledged is lost meanwhile is R1's."""
    run = asked(make, *eka)
    run.roll(before=[], **readings)
    assert violations(run, R0) == []
    assert ruling(run, R0).result.state == "met"


@pytest.mark.parametrize(
    ("eka", "readings"),
    [
        ((Outcome.OK,), {"first": [ANA], "second": [ANA, EKA]}),
        ((Outcome.REFUSED,), {"first": [ANA], "second": [ANA, EKA]}),
        ((), {"first": [ANA], "second": [ANA, EKA]}),
        ((None,), {"first": [ANA, EKA], "second": [ANA]}),
        ((None,), {"first": [ANA], "second": [ANA, EKA], "restarted": [ANA]}),
        ((None,), {"first": [ANA, EKA], "second": [ANA], "restarted": [ANA, EKA]}),
        ((None,), {"first": [ANA, EKA], "second": [ANA, replace(EKA, content="x")]}),
        ((None,), {"first": [ANA], "second": [ANA, EKA], "restarted": [ANA, replace(EKA, content="x")]}),
        ((None,), {"before": [EKA], "first": [ANA], "second": [ANA, EKA]}),
    ],
    ids=["acknowledged", "refused", "unasked", "vanished", "came-and-went", "gone-between", "changed",
         "came-and-changed", "old"],
)  # fmt: skip
def test_r0_nothing_else_may_change(
    make: Make, eka: Sequence[Outcome | None], readings: dict[str, Iterable[Entry]]
) -> None:
    """Who knows the answer does not come late, and nobody goes or becomes another."""
    run = asked(make, *eka)
    run.roll(**{"before": []} | readings)
    assert [one["person"] for one in violations(run, R0)] == ["eka"]


def test_r0_one_who_moved_to_another_seat_has_left_one(make: Make) -> None:
    """What came may have come late; what went is a violation."""
    run = asked(make, None)
    run.roll(before=[], first=[ANA, EKA], second=[ANA, replace(EKA, seat="5")])
    assert [one["seat"] for one in violations(run, R0)] == ["4"]


@pytest.mark.parametrize("interrupted", [True, False])
def test_a_request_that_ends_between_two_readings_is_no_broken_promise(
    good: Run, *, interrupted: bool
) -> None:
    """Of a run that was stopped nothing is known, and of a whole one what the rest says."""
    good.asks("eka", None, 19.0, 19.0)
    good.operations([(f"k{number}", Outcome.REFUSED) for number in range(20)])
    kept = [entry("ana", 1), entry("budi", 2), entry("citra", 3)]
    good.roll(before=[], first=kept, second=[*kept, entry("eka", 4)])
    good.record(interrupted=interrupted)
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert verdict.decision is (Decision.INCONCLUSIVE if interrupted else Decision.GO)
    stopped = ["run-to-its-end"] * interrupted
    assert [one.id for one in verdict.reasons if one.gate != "score"] == stopped


@pytest.mark.parametrize(
    ("eka", "second", "missing"),
    [
        (None, [ANA], []),
        (None, [ANA, EKA], ["eka"]),
        (Outcome.OK, [ANA], ["eka"]),
        (None, "no answer", ["eka"]),
    ],
    ids=["late", "before-the-notices", "acknowledged", "nobody-knows"],
)
def test_r13_who_came_after_the_notices_were_read_may_be_told_since(
    make: Make, eka: Outcome | None, second: Sequence[Entry] | str, missing: Sequence[str]
) -> None:
    """They are read after the second reading, and before the restart that the third one follows."""
    run = asked(make, eka)
    notices = {"notices": {"path": "/notices"}}
    site = Site.model_validate(run.scenario.site.model_dump(by_alias=True) | notices)
    run.judged_with(site=site)
    run.roll(before=[], first=[ANA], second=second, restarted=[ANA, EKA])
    run.also_read({"notices-before": [], "notices": [("ana", None, None, T0_S + 2)]})
    assert [one["person"] for one in violations(run, R13)] == missing
