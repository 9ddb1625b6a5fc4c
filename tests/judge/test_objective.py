"""Claims about objectives: for each kind of measure a run in which it is met, broken and unknown."""

import pytest

from siaga.judge.objective import judge_objective
from siaga.judge.recorded import recorded
from siaga.judge.verdict import ObjectiveResult, State
from siaga.record.tally import StepCount
from siaga.scenario.model import Objective
from tests.judge.hand_made import Run

MET, BROKEN, UNKNOWN = State.MET, State.BROKEN, State.UNKNOWN


def judged(run: Run, *expressions: str) -> ObjectiveResult:
    """Judge one objective of one expression or of several."""
    given = {"expect": expressions[0]} if len(expressions) == 1 else {"all": expressions}
    objective = Objective.model_validate({"id": "it", "key": True, "weight": 2.0, **given})
    return judge_objective(objective, recorded(run.folder, run.scenario))


@pytest.fixture
def run(good: Run) -> Run:
    """2,000 joins of 100 ms at the opening and 300 ms in the evening, 20 of them failed; 2 dropped."""
    good.day(
        steps=[{"join": StepCount(good=99, failed=1)}],
        dropped=[1, 1, 0],
        arrived=[100],
    )
    good.folder.latency(0).unlink()
    good.latencies("join", {second: [0.1 if second < 10 else 0.3] * 100 for second in range(20)})
    shown = [
        {"queue": 5.0 + second % 2, "bad": 2.0 * second, "all": 100.0 * second} for second in range(21)
    ]
    good.scrapes(shown)
    return good


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("p99 of join <= 310 ms", MET),
        ("p99 of join <= 200 ms", BROKEN),
        ("p99 of join <= 200 ms during doors-open", MET),
        ("p99.9 of join <= 1 s", UNKNOWN),
        ("p99.9 of join <= 200 ms", BROKEN),
        ("p50 of login <= 1 s", UNKNOWN),
        ("p50 of join > 50 ms", MET),
        ("p50 of join > 500 ms", BROKEN),
        ("availability of join >= 98 %", MET),
        ("availability of join >= 99 %", UNKNOWN),
        ("availability of join > 99 %", BROKEN),
        ("availability of join >= 99.1 %", BROKEN),
        ("availability of login >= 1 %", UNKNOWN),
        ("error ratio <= 2 %", MET),
        ("error ratio <= 1.1 %", UNKNOWN),
        ("error ratio <= 0.9 %", BROKEN),
        ("error ratio of login <= 99 %", UNKNOWN),
        ("error ratio of join >= 0.5 %", MET),
        ("dropped arrivals <= 1 %", MET),
        ("dropped arrivals <= 0.15 %", UNKNOWN),
        ("dropped arrivals <= 0.05 %", BROKEN),
        ("max(queue) <= 6", MET),
        ("max(queue) < 6", BROKEN),
        ("max(nothing) <= 6", UNKNOWN),
        ("rate(bad) / rate(all) <= 2 % during evening", MET),
        ("rate(bad) / rate(all) <= 1.9 %", BROKEN),
        ("rate(bad) / rate(nothing) <= 2 %", UNKNOWN),
        ("increase(bad) <= 40", MET),
        ("increase(bad) <= 20 during evening", MET),
        ("increase(bad) < 20 during evening", BROKEN),
        ("quantile(0.5, queue) <= 5", MET),
        ("last(queue) >= 5", MET),
        ("min(up) >= 1", MET),
        ("min(up) > 1", BROKEN),
    ],
)
def test_each_kind_of_measure_is_met_broken_and_unknown(run: Run, text: str, state: State) -> None:
    """Unknown: the value is on the right side and its bound is not, or nothing was measured."""
    result = judged(run, text)
    assert (result.expression, result.state) == (text, state)
    assert (result.id, result.key, result.weight, result.parts) == ("it", True, 2.0, ())
    assert (result.value is None) == result.text.startswith("Nothing was measured")


DROPPED = (
    "0.1 %, 95 % bound 0.3 %, at most 0.15 % is asked for: 2 of 2,002 arrivals dropped; too few events"
    " to decide."
)
AVAILABLE = (
    "99 %, 95 % bound 98.56 %, at least 99.1 % is asked for: 1,980 of 2,000 samples of join good."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "error ratio <= 2 %",
            "1 %, 95 % bound 1.44 %, at most 2 % is asked for: 20 of 2,000 samples failed.",
        ),
        (
            "dropped arrivals <= 0.15 %",
            DROPPED,
        ),
        (
            "max(queue) < 6",
            "6, less than 6 is asked for: 21 of 21 scrapes of the site.",
        ),
        (
            "min(up) > 1",
            "1, more than 1 is asked for: 21 of 21 scrapes of the site.",
        ),
        (
            "availability of join >= 99.1 %",
            AVAILABLE,
        ),
        (
            "p50 of login <= 1 s",
            "Nothing was measured: no sample of login; steps that were recorded: join.",
        ),
    ],
)
def test_the_sentence_tells_value_bound_limit_and_what_it_was_made_of(
    run: Run, text: str, said: str
) -> None:
    """A reader needs nothing else to agree or not."""
    assert judged(run, text).text == said


def test_the_numbers_are_kept_beside_the_sentence(run: Run) -> None:
    """Value, bound and limit in the unit of the expression."""
    result = judged(run, "p99 of join <= 310 ms")
    assert [result.value, result.bound] == pytest.approx([0.3, 0.3], rel=1e-3)
    assert (result.limit, result.unit) == (0.31, "s")


def test_an_objective_of_several_expressions_is_told_whole(run: Run) -> None:
    """How many are met of how many, and each one that is not, in its own words."""
    result = judged(run, "max(queue) <= 5", "min(up) >= 1", "max(nothing) <= 6")
    said = (
        "max(queue) <= 5: 6, at most 5 is asked for: 21 of 21 scrapes of the site."
        " max(nothing) <= 6: Nothing was measured: the site showed no series nothing."
    )
    assert result == ObjectiveResult(
        id="it",
        expression="all of 3",
        state=BROKEN,
        value=1.0,
        bound=None,
        limit=3.0,
        unit="count",
        key=True,
        weight=2.0,
        text=said,
        parts=result.parts,
    )


@pytest.mark.parametrize(
    ("expressions", "state", "value"),
    [
        (("max(queue) <= 6", "min(up) >= 1"), MET, 2.0),
        (("max(queue) <= 6", "min(up) > 1"), BROKEN, 1.0),
        (("max(queue) <= 6", "max(nothing) > 1"), UNKNOWN, 1.0),
        (("max(nothing) <= 6", "min(up) > 1"), BROKEN, 0.0),
        (("min(up) > 1", "max(nothing) <= 6", "min(up) >= 1"), BROKEN, 1.0),
    ],
)
def test_several_expressions_hold_together_or_not_at_all(
    run: Run, expressions: tuple[str, ...], state: State, value: float
) -> None:
    """One that is broken breaks all; one that is unknown leaves all unknown."""
    result = judged(run, *expressions)
    assert (result.state, result.value, result.limit) == (state, value, float(len(expressions)))
    assert [part.expression for part in result.parts] == list(expressions)
    failing = [part for part in result.parts if part.state is not MET]
    assert all(f"{part.expression}: {part.text}" in result.text for part in failing)
    assert failing or result.text == "All of its 2 expressions are met."
