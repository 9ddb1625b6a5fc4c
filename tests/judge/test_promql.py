"""Claims about PromQL objectives: the worst value decides, and what is not known is never a pass."""

from dataclasses import replace

import pytest

from siaga.judge.check import check
from siaga.judge.expression import Expression, ExpressionError, parse
from siaga.judge.measurement import Measurement, measure
from siaga.judge.objective import judge_objective
from siaga.judge.period import Period
from siaga.judge.promql import Promql
from siaga.judge.recorded import recorded
from siaga.judge.verdict import State
from siaga.record.promql_record import PromqlAnswer, PromqlRecord
from siaga.scenario.prometheus import Prometheus
from tests.judge.hand_made import T0_S, Run

QUERY = "sum(rate(site_joins_total[10s]))"


def _answered(run: Run, *values: str, error: str = "", until_s: float = 19.0) -> None:
    """Have Prometheus have given a value a second; "" for a second without one."""
    given = [(T0_S + second, value) for second, value in enumerate(values) if value]
    answer = PromqlAnswer(
        query=QUERY,
        at_s=tuple(at_s for at_s, _value in given),
        values=tuple(value for _at_s, value in given),
        error=error,
    )
    PromqlRecord(
        server="${URL}", from_s=T0_S, until_s=T0_S + until_s, step_s=1.0, answers=(answer,)
    ).write(run.folder.promql)


def _measured(run: Run, limit: str) -> Measurement:
    return measure(parse(f'promql "{QUERY}" {limit}'), recorded(run.folder, run.scenario))


def _state(run: Run, limit: str) -> State:
    run.expecting(f'promql "{QUERY}" {limit}')
    facts = recorded(run.folder, run.scenario)
    return judge_objective(run.scenario.objectives[0], facts).state


def test_an_expression_holds_a_query_and_a_limit_with_a_unit() -> None:
    """Labels in single quotes, or in double ones behind backslashes."""
    assert parse("promql \"max(up{job='a'})\" >= 0.5 during evening") == Expression(
        text="promql \"max(up{job='a'})\" >= 0.5 during evening",
        measure=Promql(query="max(up{job='a'})"),
        sign=">=",
        limit=0.5,
        unit="count",
        during=Period(kind="phase", name="evening"),
    )
    quoted = parse(r'promql "max(up{job=\"a\"})" <= 50 ms')
    assert (quoted.measure, quoted.limit, quoted.unit) == (Promql(query='max(up{job="a"})'), 0.05, "s")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sum(rate(x[5m])", "is no query (unclosed left parenthesis)"),
        ("rate(x)", "is no query (expected type matrix in call to function 'rate', got vector)"),
        ("x[5m]", "gives no number at an instant; write for example"),
        ("'x'", "gives no number at an instant"),
        ("", "is no query"),
    ],
)
def test_what_is_no_query_is_refused_with_the_reason(query: str, said: str) -> None:
    """Before anything is sent."""
    with pytest.raises(ExpressionError) as raised:
        parse(f'promql "{query}" <= 5')
    assert said in str(raised.value)


def test_without_a_prometheus_it_is_refused(good: Run) -> None:
    """With one it is not."""
    run = good.expecting('promql "up" >= 1')
    (problem,) = check(run.scenario)
    assert problem.startswith("objectives.0.expect: 'promql \"up\" >= 1': asks a Prometheus, and the")
    named = run.scenario.model_copy(update={"prometheus": Prometheus(url="http://127.0.0.1:9090")})
    assert check(named) == []


def test_the_worst_value_decides(good: Run) -> None:
    """On the side of the limit: the highest where it is an upper one, else the lowest."""
    _answered(good, *["7"] * 5, "9.5", *["7"] * 7, "2", *["7"] * 6)
    assert _measured(good, "<= 10") == Measurement(
        value=9.5, exact=True, made_of="the worst of 20 values in 20 instants, at 5 s"
    )
    assert _measured(good, ">= 1").value == 2.0
    states = [_state(good, limit) for limit in ("<= 9.5", "<= 9.4", ">= 2", "> 2")]
    assert states == [State.MET, State.BROKEN, State.MET, State.BROKEN]


def test_a_phase_counts_alone(good: Run) -> None:
    """From its first second to the last before the next."""
    _answered(good, *["1"] * 9, "3", "5", *["4"] * 9)
    for limit, value in (
        ("<= 9 during doors-open", 3.0),
        ("<= 9 during evening", 5.0),
        (">= 0 during evening", 4.0),
    ):
        measured = _measured(good, limit)
        assert measured.value == value
        assert measured.made_of.startswith("the worst of 10 values in 10 instants")


def test_what_is_infinite_is_on_its_side(good: Run) -> None:
    """A division by nothing keeps no upper limit."""
    _answered(good, *["1"] * 19, "+Inf")
    assert [_state(good, limit) for limit in ("<= 5", ">= 1")] == [State.BROKEN, State.MET]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "Prometheus gave a value at 0 of 20 instants, and half of them are needed"),
        (["NaN"] * 20, "Prometheus gave a value at 0 of 20 instants"),
        (["1"] * 9, "Prometheus gave a value at 9 of 20 instants"),
    ],
)
def test_what_is_mostly_unseen_is_unknown(good: Run, values: list[str], said: str) -> None:
    """However good what was seen."""
    _answered(good, *values)
    measured = _measured(good, "<= 5")
    assert measured.value is None
    assert measured.made_of.startswith(said)
    assert _state(good, "<= 5") is State.UNKNOWN


def test_half_of_the_instants_are_enough(good: Run) -> None:
    """Rates have none until a Prometheus has seen a series twice."""
    _answered(good, *[""] * 10, *["1"] * 10)
    assert _measured(good, "<= 5").made_of == "the worst of 10 values in 20 instants, at 10 s"


def test_a_reason_is_passed_on_and_nobody_asked_is_one(good: Run) -> None:
    """Both are unknown, never a pass."""
    assert _measured(good, "<= 5").made_of == "Prometheus was not asked"
    _answered(good, error="Prometheus: no answer (TimeoutError)")
    assert _measured(good, "<= 5").made_of == "Prometheus: no answer (TimeoutError)"
    assert _state(good, "<= 5") is State.UNKNOWN
    other = measure(parse('promql "up" <= 5'), recorded(good.folder, good.scenario))
    assert other.made_of == "Prometheus was not asked"


def test_a_damaged_record_is_told_of_and_nothing_of_it_believed(good: Run) -> None:
    """As with any other file of the run."""
    _answered(good, *["1"] * 20)
    good.folder.promql.write_text(good.folder.promql.read_text().replace('"1"', '"one"'))
    facts = recorded(good.folder, good.scenario)
    assert facts.promql is None
    assert any(one.startswith("Prometheus' answers: promql.json") for one in facts.damage)


def test_without_a_plan_nobody_knows_when_the_run_was(good: Run) -> None:
    """So its values cannot be told from those of another."""
    _answered(good, *["3"] * 20)
    facts = replace(recorded(good.folder, good.scenario), plan=None)
    asked = measure(parse(f'promql "{QUERY}" <= 5'), facts)
    assert asked == Measurement(value=None, made_of="Prometheus was not asked")


def test_the_worst_of_several_stretches_decides(good: Run) -> None:
    """The highest in one of them, or the lowest in the other."""
    _answered(good, *["7"] * 5, "9.5", *["7"] * 7, "2", *["7"] * 6)
    highest = _measured(good, "<= 10 during steady state")
    assert highest.value == 9.5
    assert highest.made_of == "the worst of 9 values in 9 instants, at 5 s"
    assert _measured(good, ">= 1 during steady state").value == 2.0


@pytest.mark.parametrize(
    ("from_s", "until_s", "step_s", "limit", "many"),
    [
        (0.0, 10.0, 0.6, "<= 5", 17),
        (0.0, 10.0, 0.6, "<= 5 during doors-open", 17),
        (9.9996, 19.0, 1.0, "<= 5 during evening", 10),
    ],
)
def test_instants_need_not_be_whole_seconds(
    good: Run, from_s: float, until_s: float, step_s: float, limit: str, many: int
) -> None:
    """Every one up to the end counts, and lies in a phase to the millisecond."""
    at_s = tuple(T0_S + from_s + step_s * number for number in range(many))
    answer = PromqlAnswer(query=QUERY, at_s=at_s, values=("1",) * many)
    PromqlRecord(
        server="${URL}",
        from_s=T0_S + from_s,
        until_s=T0_S + until_s,
        step_s=step_s,
        answers=(answer,),
    ).write(good.folder.promql)
    made_of = _measured(good, limit).made_of
    assert made_of.startswith(f"the worst of {many} values in {many} instants, at")


def test_what_gives_no_number_is_refused_with_an_example() -> None:
    """It is written as one writes it."""
    with pytest.raises(ExpressionError) as raised:
        parse('promql "x[5m]" <= 5')
    first, *_caret = str(raised.value).split("\n")
    assert first.endswith("write for example sum(rate(site_joins_total[10s]))")
