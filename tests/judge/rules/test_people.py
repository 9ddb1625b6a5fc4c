"""Claims about the rules of people, R12, R13 and R16: histories in which they must and must not fire."""

from collections.abc import Iterable, Sequence

import pytest

from siaga.judge.rules.people import R12, R13, R16
from siaga.roll.entry import Entry
from siaga.scenario.roll_source import Columns, HttpSource
from siaga.scenario.site import Site
from tests.judge.asked import Make, ruling, set_clock, violations
from tests.judge.hand_made import T0_S, Run
from tests.judge.hand_made import Entry as Row

WAY = ("account_at", "email_at", "identity_at")
NOTICES = {"path": "/notices"}


def entry(
    person: str = "ana",
    at_s: float | None = 9.0,
    *steps: float | None,
    seat: str = "1",
    **unique: str,
) -> Entry:
    """Give an entry that was made at a run second, after steps at theirs."""
    return Entry(
        person=person,
        operation=f"key-{person}",
        seat=seat,
        at_s=None if at_s is None else T0_S + at_s,
        unique=unique,
        steps=tuple(None if one is None else T0_S + one for one in steps),
    )


def held(
    make: Make, after: Iterable[Row], before: Iterable[Row] = (), *, first: Iterable[Row] | None = None
) -> Run:
    """Make a run whose roll says everything, and where the site lists its notices."""
    run = make()
    roll = HttpSource(steps=WAY, unique={"phone": "phone", "nik": "text"})
    site = run.scenario.site.model_dump(by_alias=True) | {"roll": roll, "notices": NOTICES}
    run.judged_with(site=Site.model_validate(site))
    run.record()
    run.operations([("ana", None)])
    after = list(after)
    run.roll(before=before, first=after if first is None else first, second=after)
    return run


@pytest.mark.parametrize(
    ("steps", "at_s", "skipped"),
    [
        ((1, 2, 3), 9, None),
        ((1, 1, 1), 1, None),
        ((1, 2, 3), None, None),
        ((-50, 2, 3), 9, None),
        ((), 9, None),
        ((None, 2, 3), 9, ("account_at", None, "email_at", 2, 1)),
        ((1, None, 3), 9, ("email_at", None, "identity_at", 3, 1)),
        ((1, 2, None), 9, ("identity_at", None, "the entry", 9, 1)),
        ((1, 2, None), None, ("identity_at", None, "the entry", None, 1)),
        ((None, None, None), 9, ("account_at", None, "the entry", 9, 3)),
        ((None, None, 3), 9, ("account_at", None, "identity_at", 3, 2)),
        ((2.000001, 2, 3), 9, ("account_at", 2.000001, "email_at", 2, 1)),
        ((1, 1, None), 9, ("identity_at", None, "the entry", 9, 1)),
        ((1, 4, 3), 9, ("email_at", 4, "identity_at", 3, 1)),
        ((5, 4, 3), 9, ("account_at", 5, "email_at", 4, 2)),
        ((1, 2, 9.5), 9, ("identity_at", 9.5, "the entry", 9, 1)),
        ((9.5, 2, 3), 9, ("account_at", 9.5, "email_at", 2, 1)),
        ((2.5, None, 2), 9, ("account_at", 2.5, "identity_at", 2, 2)),
        ((10, 11, 12), None, None),
    ],
)
def test_r12_each_step_is_taken_and_none_before_an_earlier_one(
    make: Make,
    steps: Sequence[float | None],
    at_s: float | None,
    skipped: tuple[str, float | None, str, float | None, int] | None,
) -> None:
    """Equal times are in order; the entry itself is the last step, also where nobody knows its time."""
    run = held(make, [entry("ana", at_s, *steps), entry("budi", 9, 1, 2, 3, seat="2")])
    if skipped is None:
        assert violations(run, R12) == []
        return
    step, skipped_at_s, next_step, next_at_s, steps_skipped = skipped
    assert violations(run, R12) == [
        {
            "person": "ana",
            "operation": "key-ana",
            "seat": "1",
            "at_s": None if at_s is None else T0_S + at_s,
            "skipped": step,
            "skipped_at_s": None if skipped_at_s is None else pytest.approx(T0_S + skipped_at_s),
            "went_on_to": next_step,
            "went_on_at_s": None if next_at_s is None else T0_S + next_at_s,
            "steps_skipped": steps_skipped,
            "severity": steps_skipped,
        }
    ]


def test_r12_a_clock_that_was_set_excuses_steps_that_are_as_close(make: Make) -> None:
    """Nobody knows which of them came first."""
    run = held(make, [entry("ana", 9.0, 2.0, 1.0, 3.0)])
    for by_s, skips in ((-2.0, 0), (2.0, 0), (-0.9, 1)):
        set_clock(run, by_s)
        assert len(violations(run, R12)) == skips


def test_r12_counts_entries_that_say_how_they_came_about(make: Make) -> None:
    """Each of a person's several, none from before the run, and those of the last reading only."""
    bad, good = entry("ana", 9, 1, None, 3), entry("ana", 9, 1, 2, 3, seat="2")
    old = entry("budi", -9, None, None, None)
    run = held(make, [good, bad, entry("citra", 5), old], [old], first=[entry("eka", 9, None, 1, 2)])
    found = ruling(run, R12)
    assert [one["seat"] for one in violations(run, R12)] == ["1"]
    said = "1 of 2 entries of the roll came without a step that had to come before."
    assert (found.result.state, found.result.text) == ("broken", said)


def test_r12_does_not_apply_without_steps(make: Make) -> None:
    """A roll that does not say how its entries came about is not asked."""
    run = held(make, [entry()])
    run.judged_with(site=run.scenario.site.model_copy(update={"roll": HttpSource()}))
    assert ruling(run, R12).result.state == "not_applicable"


def sent(run: Run, after: Iterable[Row] | str | None, before: Iterable[Row] | str | None = ()) -> Run:
    """Add readings of the notices; a text is why one failed, None: it was not taken."""
    kept = {"notices-before": before, "notices": after}
    run.also_read({name: rows for name, rows in kept.items() if rows is not None})
    return run


def notice(person: str, at_s: float | None = 10.0, key: str | None = None) -> Row:
    """Give a notice."""
    return (person, key, None, None if at_s is None else T0_S + at_s)


def told(person: str, at_s: float, seat: str | None, notices: int, wrong: str) -> dict[str, object]:
    """Give a whole violation of R13."""
    row = {"person": person, "at_s": T0_S + at_s, "seat": seat, "notices": notices, "notice": wrong}
    return row | {"severity": max(notices, 1)}


@pytest.mark.parametrize(
    ("notices", "found"),
    [
        ([notice("ana")], []),
        ([], [told("ana", 9, "1", 0, "missing")]),
        ([notice("ana"), notice("ana", 11)], [told("ana", 9, "1", 2, "repeated")]),
        ([notice("ana"), notice("ana")], [told("ana", 9, "1", 2, "repeated")]),
        ([notice("ana"), notice("budi")], [told("budi", 10, None, 1, "unasked")]),
        (
            [notice("budi", 11), notice("budi", 12)],
            [told("ana", 9, "1", 0, "missing"), told("budi", 11, None, 2, "unasked")],
        ),
    ],
    ids=["one", "missing", "repeated", "twice-alike", "unasked", "swapped"],
)
def test_r13_whoever_has_a_new_entry_is_told_once_and_nobody_else(
    make: Make, notices: Sequence[Row], found: Sequence[dict[str, object]]
) -> None:
    """A missing notice does not cancel one that nobody asked for."""
    run = sent(held(make, [entry()]), notices)
    assert violations(run, R13) == found
    people = {"ana", *(row[0] for row in notices if isinstance(row, tuple))}
    assert ruling(run, R13).finding is None or ruling(run, R13).finding.of == len(people)  # type: ignore[union-attr]


def test_r13_two_entries_of_a_person_are_told_of_once(make: Make) -> None:
    """That there are two is another rule's finding; one notice for the person is what is due."""
    run = sent(held(make, [entry(), entry(at_s=8.0, seat="2")]), [notice("ana")])
    assert violations(run, R13) == []
    assert violations(sent(run, []), R13) == [told("ana", 8, "2", 0, "missing")]


def test_r13_what_was_sent_before_the_run_is_left_aside(make: Make) -> None:
    """As often as it stood there; one more of the same is new. Old entries need no notice."""
    old = notice("ana", 1), notice("ana", 1), notice("budi", None), notice("citra", None)
    there = [entry("dewi", -5)]
    run = sent(
        held(make, [entry(), *there], there), [*old, notice("ana", 1), notice("citra", None)], old
    )
    assert violations(run, R13) == [
        {"person": "citra", "at_s": None, "seat": None, "notices": 1, "notice": "unasked", "severity": 1}
    ]


def test_r13_a_notice_to_somebody_whose_entry_was_there_before_is_unasked(make: Make) -> None:
    """Nothing was given to them in this run."""
    there = [entry("dewi", -5)]
    run = sent(held(make, there, there), [notice("dewi")])
    assert violations(run, R13) == [told("dewi", 10, None, 1, "unasked")]


def test_r13_a_restart_that_forgets_leaves_notices_of_nothing(make: Make) -> None:
    """Compared is what the site holds in the end."""
    run = held(make, [entry(), entry("budi", 8.0, seat="2")])
    both, kept = [entry(), entry("budi", 8.0, seat="2")], [entry()]
    run.roll(before=[], first=both, second=both, restarted=kept)
    sent(run, [notice("ana"), notice("budi")])
    assert violations(run, R13) == [told("budi", 10, None, 1, "unasked")]


@pytest.mark.parametrize(
    ("before", "after"), [((), None), (None, ()), ((), "no answer"), ("no answer", ()), (None, None)]
)
def test_r13_knows_nothing_without_both_readings(
    make: Make, before: tuple[()] | str | None, after: tuple[()] | str | None
) -> None:
    """Nobody is blamed for a notice that could not be read."""
    result = ruling(sent(held(make, [entry()]), after, before), R13).result
    said = "The notices could not be read both before the run and after it."
    assert (result.state, result.text) == ("unknown", said)


def test_r13_does_not_apply_without_a_list_of_notices(make: Make) -> None:
    """The scenario has to say where it is."""
    run = held(make, [entry()])
    run.judged_with(site=run.scenario.site.model_copy(update={"notices": None}))
    assert ruling(run, R13).result.state == "not_applicable"


def owner(column: str, value: str, *people: str, at_s: float | None = 9.0) -> dict[str, object]:
    """Give a whole violation of R16."""
    row = {"person": ", ".join(people), "column": column, "value": value, "people": len(people)}
    moment = None if at_s is None else T0_S + at_s
    return row | {"at_s": moment, "seat": None, "severity": len(people)}


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ([entry(phone="1"), entry("budi", 8, phone="2")], []),
        ([entry(phone="1"), entry("budi", 8, phone="1")], [owner("phone", "1", "ana", "budi", at_s=8)]),
        ([entry(phone="1"), entry(at_s=8, seat="2", phone="1")], []),
        ([entry(phone="1"), entry("budi", 8, nik="1")], []),
        ([entry(phone="1", nik="1")], []),
        ([entry(phone="1"), entry(at_s=8, seat="2", phone="1"), entry("budi", 8.5, phone="1")],
         [owner("phone", "1", "ana", "budi", at_s=8)]),
        ([entry(phone="1"), entry("budi", 8)], []),
        (
            [entry(phone="1", nik="7"), entry("bu", 8, phone="1", nik="7"), entry("eka", 7, phone="1")],
            [owner("phone", "1", "ana", "bu", "eka", at_s=7), owner("nik", "7", "ana", "bu", at_s=8)],
        ),
        ([entry(phone="1", at_s=None), entry("budi", None, phone="1")],
         [owner("phone", "1", "ana", "budi", at_s=None)]),
    ],
    ids=["apart", "shared", "same-person", "other-column", "two-columns", "twice-and-shared", "none",
         "both", "no-times"],
)  # fmt: skip
def test_r16_a_value_that_two_people_have_is_a_violation(
    make: Make, after: Sequence[Entry], found: Sequence[dict[str, object]]
) -> None:
    """Compared column by column; a person may have it on several entries."""
    run = held(make, after)
    assert violations(run, R16) == found
    assert ruling(run, R16).result.state == ("broken" if found else "met")


def test_r16_at_least_one_of_them_has_to_be_new(make: Make) -> None:
    """Two who shared it before the run are nobody's finding, one who came to it is."""
    old = [entry("old1", -9, phone="1"), entry("old2", -8, phone="1"), entry("old3", -7, phone="2")]
    run = held(make, [*old, entry(phone="2")], old)
    assert violations(run, R16) == [owner("phone", "2", "ana", "old3")]
    said = "1 of 1 values of new entries that may have one owner only have several."
    assert ruling(run, R16).result.text == said


def test_r16_one_reading_is_enough(make: Make) -> None:
    """The others failed."""
    run = held(make, [])
    run.roll(before=[], first=[entry(phone="1"), entry("budi", 8, phone="1")], second="no answer")
    assert violations(run, R16) == [owner("phone", "1", "ana", "budi", at_s=8)]


def test_r16_looks_at_the_last_reading(make: Make) -> None:
    """What was taken back is held by nobody; that it was there is for the rule of equal readings."""
    run = held(make, [entry(phone="1")], first=[entry(phone="1"), entry("budi", 8, phone="1")])
    assert violations(run, R16) == []


def test_r16_names_a_hundred_of_those_who_share_a_value_and_counts_all(make: Make) -> None:
    """A site that gives everybody the same phone would fill the report with names."""
    run = held(make, [entry(f"p{number:03}", phone="0", seat=str(number)) for number in range(150)])
    (found,) = violations(run, R16)
    assert found["people"] == found["severity"] == 150
    assert found["person"].split(", ") == [f"p{number:03}" for number in range(100)]


def test_r16_does_not_apply_without_such_columns(make: Make) -> None:
    """Nobody said what has one owner."""
    run = held(make, [entry(phone="1"), entry("budi", 8, phone="1")])
    run.judged_with(site=run.scenario.site.model_copy(update={"roll": HttpSource()}))
    assert Columns().unique == {}
    assert ruling(run, R16).result.state == "not_applicable"
