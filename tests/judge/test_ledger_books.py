"""Claims about the ledger's side of the books: what its records are read as, and what is damage."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from siaga.judge import shelf
from siaga.judge.books import open_books
from siaga.judge.terms import Terms
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.scenario.site import Site
from tests.judge.hand_made import Run

TEN = Terms(site=Site(quota=10))


def rows(run: Run, question: str, quota: int | None = 10) -> list[tuple[Any, ...]]:
    """Ask the books of a run."""
    with open_books(run.folder, Terms(site=Site(quota=quota))) as books:
        return books._engine.sql(question).fetchall()


def append(run: Run, text: str) -> None:
    """Write to the end of the ledger."""
    with run.folder.ledger(0).open("a") as ledger:
        ledger.write(text)


def test_an_operation_without_completion_is_unknown(make: Callable[..., Run]) -> None:
    """Whoever was asked of when the worker died; the others are as they were told."""
    run = make()
    run.promises(ana=Outcome.OK, budi=Outcome.REFUSED, citra=Outcome.UNKNOWN, dewi=None)
    question = "SELECT op, person, outcome, receipt, ended_s, why FROM operations ORDER BY op"
    assert rows(run, question) == [
        ("0-0", "ana", "ok", "receipt-ana", 0.5, "told"),
        ("0-1", "budi", "refused", "", 1.5, "told"),
        ("0-2", "citra", "unknown", "", 2.5, "told"),
        ("0-3", "dewi", "unknown", None, None, "no completion was written"),
    ]


def test_a_person_is_what_the_best_operation_says(make: Callable[..., Run]) -> None:
    """Acknowledged before unknown before refused, in any order, across workers."""
    run = make()
    run.operations([("ana", Outcome.REFUSED), ("ana", Outcome.OK), ("budi", Outcome.REFUSED)])
    run.operations([("ana", Outcome.UNKNOWN), ("budi", None), ("citra", Outcome.REFUSED)], rank=1)
    question = "SELECT person, outcome, operations FROM people ORDER BY person"
    assert rows(run, question) == [("ana", "ok", 3), ("budi", "unknown", 2), ("citra", "refused", 1)]


def test_what_people_were_shown_is_kept_apart_from_what_they_asked(make: Callable[..., Run]) -> None:
    """A look is no operation; it has a beginning and an end."""
    run = make()
    look = Sighting(what="remaining", person="ana", visitor=7, number=3, began_s=1.0, ended_s=1.5)
    run.promises(ana=Outcome.OK)
    run.sees(look)
    shown = "SELECT what, person, visitor, text, number, began_s, at_s FROM sightings"
    assert rows(run, shown) == [("remaining", "ana", 7, "", 3, 1.0, 1.5)]
    assert rows(run, "SELECT op, visitor, content, means FROM operations") == [("0-0", -1, "", "")]


def test_an_operation_keeps_who_asked_for_what_and_what_the_answer_means(
    make: Callable[..., Run],
) -> None:
    """Number of the visitor, digest of the content, meaning of the refusal."""
    run = make()
    run.asks("ana", Outcome.REFUSED, 1.0, 2.0, content="c0ffee", means="sold-out")
    asked = "SELECT visitor, content, means, at_s, ended_s FROM operations"
    assert rows(run, asked) == [(0, "c0ffee", "sold-out", 1.0, 2.0)]


@pytest.mark.parametrize(
    "record",
    [
        {"e": "complete", "op": "0-0", "person": "ana", "outcome": "perhaps", "at_s": 1},
        {"e": "complete", "op": "0-0", "person": "ana", "at_s": 1},
        {"e": "invoke", "op": "0-9", "at_s": 1},
        {"e": "invoke", "op": "0-9", "person": "eka"},
        {"e": "invoke", "person": "eka", "at_s": 1},
        {"e": "invoke", "op": "0-9", "person": "eka", "at_s": "noon"},
        {"e": "reconsider", "op": "0-0", "at_s": 1},
        [],
    ],
)
def test_a_whole_line_that_is_no_record_is_damage(good: Run, record: object) -> None:
    """An outcome that nobody knows must not count as refused."""
    append(good, json.dumps(record) + "\n")
    with pytest.raises(ValueError, match=r"^ledger: 1 whole lines are no records; it is damaged$"):
        rows(good, "FROM people")


def test_half_a_record_at_the_end_excuses_no_other_line(good: Run) -> None:
    """One line was torn by a kill; a second that is damaged was not. Whole but for its end is whole."""
    append(good, "garbage\n")
    append(good, '{"e":"invoke","op":"0-9","person":"eka putri","key":"k","at_s":1}')
    with pytest.raises(ValueError, match="1 whole lines are no records"):
        rows(good, "FROM people")
    append(good, '\n{"e":"inv')
    with pytest.raises(ValueError, match="1 whole lines are no records"):
        rows(good, "FROM people")


def test_a_record_without_its_line_end_counts(good: Run) -> None:
    """The kill came between record and line end, which costs nothing."""
    append(good, '{"e":"invoke","op":"0-9","person":"eka","key":"k","at_s":1}')
    assert rows(good, "SELECT outcome FROM people WHERE person = 'eka'") == [("unknown",)]


@pytest.mark.parametrize("parts", [1, 3])
@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([{"e": "invoke", "at_s": 1}] * 2, "2 whole lines are no records; it is damaged"),
        (
            [{"e": "invoke", "key": "k", "at_s": 1}] * 2,
            "4 records stand twice, 0 operations ended without having begun; it is damaged",
        ),
        (
            [{"e": "handout", "person": "", "feed": "vouchers", "row": 1, "visitor": 3, "at_s": 1}] * 2,
            "1 records stand twice, 0 operations ended without having begun; it is damaged",
        ),
        (
            [{"e": "complete", "outcome": "ok", "at_s": 1}],
            "0 records stand twice, 4 operations ended without having begun; it is damaged",
        ),
    ],
    ids=["no-records", "twice", "handed-out-twice", "orphans"],
)
def test_damage_is_added_up_over_all_parts_of_the_people(
    good: Run,
    parts: int,
    records: list[dict[str, object]],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many parts there are; none makes up for another."""
    named = "outcome" in records[0] or "key" in records[0]
    for number in range(4 if named else 1):
        who = {"op": f"9-{number}", "person": f"somebody-{number}"} if named else {"op": "9-0"}
        append(good, "".join(f"{json.dumps(record | who)}\n" for record in records))
    monkeypatch.setattr(shelf, "PART_BYTES", good.folder.ledger(0).stat().st_size // parts + 1)
    with pytest.raises(ValueError, match="damaged") as refused:
        rows(good, "FROM people")
    assert str(refused.value) == f"ledger: {said}"


def test_damaged_lines_of_people_of_different_parts_are_added_up(
    good: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four people, each with a record that says nothing."""
    for number in range(4):
        append(good, json.dumps({"e": "invoke", "person": f"somebody-{number}", "at_s": 1}) + "\n")
    monkeypatch.setattr(shelf, "PART_BYTES", good.folder.ledger(0).stat().st_size // 3 + 1)
    with pytest.raises(ValueError, match=r"^ledger: 4 whole lines are no records; it is damaged$"):
        rows(good, "FROM people")


def test_a_ledger_of_half_a_record_holds_nothing(make: Callable[..., Run]) -> None:
    """The worker was killed while it wrote its first one."""
    run = make()
    run.folder.ledger(0).parent.mkdir(parents=True)
    append(run, '{"e":"inv')
    assert rows(run, "FROM people") == []
