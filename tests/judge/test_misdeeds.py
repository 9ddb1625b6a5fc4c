"""Claims about reading misdeeds: from the ledgers, with what their people hold on the roll."""

import re

import pytest

from siaga.judge.audit import audit
from siaga.judge.misdeeds import read_misdeeds
from siaga.ledger.journal import Journal
from siaga.ledger.misdeed import Misdeed, Setback
from tests.judge.hand_made import Run, entry


def misdeed(at_s: float, *, person: str = "eko", abuser: int = 0, **changed: object) -> Misdeed:
    """Give an attempt of somebody."""
    given: dict[str, object] = {
        "case": "race-one-person",
        "probe": "join",
        "abuser": abuser,
        "person": person,
        "began_s": at_s,
        "ended_s": at_s + 0.1,
        "status": 409,
    }
    return Misdeed(**{**given, **changed})  # type: ignore[arg-type]


def told(run: Run, rank: int, *records: Misdeed | Setback) -> None:
    """Write what was tried into the ledger of another worker."""
    journal = Journal(run.folder.ledger(rank), rank)
    for one in records:
        journal.tell(one)
    journal.close()


def test_what_was_tried_is_read_from_all_ledgers_in_order_of_time(good: Run) -> None:
    """With the setbacks; promises and sightings are left aside."""
    later, earlier = misdeed(5.0), misdeed(2.0, abuser=1)
    setback = Setback(case="race-one-person", abuser=2, at_s=1.0, why="never let in")
    told(good, 7, later, setback)
    told(good, 8, earlier)
    found = read_misdeeds(good.folder)
    assert found.tried == (earlier, later)
    assert found.setbacks == (setback,)


def test_only_the_people_who_tried_are_looked_for_on_the_roll(good: Run) -> None:
    """At its last whole reading: a restart that loses a seat loses what was gained, too."""
    told(good, 7, misdeed(1.0, person="ana"), misdeed(1.0, person="eko"))
    assert read_misdeeds(good.folder).holdings == {"ana": 1}
    good.roll(before=[], first=[entry("eko", 1)] * 2, second="no answer")
    assert read_misdeeds(good.folder).holdings == {"eko": 2}


def test_without_a_whole_reading_nobody_knows_what_they_hold(good: Run) -> None:
    """That is not nothing."""
    told(good, 7, misdeed(1.0))
    good.roll(before=[], first="no answer", second="no answer")
    assert read_misdeeds(good.folder).holdings is None


@pytest.mark.parametrize("line", [b'{"e":"misdeed","op":', b'{"e":"misdeed","why":"\xff', b"garbage\n"])
def test_a_torn_last_line_and_lines_of_another_kind_are_passed_over(good: Run, line: bytes) -> None:
    """The worker of the one was killed; the audit tells of the others."""
    told(good, 7, misdeed(1.0, person="josé"))
    with good.folder.ledger(7).open("ab") as ledger:
        ledger.write(line)
    assert [one.person for one in read_misdeeds(good.folder).tried] == ["josé"]


@pytest.mark.parametrize(
    ("line", "shown", "why"),
    [
        ('{"e":"misdeed","op":"7-1"}', "\"{'e': 'misdeed', 'op': '7-1'}\"", "'status'"),
        (
            '{"e":"setback","op":"7-1","case":"x","abuser":"one","why":"never"}',
            "\"{'e': 'setback', 'op': '7-1', 'case': 'x', 'abuser': 'one', \"",
            "invalid literal for int() with base 10: 'one'",
        ),
    ],
)
def test_a_line_that_tells_of_nothing_is_damage(good: Run, line: str, shown: str, why: str) -> None:
    """It is refused, and the evidence will say so."""
    good.folder.ledger(7).write_text(line + "\n", encoding="utf-8")
    said = f"ledger: {shown} tells of no misdeed ({why})"
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        read_misdeeds(good.folder)


def test_misdeeds_do_not_disturb_the_audit(good: Run) -> None:
    """They are no operations; what abusers are promised is written down beside them."""
    told(good, 7, misdeed(1.0), Setback(case="race-one-person", abuser=2, at_s=1.0, why="x"))
    found = audit(good.folder, good.scenario)
    assert (found.attempted, found.acknowledged) == (4, 3)
