"""Claims about look-ups: what the roll says of each promise, and what is wrong with it."""

import pytest

from siaga.record.content import content_digest
from siaga.record.walk_fact import Vowed
from siaga.roll.entry import Entry
from siaga.scenario.roll_source import Columns
from siaga.stage.look_up import LookUp

COLUMNS = Columns(content=("name",))


def _vow(outcome: str = "ok", person: str = "31", step: str = "join", name: str = "A") -> Vowed:
    content = {"name": name} if name else {}
    return Vowed(
        step=step,
        person=person,
        key="k-1",
        outcome=outcome,
        why="",
        receipt_key="seat",
        receipt="s-1",
        content=content,
        digest=content_digest(content),
    )


def _entry(person: str = "31", *, name: str = "A", operation: str = "k-1", seat: str = "4") -> Entry:
    digest = content_digest({"name": name})
    return Entry(person=person, operation=operation, seat=seat, at_s=None, content=digest)


Look = tuple[list[Vowed], list[Entry], list[Entry], bool, str]
"""Promises, the roll before and after, whether it holds, and what is said."""

LOST = "was acknowledged and is not on the roll"
LOOKS: dict[str, Look] = {
    "kept": ([_vow()], [], [_entry()], True, "stands on the roll once, content equal"),
    "kept-without-content": ([_vow(name="")], [], [_entry()], True, "stands on the roll once"),
    "asked-for-twice": (
        [_vow("unknown"), _vow()],
        [],
        [_entry()],
        True,
        "stands on the roll once, content equal",
    ),
    "lost": ([_vow()], [], [], False, "was acknowledged and is not on the roll; nobody is new on it"),
    "lost-among-others": (
        [_vow()],
        [_entry("7")],
        [_entry("7"), _entry("8"), _entry("9")],
        False,
        "was acknowledged and is not on the roll; new on it: '8', '9'",
    ),
    "under-another-name": (
        [_vow()],
        [],
        [_entry("account-77", seat="s-1")],
        False,
        LOST + " under this name: the entry with its receipt is of 'account-77'",
    ),
    "with-blanks": (
        [_vow(person="+62 811")],
        [],
        [_entry("62811")],
        False,
        LOST + " in this form: the ledger names '+62 811', the roll '62811'",
    ),
    "twice": ([_vow()], [], [_entry(), _entry()], False, "stands on the roll 2 times"),
    "before": ([_vow()], [_entry()], [_entry()], False, "stood on the roll before the walk already"),
    "other-content": (
        [_vow()],
        [],
        [_entry(name="B")],
        False,
        "stands on the roll once, but what it holds is not what was promised (name 'A')",
    ),
    "other-key": (
        [_vow()],
        [],
        [_entry(operation="mine")],
        False,
        "stands on the roll once, but its key is none that was sent along",
    ),
    "refused": ([_vow("refused")], [], [], True, "was refused and is not on the roll"),
    "refused-and-granted": (
        [_vow("refused")],
        [],
        [_entry()],
        False,
        "stands on the roll, once, and was refused",
    ),
    "unknown": (
        [_vow("unknown")],
        [],
        [],
        True,
        "is not on the roll, after an answer of which nobody knows what it means",
    ),
    "unknown-and-granted": (
        [_vow("unknown")],
        [],
        [_entry()],
        True,
        "stands on the roll, once: it was granted, after an answer of which nobody knows what it means",
    ),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))
def test_the_roll_is_as_the_promise_wants_it_or_says_what_is_wrong(look: Look) -> None:
    """In a sentence about the person."""
    vows, before, after, held, text = look
    found = list(LookUp(before, after, COLUMNS).each(vows))
    assert [(one.held, one.text) for one in found] == [(held, f"person {vows[0].person} {text}")]


def test_a_column_that_only_one_side_names_is_told() -> None:
    """Then no content can be equal."""
    (found,) = LookUp([], [_entry()], Columns(content=("name", "age"))).each([_vow(name="B")])
    assert found.text.endswith("(name 'B'): age is named by one of them alone")


def test_a_second_promise_that_is_refused_takes_nothing_from_the_first() -> None:
    """Such as a second seat."""
    found = list(LookUp([], [_entry()], COLUMNS).each([_vow(), _vow("refused", step="again")]))
    assert [one.held for one in found] == [True, True]
    assert found[1].text == "person 31 something else was granted to the same person"


def test_entries_and_strangers_are_counted() -> None:
    """New people to whom nothing was promised come from somewhere else."""
    look_up = LookUp([_entry("1")], [_entry("1"), _entry("31"), _entry("2"), _entry("2")], COLUMNS)
    assert (look_up.entries, look_up.strangers([_vow()])) == (4, 1)
