"""Claims about outcomes: every row of the table fires, and what no row knows is unknown."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.ledger.outcome import OTHERWISE, SEALED, TABLE, Observation, Outcome, Row, classify

ALL = (*SEALED, *TABLE, OTHERWISE)

CASES = [
    (0, Observation(sent=False), Outcome.REFUSED),
    (0, Observation(sent=False, status=201, receipt="s"), Outcome.REFUSED),
    (1, Observation(sent=True), Outcome.UNKNOWN),
    (1, Observation(sent=True, receipt="s"), Outcome.UNKNOWN),
    (2, Observation(sent=True, status=201, receipt="s", other_person=True), Outcome.UNKNOWN),
    (2, Observation(sent=True, status=403, other_person=True), Outcome.UNKNOWN),
    (3, Observation(sent=True, status=200, receipt="s"), Outcome.OK),
    (3, Observation(sent=True, status=299, receipt="s"), Outcome.OK),
    (4, Observation(sent=True, status=201), Outcome.UNKNOWN),
    (4, Observation(sent=True, status=202, not_processed=True), Outcome.UNKNOWN),
    (5, Observation(sent=True, status=409, receipt="s"), Outcome.OK),
    (6, Observation(sent=True, status=409), Outcome.REFUSED),
    (7, Observation(sent=True, status=503, not_processed=True), Outcome.REFUSED),
    (8, Observation(sent=True, status=503), Outcome.UNKNOWN),
    (8, Observation(sent=True, status=500, receipt="s"), Outcome.UNKNOWN),
    (8, Observation(sent=True, status=302, receipt="s"), Outcome.UNKNOWN),
    (8, Observation(sent=True, status=408), Outcome.UNKNOWN),
]


def _outcome(seen: Observation, *own: Row, step: str = "join") -> Outcome:
    return classify(seen, step=step, own=own).outcome


@pytest.mark.parametrize(("place", "seen", "outcome"), CASES, ids=[str(case[1]) for case in CASES])
def test_the_first_row_that_applies_decides(place: int, seen: Observation, outcome: Outcome) -> None:
    """Each observation is decided by the row that it was written for, with that row's outcome."""
    assert classify(seen, step="join") is ALL[place]
    assert _outcome(seen) is outcome


def test_every_row_of_the_table_fires() -> None:
    """No row is dead: each decides at least one of the cases."""
    fired = Counter(place for place, _, _ in CASES)
    assert all(fired[place] for place in range(len(ALL)))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 425, 428, 429])
def test_a_refusal_is_certainly_not_done(status: int) -> None:
    """These statuses mean that the site did nothing."""
    assert _outcome(Observation(sent=True, status=status)) is Outcome.REFUSED


@given(
    st.builds(
        Observation,
        sent=st.sampled_from([True]),
        status=st.none() | st.integers(200, 999),
        receipt=st.sampled_from(["", "s"]),
        other_person=st.booleans(),
        not_processed=st.booleans(),
    )
)
def test_nothing_is_acknowledged_without_a_receipt_for_this_person(seen: Observation) -> None:
    """Whatever is seen, ok needs a whole answer that names what this person was granted."""
    if _outcome(seen) is Outcome.OK:
        assert seen.receipt
        assert not seen.other_person
        assert seen.status == 409 or str(seen.status).startswith("2")


def test_a_sites_own_rows_go_first() -> None:
    """A site that answers 418 when it is full is understood by a row in front."""
    teapot = Row(applies=lambda seen: seen.status == 418, outcome=Outcome.REFUSED, reason="full")
    seen = Observation(sent=True, status=418)
    assert _outcome(seen) is Outcome.UNKNOWN
    assert _outcome(seen, teapot) is Outcome.REFUSED


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_reads_back_from_its_text(outcome: Outcome) -> None:
    """What the ledger writes is what the audit reads."""
    assert Outcome(outcome.value) is outcome


def test_every_row_says_why() -> None:
    """A reason stands beside each row, and no two are alike."""
    assert len({row.reason for row in ALL if row.reason}) == len(ALL)
