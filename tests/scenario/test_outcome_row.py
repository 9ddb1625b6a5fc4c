"""Claims about the rows by which a scenario says what answers of its site mean."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from siaga.errors import ScenarioError
from siaga.scenario.load import Override, dump, loads
from siaga.scenario.model import Scenario
from siaga.scenario.outcome_row import MOST_ROWS, OutcomeRow
from siaga.scenario.scale import scaled
from tests.scenario.days import DAY, ROWS

NO_STATUS = "is no status; write 503, [502, 503] or 5xx, from 200 to 999"
NO_SCALAR = "is no single JSON value; quote a text or write a number, true, false, null"


def _loaded(rows: str) -> Scenario:
    return loads(f"{DAY}{rows}", "d")


def _row(**keys: Any) -> OutcomeRow:  # noqa: ANN401 - as YAML holds them
    return OutcomeRow.model_validate({"status": 503, "outcome": "refused", "why": "It is full.", **keys})


def _refusal(**keys: Any) -> str:  # noqa: ANN401 - as YAML holds them
    with pytest.raises(ValidationError) as refused:
        _row(**keys)
    return str(refused.value.errors()[0]["msg"]).removeprefix("Value error, ")


def _problems(*rows: dict[str, Any]) -> list[str]:
    """Give what is wrong with rows, each without the place of the whole day."""
    content = "".join(f"  - {row}\n" for row in rows)
    with pytest.raises(ScenarioError) as refused:
        _loaded(f"outcomes:\n{content}".replace("None", "null"))
    return [re.sub(r"^d:\d+: outcomes", "outcomes", one) for one in refused.value.problems]


def test_a_scenario_has_no_rows_unless_it_says_so() -> None:
    """Most sites are understood as they are."""
    assert _loaded("").outcomes == ()


def test_rows_are_read_in_their_order_and_written_so_that_they_read_back() -> None:
    """What a worker gets is the resolved scenario; numbers stay numbers, and false is not 0."""
    day = _loaded(ROWS)
    assert [(row.step, row.status, row.outcome) for row in day.outcomes] == [
        (None, 202, "ok"),
        ("join", (502, 503), "refused"),
        (None, "5xx", "unknown"),
    ]
    assert [repr(row.body) for row in day.outcomes] == [
        "{'state.now': 'done', 'order.lines.0': 1.5}",
        "{'done': False}",
        "{'code': None}",
    ]
    again = loads(dump(day), "again")
    assert again == day
    assert [repr(row) for row in again.outcomes] == [repr(row) for row in day.outcomes]


def test_a_smaller_day_keeps_its_rows() -> None:
    """What an answer means does not depend on how many come."""
    day = _loaded(ROWS)
    assert scaled(day, scale=0.5, time_scale=0.5).outcomes == day.outcomes


def test_a_row_can_be_changed_for_one_run() -> None:
    """As every other place."""
    given = [Override.parse("outcomes.2.outcome=refused")]
    assert loads(f"{DAY}{ROWS}", "d", given).outcomes[2].outcome == "refused"


@pytest.mark.parametrize(
    ("status", "least", "greatest", "number"),
    [
        (503, 503, 503, 1),
        (200, 200, 200, 1),
        ([502, 999], 502, 999, 2),
        ("5xx", 500, 599, 100),
        ("2xx", 200, 299, 100),
    ],
)
def test_a_status_is_one_or_several_or_a_class(
    status: object, least: int, greatest: int, number: int
) -> None:
    """The class has all its hundred, and no other."""
    statuses = _row(status=status).statuses
    assert (min(statuses), max(statuses), len(statuses)) == (least, greatest, number)


@pytest.mark.parametrize(
    "status",
    [
        199,
        1000,
        -1,
        True,
        503.0,
        "503",
        "5XX",
        "1xx",
        "55x",
        "",
        [],
        [503, 1],
        [503, "5xx"],
        [[503]],
        None,
    ],
)
def test_nothing_else_is_a_status(status: object) -> None:
    """No whole answer can have it, or it is written in no form that is known."""
    assert _refusal(status=status) == f"{status!r} {NO_STATUS}"


def test_a_value_that_fills_more_than_a_line_is_told_up_to_there() -> None:
    """Sixty characters, quotes included, are told whole."""
    assert _refusal(status="x" * 58) == f"'{'x' * 58}' {NO_STATUS}"
    assert _refusal(status="x" * 59) == f"'{'x' * 59}… {NO_STATUS}"


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"status": 99}, f"outcomes.0.status: 99 {NO_STATUS}"),
        ({"statuses": [503]}, "outcomes.0.statuses: is an unknown key; `siaga schema` lists the keys"),
        (
            {"outcome": "fail"},
            "outcomes.0.outcome: 'fail' is refused: Input should be 'ok', 'refused' or",
        ),
        ({"why": ""}, "outcomes.0.why: '' is refused: String should have at least 1 character"),
        ({"why": "x" * 201}, "outcomes.0.why: 'xxx"),
        ({"step": ""}, "outcomes.0.step: '' is refused: String should have at least 1 character"),
        ({"body": ["code"]}, "outcomes.0.body: is no mapping; write keys with values"),
        ({"body": {0: "x"}}, "outcomes.0.body.0: 0 is refused: Input should be a valid string"),
        ({"body": {"a..b": 1}}, "outcomes.0.body.a..b: 'a..b' is refused: String should match pattern"),
        ({"body": {"a.": 1}}, "outcomes.0.body.a.: 'a.' is refused: String should match pattern"),
        ({"body": {"": 1}}, "outcomes.0.body.: '' is refused: String should match pattern"),
        ({"body": {"a": [1]}}, f"outcomes.0.body.a: [1] {NO_SCALAR}"),
        ({"body": {"a": {"b": 1}}}, f"outcomes.0.body.a: {{'b': 1}} {NO_SCALAR}"),
        (
            {"body": {"a.b.c": 1, "a.b": 1, "a.bc": 1}},
            "outcomes.0.body.a.b.c: cannot be asked beside 'a.b', which is a single value",
        ),
    ],
    ids=lambda given: str(given)[:40],
)
def test_what_is_wrong_with_a_row_is_told_at_its_key(keys: dict[str, Any], problem: str) -> None:
    """With the value, and what is allowed."""
    (told,) = _problems({"status": 503, "outcome": "ok", "why": "Sure.", **keys})
    assert told.startswith(problem)


@pytest.mark.parametrize("value", [".nan", ".inf", "2020-04-11", "{}", "[]"])
def test_a_value_that_no_answer_has_in_one_place_is_refused(value: str) -> None:
    """JSON has neither dates nor infinities; the quoted text is fine."""
    row = "outcomes: [{{status: 503, body: {{at: {}}}, outcome: refused, why: Full.}}]\n"
    with pytest.raises(
        ScenarioError, match=r"outcomes\.0\.body\.at: .* is no single JSON value; quote a"
    ):
        _loaded(row.format(value))
    assert _loaded(row.format(f"'{value}'")).outcomes[0].body == {"at": value}


def test_every_problem_of_every_row_is_told_at_once() -> None:
    """Nobody has to check four times."""
    assert len(_problems({"status": 1, "outcome": "fail"}, {"status": True, "x": 1})) == 7


@pytest.mark.parametrize("missing", ["status", "outcome", "why"])
def test_a_row_says_what_it_is_about_what_that_means_and_why(missing: str) -> None:
    """A ledger without a reason would prove nothing."""
    keys = {"status": 503, "outcome": "ok", "why": "Sure."}
    del keys[missing]
    assert _problems(keys) == [f"outcomes.0.{missing}: is missing; it has to be given"]


def test_a_row_may_ask_for_twenty_places_of_an_answer() -> None:
    """And for not one more."""
    body = {f"k{number}": number for number in range(21)}
    assert _refusal(body=body) == "has 21 entries; at most 20 are allowed"
    del body["k20"]
    assert _row(body=body).body == body


def test_more_rows_than_anybody_can_follow_are_refused() -> None:
    """Each promise asks them all."""
    rows = [
        {"step": f"s{number}", "status": 503, "outcome": "ok", "why": "Sure."}
        for number in range(MOST_ROWS + 1)
    ]
    assert _problems(*rows) == ["outcomes: has 101 entries; at most 100 are allowed"]
    content = "".join(f"  - {row}\n" for row in rows[:MOST_ROWS])
    assert len(_loaded(f"outcomes:\n{content}").outcomes) == 100


NEVER = {
    "the-same": ([{}], {}),
    "whatever-it-means": ([{}], {"outcome": "ok"}),
    "a-class": ([{"status": "5xx"}], {}),
    "a-longer-list": ([{"status": [503, 504]}], {}),
    "any-step": ([{}], {"step": "join"}),
    "the-same-step": ([{"step": "join"}], {"step": "join"}),
    "any-body": ([{}], {"body": {"a": 1}}),
    "less-of-the-body": ([{"body": {"a": 1}}], {"body": {"b": 2, "a": 1.0}}),
    "two-together": ([{"status": 502}, {"status": [503, 504]}], {"status": [502, 503, 504]}),
    "with-one-between": ([{}, {"status": 502}], {"body": {"a": 1}}),
}


@pytest.mark.parametrize(("before", "row"), NEVER.values(), ids=list(NEVER))
def test_a_row_that_earlier_rows_leave_nothing_is_a_problem(
    before: list[dict[str, Any]], row: dict[str, Any]
) -> None:
    """It would look as if it meant something; the message names who takes it all."""
    plain = {"status": 503, "outcome": "refused", "why": "It is full."}
    (told,) = _problems(*({**plain, **one} for one in [*before, row]))
    both = before[0] == {"status": 502}
    first = "outcomes.0 and outcomes.1" if both else "outcomes.0"
    assert told == (
        f"outcomes.{len(before)}: can never apply, all of it is decided by {first} before;"
        " put it first, or drop it"
    )


SOMETIMES = {
    "another-status": ([{"status": 502}], {}),
    "a-wider-class": ([{}], {"status": "5xx"}),
    "one-more-status": ([{}], {"status": [503, 504]}),
    "every-step": ([{"step": "join"}], {}),
    "another-step": ([{"step": "join"}], {"step": "pay"}),
    "any-body": ([{"body": {"a": 1}}], {}),
    "another-value": ([{"body": {"a": 1}}], {"body": {"a": 2}}),
    "true-is-not-1": ([{"body": {"a": 1}}], {"body": {"a": True}}),
    "another-key": ([{"body": {"a": 1}}], {"body": {"b": 1}}),
    "two-that-leave-one": ([{"status": 502}, {"status": 504}], {"status": [502, 503, 504]}),
}


@pytest.mark.parametrize(("before", "row"), SOMETIMES.values(), ids=list(SOMETIMES))
def test_a_row_that_has_something_left_is_sound(
    before: list[dict[str, Any]], row: dict[str, Any]
) -> None:
    """Narrow rows before wide ones are how exceptions are written."""
    plain = {"status": 503, "outcome": "refused", "why": "It is full."}
    rows = "".join(f"  - { ({**plain, **one}) }\n" for one in [*before, row])
    assert len(_loaded(f"outcomes:\n{rows}").outcomes) == len(before) + 1


def test_each_row_that_can_never_apply_is_told() -> None:
    """With its line, all at once."""
    rows = "outcomes:\n" + "  - {status: 503, outcome: ok, why: Sure.}\n" * 3
    with pytest.raises(ScenarioError) as refused:
        _loaded(rows)
    line = DAY.count("\n") + 2
    assert [one.partition(": can never")[0] for one in refused.value.problems] == [
        f"d:{line + 1}: outcomes.1",
        f"d:{line + 2}: outcomes.2",
    ]


def test_a_refusal_may_say_that_no_seat_is_left() -> None:
    """It is written so that it reads back; a row that says nothing says nothing."""
    rows = "outcomes: [{status: 409, body: {error: full}, outcome: refused, why: x, means: sold-out}]\n"
    day = _loaded(rows)
    assert [row.means for row in loads(dump(day), "again").outcomes] == ["sold-out"]
    assert _row().means is None


@pytest.mark.parametrize("outcome", ["ok", "unknown"])
def test_what_is_no_refusal_does_not_say_that_no_seat_is_left(outcome: str) -> None:
    """Who was granted one, or heard nothing, was not told so."""
    (problem,) = _problems({"status": 409, "outcome": outcome, "why": "x", "means": "sold-out"})
    said = "'sold-out' is said by a refusal; write `outcome: refused`, or drop it"
    assert problem == f"outcomes.0.means: {said}"


def test_a_meaning_that_no_rule_knows_is_refused() -> None:
    """A typo would be a row that means nothing."""
    (problem,) = _problems({"status": 409, "outcome": "refused", "why": "x", "means": "soldout"})
    assert problem.startswith("outcomes.0.means: 'soldout' is refused")
