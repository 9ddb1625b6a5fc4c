"""Claims about the rules of moments, R14 and R17: histories in which they must and must not fire."""

from collections.abc import Iterable, Sequence

import pytest

from siaga.judge.rules.moments import R14, R17
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from tests.judge.asked import Make, ruling, set_clock, violations
from tests.judge.hand_made import T0_S, Entry, Run

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN

Asked = tuple[Outcome | None, float]
"""How it ended, and when it began, in run seconds; it takes half a second."""


def row(at_s: float | None, person: str = "ana", seat: str = "1") -> Entry:
    """Give an entry that was made at a run second."""
    return (person, f"key-{person}", seat, None if at_s is None else T0_S + at_s)


def closing(
    make: Make, asked: Iterable[Asked], after: Iterable[Entry] = (), before: Iterable[Entry] = ()
) -> Run:
    """Make a run whose doors close at 10 s; clocks may differ by a second. Ana asks."""
    run = make()
    run.judged_with(site=run.scenario.site.model_copy(update={"closes": "evening"}))
    run.record()
    for outcome, began_s in asked:
        run.asks("ana", outcome, began_s, began_s + 0.5)
    run.operations([("somebody", REFUSED)])
    after = list(after)
    run.roll(before=before, first=after, second=after)
    return run


@pytest.mark.parametrize(
    ("asked", "after", "late"),
    [
        ([(OK, 10.9)], [row(10.95)], None),
        ([(OK, 11.0)], [row(11.0)], None),
        ([(OK, 11.000001)], [row(11.0)], ("0-0", 11.000001, None)),
        ([(OK, 10.9)], [row(11.25)], (None, None, 11.25)),
        ([(OK, 12)], [row(12.25)], ("0-0", 12, 12.25)),
        ([(OK, 12)], [row(9)], ("0-0", 12, None)),
        ([(OK, 12)], [row(None)], ("0-0", 12, None)),
        ([(OK, 12)], [], ("0-0", 12, None)),
        ([(REFUSED, 12)], [], None),
        ([(UNKNOWN, 12)], [], None),
        ([(UNKNOWN, 12)], [row(12.25)], (None, None, 12.25)),
        ([(None, 12)], [row(12.25)], (None, None, 12.25)),
        ([(REFUSED, 12)], [row(12.25)], (None, None, 12.25)),
        ([(OK, 9), (OK, 12)], [row(9.25)], None),
        ([(OK, 9), (OK, 12)], [row(12.25)], (None, None, 12.25)),
        ([(UNKNOWN, 9), (OK, 12)], [row(9.25)], None),
        ([(UNKNOWN, 9), (OK, 12)], [row(None)], None),
        ([(None, 11), (OK, 12)], [row(None)], None),
        ([(REFUSED, 9), (OK, 12)], [row(9.25)], ("0-1", 12, None)),
        ([(UNKNOWN, 11.5), (OK, 12)], [row(11.75)], ("0-1", 12, 11.75)),
        ([(OK, 13), (OK, 12)], [row(13), row(12.5, seat="2")], ("0-1", 12, 12.5)),
    ],
)
def test_r14_what_is_asked_for_or_made_after_the_close_is_late(
    make: Make,
    asked: Sequence[Asked],
    after: Sequence[Entry],
    late: tuple[str | None, float | None, float | None] | None,
) -> None:
    """Give or take the skew of the clocks; a yes to what may have been granted in time is none."""
    run = closing(make, asked, after)
    if late is None:
        assert violations(run, R14) == []
        return
    op, asked_at_s, given_at_s = late
    moments = [one for one in (asked_at_s, given_at_s) if one is not None]
    seats = [one[2] for one in after if isinstance(one, tuple) and one[3] == T0_S + (given_at_s or 0)]
    assert violations(run, R14) == [
        {
            "person": "ana",
            "at_s": min(moments),
            "op": op,
            "asked_at_s": asked_at_s,
            "given_at_s": given_at_s,
            "seat": "".join(map(str, seats)) or None,
            "late_s": pytest.approx(max(moments) - 10),
            "severity": pytest.approx(max(moments) - 10),
        }
    ]


@pytest.mark.parametrize("at_s", [-100.0, 50.0, None])
def test_r14_somebody_who_stood_there_before_may_be_told_so(make: Make, at_s: float | None) -> None:
    """It is no new entry, whatever its time."""
    there = [row(at_s)]
    assert violations(closing(make, [(OK, 12)], there, there), R14) == []


def test_r14_a_clock_that_was_put_back_may_have_let_people_in_too_late(make: Make) -> None:
    """By as much as that, beside the skew of the clocks."""
    run = closing(make, [(OK, 12)], [row(12)])
    set_clock(run, -1.5)
    assert violations(run, R14) == []
    set_clock(run, -0.5)
    assert len(violations(run, R14)) == 1


def test_r14_counts_people_and_tells_how_late_the_last_was(make: Make) -> None:
    """Somebody with two late entries is one, and so is a stranger. All who tried are counted."""
    run = closing(
        make, [(OK, 12)], [row(13.5), row(12.5, seat="2"), row(12.25, "budi", "3"), row(5, "eka", "4")]
    )
    run.asks("citra", REFUSED, 15, 16)
    assert [(one["person"], one["at_s"]) for one in violations(run, R14)] == [
        ("ana", 12), ("budi", 12.25)
    ]  # fmt: skip
    found = ruling(run, R14)
    said = "2 of 3 people who came after joining had closed were let in, 2.5 s late at the worst."
    assert (found.result.state, found.result.text) == ("broken", said)


def test_r14_is_met_where_whoever_came_late_was_sent_away(make: Make) -> None:
    """One of one; where nobody came, nobody knows."""
    run = closing(make, [(OK, 9)], [row(9.5)])
    said = "Nobody came after joining had closed, so nobody knows whether it was."
    assert (ruling(run, R14).result.state, ruling(run, R14).result.text) == ("unknown", said)
    run.asks("citra", REFUSED, 15, 16)
    assert ruling(run, R14).result.state == "met"
    assert ruling(run, R14).result.text.startswith("0 of 1 people who came after joining had closed")


def test_r14_knows_nothing_without_a_plan_and_does_not_apply_without_a_close(make: Make) -> None:
    """The site's clock and ours meet in the plan."""
    run = closing(make, [(OK, 12)], [row(12.5)])
    run.folder.plan.unlink()
    assert ruling(run, R14).result.state == "unknown"
    run.record()
    run.judged_with(site=run.scenario.site.model_copy(update={"closes": None}))
    assert ruling(run, R14).result.state == "not_applicable"


def look(began_s: float, shown: str = "", person: str = "ana", took_s: float = 0.25) -> Sighting:
    """Give a look at what a person holds."""
    return Sighting(
        what="holding",
        person=person,
        visitor=7,
        text=shown,
        began_s=began_s,
        ended_s=began_s + took_s,
    )


def looking(make: Make, *looks: Sighting) -> Run:
    """Make a run in which Ana is told yes between 1 s and 2 s, with receipt r1, and people look."""
    run = make()
    run.record()
    run.asks("ana", OK, 1, 2, receipt="r1")
    run.roll(before=[], first=[row(1.5)], second=[row(1.5)])
    run.sees(*looks)
    return run


@pytest.mark.parametrize(
    ("looked", "stale"),
    [
        (look(2.25, "r1"), False),
        (look(2.25), True),
        (look(2.25, "r2"), True),
        (look(2.000001), True),
        (look(2.0), False),
        (look(1.5), False),
        (look(0.5, "r2", took_s=9), False),
        (look(2.25, person="budi"), False),
    ],
)
def test_r17_a_look_after_the_acknowledgement_shows_what_was_granted(
    make: Make,
    looked: Sighting,
    stale: bool,  # noqa: FBT001 - expected value
) -> None:
    """One that began before it had ended may show what was before."""
    run = looking(make, looked, look(50, "r1"))
    expected = {
        "person": "ana",
        "visitor": 7,
        "receipt": "r1",
        "acknowledged_at_s": 2.0,
        "shown": looked.text,
        "began_s": looked.began_s,
        "at_s": looked.ended_s,
        "seat": None,
        "stale_for_s": pytest.approx(looked.ended_s - 2),
        "severity": pytest.approx(looked.ended_s - 2),
    }
    assert violations(run, R17) == ([expected] if stale else [])


@pytest.mark.parametrize(
    ("outcome", "began_s", "receipt", "shown", "stale"),
    [
        (OK, 3, "r2", "r2", False),
        (OK, 3, "r2", "r1", False),
        (OK, 3, "r2", "r3", True),
        (OK, 9, "r2", "r2", False),
        (OK, 3, "", "r3", False),
        (OK, 3, "r2", "", True),
        (UNKNOWN, 3, "", "r3", False),
        (None, 3, "", "r3", False),
        (UNKNOWN, 5.25, "", "r3", False),
        (UNKNOWN, 5.5, "", "r3", True),
        (UNKNOWN, 3, "", "", True),
        (REFUSED, 3, "", "r3", True),
        (REFUSED, 3, "", "", True),
    ],
)
def test_r17_other_operations_of_the_person_explain_another_receipt_but_not_none(
    make: Make,
    outcome: Outcome | None,
    began_s: float,
    receipt: str,
    shown: str,
    stale: bool,  # noqa: FBT001 - expected value
) -> None:
    """One without an answer, or without a receipt, may have left any; one that is later, none."""
    run = looking(make, look(5, shown))
    run.asks("ana", outcome, began_s, began_s + 0.5, receipt=receipt)
    assert [one["shown"] for one in violations(run, R17)] == ([shown] if stale else [])


def test_r17_neither_a_refusal_nor_a_look_at_something_else_counts(make: Make) -> None:
    """What was refused is not acknowledged; the seats that are left are nobody's."""
    seats = Sighting(what="remaining", person="ana", visitor=7, number=3, began_s=5, ended_s=6)
    run = looking(make, look(0.75), look(3, "r1"), seats)
    run.asks("ana", REFUSED, 0, 0.5)
    assert violations(run, R17) == []
    assert ruling(run, R17).result.text.startswith("0 of 1 looks at what was acknowledged")


def test_r17_tells_how_long_the_last_stale_look_was_after_the_acknowledgement(make: Make) -> None:
    """Of three stale looks among four that could be; the first acknowledgement counts."""
    run = looking(make, look(1, ""), look(3), look(4, "r1"), look(5.95), look(2.5, "x"))
    run.asks("ana", OK, 3, 3.5, receipt="r1")
    found = ruling(run, R17)
    assert [one["stale_for_s"] for one in violations(run, R17)] == pytest.approx([0.75, 1.25, 4.2])
    said = "3 of 4 looks at what was acknowledged showed nothing, or something else, up to 4.2 s after"
    assert found.result.text == f"{said} the acknowledgement."
    assert found.finding is not None
    assert [one["at_s"] for one in found.finding.witnesses] == [2.75, pytest.approx(6.2)]


def test_r17_looks_at_something_else_say_nothing(make: Make) -> None:
    """A page with the seats left, or an admission, shows no receipt, and need not."""
    seats = Sighting(what="remaining", person="ana", number=3, began_s=5, ended_s=6)
    token = Sighting(what="admitted", person="ana", text="t", began_s=5, ended_s=6)
    run = looking(make, look(4, "r1"), seats, token)
    assert violations(run, R17) == []
    assert ruling(run, R17).result.text.startswith("0 of 1 looks at what was acknowledged")


def test_r17_knows_nothing_where_nobody_looked_in_time(make: Make) -> None:
    """And does not apply where no journey looks at all."""
    result = ruling(looking(make, look(1)), R17).result
    said = "Nobody looked at what they hold after it had been acknowledged."
    assert (result.state, result.text) == ("unknown", said)


def test_r17_does_not_apply_where_no_journey_looks(make: Make) -> None:
    """A look at something else is none."""
    seats = Sighting(what="remaining", person="ana", number=3, began_s=5, ended_s=6)
    assert ruling(looking(make, seats), R17).result.state == "not_applicable"
