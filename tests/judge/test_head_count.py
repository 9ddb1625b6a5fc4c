"""Claims about the head count: ledger, the site's counter and its roll, side by side."""

from collections.abc import Iterable

import pytest

from siaga.judge.audit import audit
from siaga.judge.finding import HeadCount
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, State
from siaga.ledger.outcome import Outcome
from siaga.scenario.model import Evidence
from tests.judge.asked import Make
from tests.judge.hand_made import DURATION_S, T0_S, Entry, Run, entry

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN
NAME = 'joins_total{result="given"}'
GIVEN = "joins_total{result=given}"
ENOUGH = Evidence(acknowledged=1)


def counting(make: Make, *asked: tuple[str, Outcome | None], kept: Iterable[Entry]) -> Run:
    """Make a whole run of a site with a counter, in which people asked and the roll kept."""
    run = make()
    run.judged_with(site=run.scenario.site.model_copy(update={"counter": NAME}), evidence=ENOUGH)
    run.operations(asked)
    entries = list(kept)
    run.roll(before=[], first=entries, second=entries)
    run.day()
    run.latencies("join", {second: [0.1] * 100 for second in range(DURATION_S)})
    run.record()
    return run


def counted(run: Run, *values: float | None) -> HeadCount:
    """Have scrapes show the counter, one a second; after those, as the last one. Count then."""
    shown = [*values, *[values[-1]] * (DURATION_S + 1 - len(values))]
    run.scrapes(
        None if one is None else {GIVEN: one, "joins_total{result=replayed}": 9.0} for one in shown
    )
    counts = audit(run.folder, run.scenario).counts
    assert counts is not None
    return counts


def two(make: Make) -> Run:
    """Make a run in which two people were told yes and are on the roll."""
    return counting(make, ("ana", OK), ("budi", OK), kept=[entry("ana", 1), entry("budi", 2)])


def test_three_counts_that_agree_are_told_in_a_sentence(make: Make) -> None:
    """What the counter showed before the run does not count, nor do other results."""
    assert counted(two(make), 7, 7, 8, 9) == HeadCount(
        acknowledged=2,
        unknown=0,
        counter=2.0,
        on_roll=2,
        state="met",
        text="The ledger (2 people), the site's counter (2) and the roll (2) agree.",
    )


@pytest.mark.parametrize(
    ("asked", "kept", "grown", "state"),
    [
        ([("ana", OK), ("budi", UNKNOWN)], [1], 1, "met"),
        ([("ana", OK), ("budi", UNKNOWN)], [1, 2], 2, "met"),
        ([("ana", OK), ("budi", None)], [1, 2], 1, "broken"),
        ([("ana", OK), ("budi", None)], [1], 2, "broken"),
        ([("ana", OK), ("ana", OK), ("budi", REFUSED)], [1], 1, "met"),
        ([("ana", OK), ("ana", UNKNOWN)], [1], 1, "met"),
        ([("ana", OK), ("budi", OK)], [1], 1, "broken"),
        ([("ana", OK), ("budi", REFUSED)], [1, 2], 2, "broken"),
        ([("ana", REFUSED)], [], 0, "met"),
        ([("ana", OK)], [1], 1.5, "broken"),
    ],
)
def test_an_unknown_outcome_may_count_or_not_but_for_both_alike(
    make: Make, asked: list[tuple[str, Outcome | None]], kept: list[int], grown: float, state: str
) -> None:
    """Counter and roll have to be equal, and between those told yes and those not told no."""
    people = ["ana", "budi"]
    run = counting(make, *asked, kept=[entry(people[seat - 1], seat) for seat in kept])
    assert counted(run, 0, 0, grown).state == state


def test_who_stood_on_the_roll_before_counts_nowhere(make: Make) -> None:
    """A site that says "you have it already" gives nothing."""
    run = counting(make, ("ana", OK), ("old", OK), ("older", UNKNOWN), kept=[])
    there = [entry("old", 8), entry("older", 9)]
    run.roll(before=there, first=[*there, entry("ana", 1)], second=[*there, entry("ana", 1)])
    counts = counted(run, 5, 5, 6)
    assert (counts.acknowledged, counts.unknown, counts.counter, counts.on_roll) == (1, 0, 1.0, 1)
    assert counts.state == "met"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((None, None, 1, 1, 2), f"{NAME} was first looked at 2 s after the first promise."),
        ((0, 1, *[None] * 19), f"{NAME} was last seen 1 s before the last promise."),
        (
            (0, 3, 1, 2),
            f"{NAME} began anew during the run: what it counted since the look before is lost.",
        ),
    ],
)
def test_a_counter_that_may_have_missed_some_is_unknown(
    make: Make, values: tuple[float | None, ...], said: str
) -> None:
    """Looked at too late, no longer, or begun anew by a restart."""
    counts = counted(two(make), *values)
    assert (counts.state, counts.text) == ("unknown", said)


def test_a_counter_that_was_never_shown_is_unknown(make: Make) -> None:
    """Whatever else the page held; and a scrape that lacks it is no look at it."""
    run = two(make)
    run.scrapes([{"joins_total{result=replayed}": 1.0}] * 20)
    counts = audit(run.folder, run.scenario).counts
    assert counts is not None
    assert (counts.state, counts.text, counts.counter) == (
        "unknown",
        f"The site never showed {NAME}.",
        None,
    )
    run.scrapes([{GIVEN: 0.0}, {GIVEN: 2.0}, *[{"other": 1.0}] * 10])
    counts = audit(run.folder, run.scenario).counts
    assert counts is not None
    assert "began anew" in counts.text


def test_a_counter_that_is_born_with_its_first_event_began_at_nothing(make: Make) -> None:
    """The page was there before, without it."""
    run = two(make)
    run.scrapes([{}, {GIVEN: 1.0}, *[{GIVEN: 2.0}] * 19])
    counts = audit(run.folder, run.scenario).counts
    assert counts is not None
    assert (counts.state, counts.counter) == ("met", 2.0)


def test_several_series_of_the_name_are_added_up(make: Make) -> None:
    """As of two waves, or two processes."""
    run = two(make)
    other = "joins_total{result=given,wave=2}"
    run.scrapes([{GIVEN: 3.0, other: 5.0}, *[{GIVEN: 4.0, other: 6.0}] * 20])
    counts = audit(run.folder, run.scenario).counts
    assert counts is not None
    assert (counts.state, counts.counter) == ("met", 2.0)


def test_the_last_look_may_come_with_the_last_promise_and_not_before_the_last_entry(make: Make) -> None:
    """Budi was told at 1.5 s; by the roll a seat was given later than that."""
    run = two(make)
    run.scrapes([{GIVEN: 0.0}, {GIVEN: 2.0}], every_s=2.0)
    assert audit(run.folder, run.scenario).counts.state == "met"  # type: ignore[union-attr]
    late = [entry("ana", 1), ("budi", "key-budi", "2", T0_S + 2.1004)]
    run.roll(before=[], first=late, second=late)
    counts = audit(run.folder, run.scenario).counts
    assert counts is not None
    assert counts.text == f"{NAME} was last seen 100 ms before the last promise."


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda run: run.roll(before="no", first=[]), "The roll could not be read before the run."),
        (lambda run: run.roll(before=[], first="no"), "The roll could not be read after the run."),
        (lambda run: run.record(workers=2), "A ledger is missing, empty or short."),
        (
            lambda run: run.folder.plan.unlink(),
            "There is no plan of the run, so nobody knows when it was by the site's clock.",
        ),
    ],
)  # fmt: skip
def test_without_ledger_roll_or_plan_nothing_can_be_held_against_a_counter(
    make: Make, spoil: Make, said: str
) -> None:
    """The reason is told."""
    run = two(make)
    spoil(run)
    counts = counted(run, 0, 1, 2)
    assert (counts.state, counts.text) == ("unknown", said)


def test_without_a_counter_the_other_two_are_told_all_the_same(good: Run) -> None:
    """And there is no such evidence."""
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    counts = verdict.audit.counts
    assert counts is not None
    assert (counts.acknowledged, counts.on_roll, counts.state) == (3, 3, "not_applicable")
    assert "counts-agree" not in {one.id for one in verdict.evidence}


def test_what_cancels_in_the_counts_is_still_found_by_name(make: Make) -> None:
    """A lost row and a duplicate: two told yes, counted two, two rows; and NO GO by R1 and R2."""
    twice = [entry("ana", 1), ("ana", "key-ana", "2", T0_S + 2)]
    run = counting(make, ("ana", OK), ("budi", OK), kept=twice)
    assert counted(run, 0, 1, 2).state == "met"
    verdict = judge_run(run.folder, run.scenario, strict=False).verdict
    assert [one.rule for one in verdict.audit.findings] == ["R1", "R2"]
    assert verdict.decision is Decision.NO_GO


def test_a_broken_rule_is_not_replaced_by_counts_that_disagree(make: Make) -> None:
    """A witnessed loss is a loss, whatever else is doubtful."""
    run = counting(make, ("ana", OK), ("budi", OK), kept=[entry("ana", 1)])
    assert counted(run, 0, 1, 2).state == "broken"
    verdict = judge_run(run.folder, run.scenario, strict=False).verdict
    assert verdict.decision is Decision.NO_GO
    assert [one.id for one in verdict.reasons] == ["R1"]


def test_a_proxy_that_asks_twice_is_seen_by_the_counter_alone(make: Make) -> None:
    """The site gave three times; ledger and roll, of one row a person, know of two: INCONCLUSIVE."""
    run = two(make)
    assert counted(run, 0, 1, 3).text == (
        "The ledger (2 people), the site's counter (3) and the roll (2) do not agree:"
        " nobody knows what the site holds."
    )
    verdict = judge_run(run.folder, run.scenario, strict=False).verdict
    assert verdict.audit.findings == ()
    assert verdict.decision is Decision.INCONCLUSIVE
    (failed,) = (one for one in verdict.evidence if one.state is not State.MET)
    assert (failed.id, failed.state, failed.value, failed.limit) == (
        "counts-agree",
        State.BROKEN,
        3.0,
        2.0,
    )
    assert counted(run, 0, 1, 2).state == "met"
    assert judge_run(run.folder, run.scenario, strict=False).verdict.decision is Decision.GO


def test_all_that_is_told_without_a_counter_or_without_a_roll(make: Make) -> None:
    """The ledger's numbers stand, and what nobody knows is not a number."""
    run = counting(make, ("ana", OK), ("budi", None), kept=[entry("ana", 1)])
    run.roll(before="no", first=[entry("ana", 1)])
    assert counted(run, 0, 1) == HeadCount(
        acknowledged=1,
        unknown=1,
        counter=1.0,
        on_roll=None,
        state="unknown",
        text="The roll could not be read before the run.",
    )
    run.judged_with(site=run.scenario.site.model_copy(update={"counter": None}))
    run.roll(before=[], first=[entry("ana", 1)])
    assert counted(run, 0, 1) == HeadCount(
        acknowledged=1,
        unknown=1,
        counter=None,
        on_roll=1,
        state="not_applicable",
        text="The scenario names no counter of the site (`site.counter`).",
    )


def test_people_whose_answer_is_unknown_are_told_as_a_range(make: Make) -> None:
    """From those told yes to those not told no."""
    run = counting(make, ("ana", OK), ("budi", None), kept=[entry("ana", 1)])
    assert counted(run, 0, 1).text == (
        "The ledger (1 to 2 people), the site's counter (1) and the roll (1) agree."
    )
