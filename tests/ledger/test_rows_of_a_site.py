"""Claims about a scenario's own rows: they decide whole answers to the right person, and no others."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.ledger.outcome import OTHERWISE, SEALED, TABLE, Observation, Outcome, Row, classify, rows_of
from siaga.scenario.outcome_row import OutcomeRow

PLACES = ("code", "error", "error.code", "lines.0", "lines.0.state")
VALUES = (None, True, False, 0, 1, 1.5, "", "FULL")

scalars = st.sampled_from(VALUES)
parts = st.dictionaries(st.sampled_from(["code", "error", "lines", "state"]), scalars, max_size=3)
bodies = scalars | st.lists(scalars | parts, max_size=2) | parts
answers = st.dictionaries(st.sampled_from(["code", "error", "lines"]), bodies, max_size=3) | bodies
written = st.sampled_from([200, 202, 409, 503, [200, 503], "2xx", "4xx", "5xx"])
steps = st.sampled_from(["join", "pay"])
outcomes = st.sampled_from(["ok", "refused", "unknown"])

asked = st.builds(
    lambda **keys: OutcomeRow.model_validate({**keys, "why": "So says the site."}),
    step=st.none() | steps,
    status=written,
    body=st.one_of(
        st.just({}), *(st.builds(dict, st.just([(at, to)])) for at in PLACES for to in VALUES)
    ),
    outcome=outcomes,
)
tables = st.lists(asked, max_size=6).map(rows_of)
observations = st.builds(
    Observation,
    sent=st.booleans(),
    status=st.none() | st.sampled_from([200, 201, 202, 302, 403, 409, 500, 503, 599]),
    receipt=st.sampled_from(["", "s"]),
    other_person=st.booleans(),
    not_processed=st.booleans(),
    body=answers,
)


def _row(**keys: Any) -> OutcomeRow:  # noqa: ANN401 - as YAML holds them
    return OutcomeRow.model_validate({"outcome": "refused", "why": "It is full.", "status": 503, **keys})


def _decides(asked: OutcomeRow, *, step: str = "join", **seen: Any) -> bool:  # noqa: ANN401 - as observed
    """Tell whether a row decides about an answer; another status than the row's stands in `seen`."""
    own = rows_of([asked])
    seen = {"sent": True, "status": 503, **seen}
    return classify(Observation(**seen), step=step, own=own) is own[0]


@pytest.mark.parametrize(
    ("status", "fires", "not_by"),
    [
        (503, [503], [502, 504, 200]),
        ([202, 503], [202, 503], [203, 502]),
        ("5xx", [500, 599], [499, 600]),
    ],
)
def test_a_row_decides_answers_of_its_statuses(
    status: object, fires: list[int], not_by: list[int]
) -> None:
    """One, several, or a class; the next number is not its business."""
    assert [one for one in [*fires, *not_by] if _decides(_row(status=status), status=one)] == fires


def test_a_row_of_a_step_decides_only_its_promises() -> None:
    """One without a step decides those of every step."""
    assert [step for step in ("join", "pay") if _decides(_row(step="pay"), step=step)] == ["pay"]
    assert [step for step in ("join", "pay") if _decides(_row(), step=step)] == ["join", "pay"]


@pytest.mark.parametrize(
    ("asked", "fires", "not_by"),
    [
        ({}, [None, {}, [], "FULL", {"code": 1}], []),
        ({"code": "FULL"}, [{"code": "FULL", "more": 1}], [{"code": "full"}, {"code": ["FULL"]}, {}]),
        ({"code": 1}, [{"code": 1}, {"code": 1.0}], [{"code": True}, {"code": "1"}, {"code": 2}]),
        ({"code": True}, [{"code": True}], [{"code": 1}, {"code": "true"}, {"code": False}]),
        ({"code": 0}, [{"code": 0}], [{"code": False}, {"code": None}, {"code": ""}, {}]),
        ({"code": None}, [{"code": None}], [{}, {"code": False}, {"code": ""}, None]),
        ({"a.b": 1}, [{"a": {"b": 1}}], [{"a.b": 1}, {"a": [1]}, {"a": 1}, {"b": 1}, {"a": None}]),
        ({"a.1": "x"}, [{"a": ["y", "x"]}, {"a": {"1": "x"}}], [{"a": ["x"]}, {"a": "xx"}]),
        ({"0.b": 1}, [[{"b": 1}]], [[], [1], [{"b": 2}], {}]),
        ({"a.-1": 1, "b": 2}, [{"a": {"-1": 1}, "b": 2}], [{"a": [1], "b": 2}]),
        ({"a.²": 1}, [{"a": {"²": 1}}], [{"a": [0, 0, 1]}]),
        ({"a": 1, "b": 2}, [{"a": 1, "b": 2}], [{"a": 1}, {"b": 2}, {"a": 1, "b": 1}]),
        ({"a": 1}, [], [None, 1, "a", ["a"], True, {"b": {"a": 1}}]),
    ],
    ids=str,
)
def test_a_row_decides_answers_whose_json_says_what_it_asks_for(
    asked: dict[str, Any], fires: list[object], not_by: list[object]
) -> None:
    """All of it, in its place and of its kind: true is not 1, and what is missing is not null."""
    row = _row(body=asked)
    assert [one for one in [*fires, *not_by] if _decides(row, body=one)] == fires


@pytest.mark.parametrize("outcome", ["ok", "refused", "unknown"])
@pytest.mark.parametrize(
    ("status", "receipt", "usual"),
    [(202, "", "unknown"), (202, "ticket", "ok"), (503, "", "unknown"), (409, "", "refused")],
)
def test_a_row_overrules_the_built_in_table(outcome: str, status: int, receipt: str, usual: str) -> None:
    """A 202 may be a yes, and one with a ticket may be none yet: the site's makers know."""
    seen = Observation(sent=True, status=status, receipt=receipt)
    assert classify(seen, step="join").outcome.value == usual
    own = rows_of([_row(status=status, outcome=outcome)])
    assert classify(seen, step="join", own=own).outcome.value == outcome


def test_rows_are_asked_in_order_and_say_who_decided() -> None:
    """The ledger gets the sentence, and the place of the row in the scenario."""
    own = rows_of([_row(body={"code": "FULL"}), _row(outcome="unknown", why="A crash.")])
    full, crash = (Observation(sent=True, status=503, body={"code": code}) for code in ("FULL", "X"))
    assert classify(full, step="join", own=own).reason == "It is full. (outcomes.0)"
    assert classify(crash, step="join", own=own).reason == "A crash. (outcomes.1)"
    assert classify(crash, step="join", own=own).outcome is Outcome.UNKNOWN


def test_what_a_row_means_stands_in_the_row_that_decides() -> None:
    """From there it goes into the ledger; no other row says anything of the site."""
    own = rows_of([_row(body={"code": "FULL"}, means="sold-out"), _row()])
    full, shut = (Observation(sent=True, status=503, body={"code": code}) for code in ("FULL", "X"))
    assert classify(full, step="join", own=own).means == "sold-out"
    assert classify(shut, step="join", own=own).means == ""
    assert {row.means for row in (*SEALED, *TABLE, OTHERWISE)} == {""}


def test_no_rows_leave_the_table_as_it_is() -> None:
    """Most sites need none."""
    assert rows_of([]) == ()


@pytest.mark.parametrize("outcome", ["ok", "refused", "unknown"])
@pytest.mark.parametrize(
    ("seen", "place"),
    [
        (Observation(sent=False), 0),
        (Observation(sent=False, status=503), 0),
        (Observation(sent=True), 1),
        (Observation(sent=True, receipt="s", body={"code": "FULL"}), 1),
        (Observation(sent=True, status=503, other_person=True), 2),
        (Observation(sent=True, status=503, receipt="s", other_person=True), 2),
    ],
    ids=str,
)
def test_no_scenario_decides_what_no_answer_says(seen: Observation, place: int, outcome: str) -> None:
    """Not sent is refused; sent and not answered, or answered to another person, is unknown."""
    own = rows_of([_row(status=f"{digit}xx", outcome=outcome) for digit in range(2, 10)])
    assert classify(seen, step="join", own=own) is SEALED[place]


@given(seen=observations, own=tables, step=steps)
def test_every_answer_has_one_outcome_whatever_the_table(
    seen: Observation, own: tuple[Row, ...], step: str
) -> None:
    """It is that of the first row that applies, and asking again changes nothing."""
    rows = [*SEALED, *own, *TABLE, OTHERWISE]
    decided = classify(seen, step=step, own=own)
    assert classify(seen, step=step, own=own) is decided
    assert decided.outcome in Outcome
    before = rows[: next(place for place, row in enumerate(rows) if row is decided)]
    assert not any(row.step in {None, step} and row.applies(seen) for row in before)


@given(seen=observations, own=tables, step=steps)
def test_what_was_sent_and_not_answered_stays_unknown(
    seen: Observation, own: tuple[Row, ...], step: str
) -> None:
    """No table makes a yes or a no of silence, nor of an answer about another person."""
    outcome = classify(seen, step=step, own=own).outcome
    if not seen.sent:
        assert outcome is Outcome.REFUSED
    elif seen.status is None or seen.other_person:
        assert outcome is Outcome.UNKNOWN


@given(rows=st.lists(asked, max_size=6), seen=observations, step=steps)
def test_a_row_that_the_check_calls_covered_never_decides(
    rows: list[OutcomeRow], seen: Observation, step: str
) -> None:
    """Where an earlier row asks for no more and has its status, the later one has no say."""
    own = rows_of(rows)
    decided = classify(seen, step=step, own=own)
    for place, row in enumerate(own):
        if row is decided:
            assert not any(
                other.asks_no_more_than(rows[place]) and seen.status in other.statuses
                for other in rows[:place]
            )
