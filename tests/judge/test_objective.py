"""Claims about objectives: for each kind of measure a run in which it is met, broken and unknown."""

import pytest

from siaga.judge.finding import Audit
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
    " to decide: 14,143 more are needed, 2 min 22 s more at this rate."
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
    assert (result.limit, result.unit, result.sign) == (0.31, "s", "<=")


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


def judged_as(run: Run, **keys: object) -> ObjectiveResult:
    """Judge an objective with any keys."""
    objective = Objective.model_validate({"id": "it", **keys})
    return judge_objective(objective, recorded(run.folder, run.scenario))


def test_what_the_audit_counted_is_judged_by_the_audit(run: Run) -> None:
    """Two that were lost break the promise of none; before the audit nobody can tell."""
    objective = Objective(id="it", expect="audit lost <= 0")
    facts = recorded(run.folder, run.scenario)
    audit = Audit(applicable=True, attempted=9, acknowledged=5, lost=2)
    found = judge_objective(objective, facts, audit)
    assert (found.state, found.value) == (BROKEN, 2.0)
    assert judge_objective(objective, facts).state is UNKNOWN


NEARLY = (
    "1 %, 95 % bound 1.44 %, at most 2 % is asked for and at most 1.2 % wished for: 20 of 2,000 samples"
    " failed."
)


def test_an_objective_is_warned_until_the_bound_keeps_the_stricter_limit(run: Run) -> None:
    """1 % keeps 1.2 %, its bound of 1.44 % does not; 1.5 % it does."""
    nearly = judged_as(run, expect="error ratio <= 2 %", warn="1.2 %")
    assert (nearly.state, nearly.warned, nearly.warn_limit) == (MET, True, 0.012)
    assert (nearly.shown, nearly.full, nearly.text) == ("warned", False, NEARLY)
    full = judged_as(run, expect="error ratio <= 2 %", warn="1.5 %")
    assert (full.state, full.warned, full.shown, full.full) == (MET, False, "met", True)
    broken = judged_as(run, expect="error ratio <= 0.9 %", warn="0.5 %")
    assert (broken.state, broken.warned, broken.shown, broken.full) == (BROKEN, False, "broken", False)
    unknown = judged_as(run, expect="error ratio <= 1.1 %", warn="0.5 %")
    assert (unknown.state, unknown.warned) == (UNKNOWN, False)


def test_an_exact_value_is_held_against_the_stricter_limit_itself(run: Run) -> None:
    """It has no bound."""
    assert judged_as(run, expect="max(queue) <= 7", warn=6).shown == "met"
    assert judged_as(run, expect="max(queue) <= 7", warn=5).shown == "warned"


def test_fewer_events_than_are_asked_for_leave_an_objective_unknown(run: Run) -> None:
    """Met or broken, with the number that is asked for; of scrapes no events are counted."""
    few = judged_as(run, expect="error ratio <= 2 %", **{"min-events": 2001})
    assert (few.state, few.events, few.more_events, few.longer_s) == (UNKNOWN, 2000, 1, 1.0)
    assert few.text.endswith(
        "20 of 2,000 samples failed; at least 2,001 events are asked for; too few events to"
        " decide: 1 more are needed, 1 s more at this rate."
    )
    assert judged_as(run, expect="error ratio <= 0.1 %", **{"min-events": 2001}).state is UNKNOWN
    assert judged_as(run, expect="error ratio <= 2 %", **{"min-events": 2000}).state is MET
    latency = judged_as(run, expect="p50 of join <= 1 s", **{"min-events": 2001})
    assert (latency.state, latency.events) == (UNKNOWN, 2000)
    scraped = judged_as(run, expect="max(queue) <= 6", **{"min-events": 2001})
    assert (scraped.state, scraped.events) == (MET, None)


def test_a_result_carries_what_the_scenario_says_of_the_objective(run: Run) -> None:
    """Its message comes first where it is not met in full, and not at all where it is."""
    said = {"title": "It is quick", "tags": ["web", "seats"], "message": "Slow!", "dry-run": True}
    met = judged_as(run, expect="max(queue) <= 6", **said)
    assert (met.title, met.tags, met.dry_run) == ("It is quick", ("web", "seats"), True)
    assert met.text == "6, at most 6 is asked for: 21 of 21 scrapes of the site."
    warned = judged_as(run, expect="max(queue) <= 6", warn=5, message="Slow!")
    assert warned.text.startswith("Slow! 6, at most 6 is asked for and at most 5 wished for: ")
    several = judged_as(run, all=["max(queue) <= 5"], message="Slow!", title="Together")
    assert several.text.startswith("Slow! max(queue) <= 5: 6, at most 5 is asked for: ")
    assert (several.title, several.parts[0].title, several.dry_run) == ("Together", "", False)


def test_what_is_attested_is_judged_by_the_day_of_the_run(run: Run) -> None:
    """The hand-made run was on 15 January 2027."""
    word = {"owner": "Sari", "date": "2027-01-15", "link": "https://x.test", "expires": "2027-01-15"}
    met = judged_as(run, attest=word, key=True, weight=3.0, title="The way back was rehearsed")
    assert met == ObjectiveResult(
        id="it",
        expression="",
        state=MET,
        value=0.0,
        bound=None,
        limit=0.0,
        unit="days",
        key=True,
        weight=3.0,
        text="Attested by Sari on 2027-01-15, until 2027-01-15: https://x.test.",
        title="The way back was rehearsed",
    )


@pytest.mark.parametrize(
    ("keys", "end"),
    [
        (
            {"expect": "error ratio <= 2 % over 1 s"},
            "from 0 s; too few events to decide.",
        ),
        (
            {"expect": "error ratio <= 1 %"},
            "failed; the value is the limit itself, and no number of events would decide.",
        ),
        (
            {"expect": "goodput of join <= 1/s during evening", "min-events": 1},
            "in 10 s; at least 1 events are asked for; too few events to decide: 1 more are needed.",
        ),
        (
            {"expect": "error ratio <= 1.1 %", "min-events": 2000},
            "failed; too few events to decide: 27,434 more are needed, 4 min 35 s more at this rate.",
        ),
    ],
)
def test_what_is_in_doubt_says_what_would_decide(run: Run, keys: dict[str, object], end: str) -> None:
    """How many more events and how much longer, unless no number would or nobody can tell."""
    if "goodput" in str(keys):
        run.day(steps=[{"join": StepCount(good=1)}] * 10 + [{"join": StepCount(failed=1)}])
    result = judged_as(run, **keys)
    assert result.state is UNKNOWN
    assert result.text.endswith(end), result.text
