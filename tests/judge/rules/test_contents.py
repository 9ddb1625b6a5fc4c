"""Claims about the rule of contents, R9: histories in which it must and must not fire."""

from collections.abc import Sequence

import pytest

from siaga.judge.rules.contents import R9
from siaga.ledger.outcome import Outcome
from siaga.roll.entry import Entry as RollEntry
from siaga.scenario.roll_source import HttpSource
from tests.judge.asked import Make, ruling, violations
from tests.judge.hand_made import T0_S, Run

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN

Asked = tuple[Outcome | None, float, float, str]
"""Outcome, begin and end in run seconds, content."""


def held(content: str | None, person: str = "ana", seat: str = "1", at_s: float = 9.0) -> RollEntry:
    """Give an entry that holds something."""
    return RollEntry(
        person=person, operation=f"key-{person}", seat=seat, at_s=T0_S + at_s, content=content
    )


def asked(make: Make, *operations: Asked, person: str = "ana") -> Run:
    """Make a run in which a person asked for contents."""
    run = make()
    source = HttpSource(content=("name",))
    run.judged_with(site=run.scenario.site.model_copy(update={"roll": source}))
    also(run, *operations, person=person)
    return run


def also(run: Run, *operations: Asked, person: str) -> None:
    """Have another person ask."""
    for outcome, began_s, ended_s, content in operations:
        run.asks(person, outcome, began_s, ended_s, content=content)


def on_roll(run: Run, *entries: RollEntry, before: Sequence[RollEntry] = ()) -> Run:
    """Have the roll hold entries."""
    run.roll(before=before, first=entries, second=entries)
    return run


@pytest.mark.parametrize(
    ("operations", "possible"),
    [
        ([(OK, 1, 2, "a")], "a"),
        ([(UNKNOWN, 1, 2, "a")], "a"),
        ([(OK, 1, 2, "a"), (OK, 3, 4, "b")], "b"),
        ([(OK, 1, 2, "a"), (OK, 2, 4, "b")], "ab"),
        ([(OK, 1, 2, "a"), (OK, 2.001, 4, "b")], "b"),
        ([(OK, 1, 9, "a"), (OK, 3, 4, "b")], "ab"),
        ([(OK, 3, 4, "b"), (OK, 1, 2, "a")], "b"),
        ([(UNKNOWN, 1, 2, "a"), (OK, 3, 4, "b")], "ab"),
        ([(None, 1, 2, "a"), (OK, 3, 4, "b")], "ab"),
        ([(OK, 1, 2, "a"), (UNKNOWN, 3, 4, "b")], "ab"),
        ([(OK, 1, 2, "a"), (None, 3, 4, "b")], "ab"),
        ([(OK, 1, 2, "a"), (REFUSED, 3, 4, "b")], "a"),
        ([(OK, 1, 2, "a"), (OK, 3, 4, "")], "a"),
        ([(OK, 1, 2, "a"), (OK, 3, 9, "b"), (OK, 4, 5, "c")], "bc"),
        ([(OK, 1, 2, "a"), (OK, 3, 4, "b"), (OK, 5, 6, "a")], "a"),
    ],
)
def test_r9_the_site_holds_what_may_have_been_sent_last(
    make: Make, operations: list[Asked], possible: str
) -> None:
    """Acknowledged content gives way only to what began after it; what has no answer may come late."""
    run = asked(make, *operations)
    states = {content: ruling(on_roll(run, held(content)), R9).result.state for content in "abcz"}
    assert "".join(content for content, state in states.items() if state == "met") == possible


def test_r9_the_witness_tells_what_stands_there_and_what_could(make: Make) -> None:
    """A lost update, an invention and an emptiness; the latter two are worse."""
    run = asked(make, (OK, 1, 2, "a"), (OK, 3, 4, "b"), (UNKNOWN, 5, 6, "c"))
    also(run, (OK, 1, 2, "b"), person="budi")
    also(run, (OK, 1, 2, "c"), person="citra")
    also(run, (OK, 1, 2, "d"), person="dewi")
    run = on_roll(
        run, held("a"), held("z", "budi", "2", 10.0), held(None, "citra", "3", 11.0), held("d", "dewi")
    )
    assert violations(run, R9) == [
        {
            "person": person, "operation": f"key-{person}", "seat": seat, "at_s": T0_S + at_s,
            "held": what, "possible": possible, "holds": holds, "severity": severity,
        }
        for person, seat, at_s, what, possible, holds, severity in (
            ("ana", "1", 9.0, "a", "0-1 b, 0-2 c", "what was replaced later", 1),
            ("budi", "2", 10.0, "z", "0-3 b", "what the person never sent", 2),
            ("citra", "3", 11.0, "", "0-4 c", "nothing", 2),
        )
    ]  # fmt: skip
    said = ruling(run, R9).result
    assert said.text == "3 of 4 entries of people who said what to hold hold something else."


def test_r9_what_was_refused_and_stands_there_is_an_invention(make: Make) -> None:
    """The site said no to it."""
    run = on_roll(asked(make, (OK, 1, 2, "a"), (REFUSED, 3, 4, "b")), held("b"))
    assert [one["holds"] for one in violations(run, R9)] == ["what the person never sent"]


@pytest.mark.parametrize("operation", [(REFUSED, 1, 2, "a"), (OK, 1, 2, "")])
def test_r9_who_never_said_what_to_hold_is_not_judged(make: Make, operation: Asked) -> None:
    """Nor is whoever is not known at all."""
    run = on_roll(asked(make, operation), held("z"), held("z", "nobody", "2"))
    assert ruling(run, R9).result.text.startswith("0 of 0 entries")


def test_r9_an_entry_from_before_the_run_is_not_judged(make: Make) -> None:
    """It holds what somebody else wrote."""
    old = held("z")
    run = on_roll(asked(make, (OK, 1, 2, "a")), old, before=[old])
    assert ruling(run, R9).count == 0


def test_r9_each_of_two_entries_of_a_person_is_judged(make: Make) -> None:
    """A duplicate that holds something else is two findings of two rules."""
    run = on_roll(asked(make, (OK, 1, 2, "a")), held("a"), held("z", seat="2"), held("z", seat="2"))
    assert [one["seat"] for one in violations(run, R9)] == ["2", "2"]


def test_r9_only_the_last_reading_is_judged(make: Make) -> None:
    """That the readings differ is a finding of another rule."""
    run = asked(make, (OK, 1, 2, "a"))
    run.roll(before=[], first=[held("a")], second=[held("z")])
    assert ruling(run, R9).count == 1
    run.roll(before=[], first=[held("z")], second=[held("a")])
    assert ruling(run, R9).count == 0


def test_r9_a_lost_ledger_may_explain_it_and_a_silent_scenario_asks_nothing(make: Make) -> None:
    """It may hold the operation whose content stands there."""
    run = on_roll(asked(make, (OK, 1, 2, "a")), held("z"))
    run.record(workers=2)
    assert ruling(run, R9).result.state == "unknown"
    run.judged_with(site=run.scenario.site.model_copy(update={"roll": HttpSource()}))
    assert ruling(run, R9).result.state == "not_applicable"
