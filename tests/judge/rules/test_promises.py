"""Claims about the rules of promises, R1 to R8, that look at all that they find."""

from siaga.judge.rules.promises import R1, R3, R5, R8
from siaga.ledger.journal import Journal
from siaga.ledger.outcome import Outcome
from tests.closing import closed_with
from tests.judge.asked import Make, violations
from tests.judge.hand_made import T0_S, entry

OK, REFUSED, UNKNOWN = Outcome.OK, Outcome.REFUSED, Outcome.UNKNOWN


def test_r1_who_stands_on_every_reading_is_not_lost_whatever_the_seat(make: Make) -> None:
    """A seat that changes between two readings is R0's."""
    run = make()
    run.promises(ana=OK)
    run.roll(before=[], first=[entry("ana", 1)], second=[entry("ana", 2)])
    assert violations(run, R1) == []


def test_r1_one_reading_is_enough_to_be_lost(make: Make) -> None:
    """The second one failed, and the first does not have the person."""
    run = make()
    run.promises(ana=OK)
    run.roll(before=[], first=[], second="no answer")
    assert [(one["person"], one["missing_in"]) for one in violations(run, R1)] == [("ana", "first")]


def test_r1_the_witness_tells_the_first_of_several_acknowledgements(make: Make) -> None:
    """Its operation, key and receipt belong together; an earlier refusal is none."""
    run = make()
    run.asks("ana", REFUSED, 1.0, 1.5)
    run.receipts([("budi", "k0", "r0")])
    journal = closed_with(run, Journal(run.folder.ledger(1), 1))
    for number, at_s in enumerate((3.0, 5.0, 4.0)):
        told = {"key": f"key-{number}", "seat": f"receipt-{number}"}
        operation = journal.invoke(kind="join", person="ana", key=told["key"], at_s=at_s)
        journal.complete(
            operation, outcome=OK, status=201, seat=told["seat"], at_s=at_s + 0.5, why="told"
        )
    run.roll(before=[], first=[entry("budi", 1)], second=[entry("budi", 1)])
    assert violations(run, R1) == [
        {
            "person": "ana",
            "op": "1-0",
            "key": "key-0",
            "receipt": "receipt-0",
            "acknowledged_at_s": 3.5,
            "missing_in": "first, second",
            "at_s": 3.0,
            "seat": None,
            "severity": 2,
        }
    ]


def test_r3_the_witness_tells_the_first_refusal(make: Make) -> None:
    """Status and reason belong together; severity is how often the person asked."""
    run = make()
    journal = closed_with(run, Journal(run.folder.ledger(0), 0))
    for at_s, status, why in ((2.0, 409, "Full."), (1.0, 503, "Later."), (3.0, 404, "Gone.")):
        operation = journal.invoke(kind="join", person="ana", key="key-ana", at_s=at_s)
        journal.complete(operation, outcome=REFUSED, status=status, seat="", at_s=at_s + 0.5, why=why)
    run.roll(before=[], first=[entry("ana", 1)], second=[entry("ana", 1)])
    assert violations(run, R3) == [
        {
            "person": "ana",
            "operation": "key-ana",
            "seat": "1",
            "at_s": T0_S + 1,
            "status": 503,
            "why": "Later.",
            "severity": 3,
        }
    ]


def test_r5_who_stands_twice_is_counted_once_with_the_first_entry(make: Make) -> None:
    """That there are two is R2's."""
    run = make()
    run.promises(ana=UNKNOWN)
    both = [entry("ana", 2), entry("ana", 1)]
    run.roll(before=[], first=both, second=both)
    assert violations(run, R5) == [{"person": "ana", "at_s": T0_S + 1, "seat": "1", "severity": 1}]


def test_r8_receipts_and_owners_are_named_once_however_often_they_were_told(make: Make) -> None:
    """Severity is how many different ones there are."""
    run = make()
    run.receipts(
        [
            ("ana", "k", "r1"),
            ("ana", "k", "r2"),
            ("ana", "k", "r1"),
            ("budi", "l", "s"),
            ("budi", "l", "s"),
            ("citra", "m", "s"),
        ]
    )
    run.roll(before=[], first=[], second=[])
    assert violations(run, R8) == [
        {"person": "ana", "key": "k", "receipt": "r1, r2", "at_s": 0.0, "seat": None, "severity": 2},
        {"person": "budi, citra", "key": "l", "receipt": "s", "at_s": 3.0, "seat": None, "severity": 2},
    ]


def test_r8_receipts_of_two_kinds_may_be_alike(make: Make) -> None:
    """Sites number registrations and corrections apart; and one key may stand for one of each."""
    run = make()
    run.receipts([("ana", "k", "1"), ("budi", "l", "2")])
    journal = closed_with(run, Journal(run.folder.ledger(1), 1))
    for person, key, receipt in (("budi", "l", "1"), ("ana", "k", "2"), ("ana", "k", "2")):
        operation = journal.invoke(kind="correct", person=person, key=key, at_s=9.0)
        journal.complete(operation, outcome=OK, status=200, seat=receipt, at_s=9.5, why="told")
    run.roll(before=[], first=[], second=[])
    assert violations(run, R8) == []
    operation = journal.invoke(kind="correct", person="citra", key="m", at_s=10.0)
    journal.complete(operation, outcome=OK, status=200, seat="2", at_s=10.5, why="told")
    assert [(one["person"], one["receipt"]) for one in violations(run, R8)] == [("ana, citra", "2")]
