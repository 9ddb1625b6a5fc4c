"""Claims about the turn: the smallest change, and only what would really turn the verdict."""

from dataclasses import replace

import pytest

from siaga.judge.turn import would_turn
from siaga.judge.verdict import Decision, ObjectiveResult, Reason, State

MET, BROKEN, UNKNOWN = State.MET, State.BROKEN, State.UNKNOWN


def objective(name: str, state: State, **changed: object) -> ObjectiveResult:
    """Make what became of an objective."""
    made = ObjectiveResult(
        id=name,
        expression="error ratio <= 1 %",
        state=state,
        value={MET: 0.001, BROKEN: 0.03, UNKNOWN: 0.009}[state],
        bound={MET: 0.002, BROKEN: 0.04, UNKNOWN: 0.02}[state],
        limit=0.01,
        unit="ratio",
        key=False,
        weight=1.0,
        text="",
        sign="<=",
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def reason(gate: str, name: str) -> Reason:
    """Make a reason."""
    return Reason(gate=gate, id=name, text="")


def by_score(decision: Decision, *objectives: ObjectiveResult) -> str:
    """Give what would turn a verdict of the score."""
    reasons = [reason("score", one.id) for one in objectives if one.state is not MET]
    return would_turn(decision, reasons, objectives)


def test_a_broken_promise_is_never_outweighed() -> None:
    """Only its absence would turn the verdict."""
    told = would_turn(Decision.NO_GO, [reason("integrity", "R1"), reason("integrity", "R6")], [])
    assert told == "No violation of R1, R6 at all: a broken promise is never outweighed."


def test_weak_evidence_asks_for_another_run_with_every_remedy_once() -> None:
    """What two checks ask for alike is said once."""
    named = ("workers-complete", "generator-not-saturated", "roll-read")
    told = would_turn(Decision.INCONCLUSIVE, [reason("evidence", one) for one in named], [])
    assert told == (
        "Run again, and keep every worker alive to the end, give the generator more workers and make"
        " the roll readable before and after the run."
    )


def test_every_key_objective_that_failed_has_to_come_to_its_limit() -> None:
    """They are all named: one of them met turns nothing."""
    objectives = [objective("a", BROKEN), objective("b", MET), objective("c", BROKEN, value=0.02)]
    told = would_turn(Decision.NO_GO, [reason("key", "a"), reason("key", "c")], objectives)
    assert told == (
        "A (error ratio <= 1 %) has to come from 3 % to 1 % and c (error ratio <= 1 %) has to come from"
        " 2 % to 1 %."
    )


def test_an_unknown_key_objective_needs_more_events_or_any_at_all() -> None:
    """What was measured needs a closer bound, what was not needs a measurement."""
    objectives = [objective("a", UNKNOWN), objective("b", UNKNOWN, value=None, bound=None)]
    told = would_turn(Decision.INCONCLUSIVE, [reason("key", "a"), reason("key", "b")], objectives)
    assert told == (
        "A (error ratio <= 1 %) needs more events, so that its 95 % bound reaches 1 % and b (error ratio"
        " <= 1 %) has to be measured at all for a verdict."
    )


def test_of_an_objective_with_several_expressions_only_those_that_failed_are_named() -> None:
    """The others are as they should be."""
    parts = (objective("a", MET), objective("a", BROKEN, expression="error ratio of join <= 1 %"))
    whole = objective("a", BROKEN, expression="all of 2", parts=parts)
    told = would_turn(Decision.NO_GO, [reason("key", "a")], [whole])
    assert told == "A (error ratio of join <= 1 %) has to come from 3 % to 1 %."


def test_a_low_score_asks_for_as_few_objectives_as_turn_it() -> None:
    """Met 6 of 10: the one of weight 2 makes 80, which is no NO_GO any more; the light ones may stay."""
    objectives = (
        objective("met", MET, weight=6.0),
        objective("light", BROKEN),
        objective("heavy", BROKEN, weight=2.0),
        objective("light-too", BROKEN),
    )
    told = by_score(Decision.NO_GO, *objectives)
    assert told == "Heavy (error ratio <= 1 %) has to come from 3 % to 1 %."


def test_conditions_of_a_score_ask_for_what_makes_it_go() -> None:
    """8 of 10 are met: either of the two that are not makes 90."""
    objectives = (objective("met", MET, weight=8.0), objective("a", BROKEN), objective("b", BROKEN))
    told = by_score(Decision.GO_WITH_CONDITIONS, *objectives)
    assert told == "A (error ratio <= 1 %) has to come from 3 % to 1 %."


def test_too_much_unknown_asks_for_the_heaviest_to_be_known() -> None:
    """3 of 12 are unknown; with the one of weight 2 known, 1 of 12 is few enough."""
    objectives = (
        objective("met", MET, weight=9.0),
        objective("light", UNKNOWN),
        objective("heavy", UNKNOWN, weight=2.0),
    )
    told = by_score(Decision.INCONCLUSIVE, *objectives)
    assert told == (
        "Heavy (error ratio <= 1 %) needs more events, so that its 95 % bound reaches 1 % for a verdict."
    )


def test_a_condition_asks_for_a_roll_and_for_the_score_only_where_it_is_low() -> None:
    """A roll alone makes it GO where the objectives are met, and not where they are not."""
    audit = reason("conditions", "audit")
    alone = would_turn(Decision.GO_WITH_CONDITIONS, [audit], [objective("met", MET)])
    assert alone == "A roll that can be read, so that promises are audited: that would make it GO."
    objectives = [objective("met", MET, weight=8.0), objective("a", BROKEN, weight=2.0)]
    both = would_turn(Decision.GO_WITH_CONDITIONS, [audit, reason("score", "a")], objectives)
    assert both == (
        "A roll that can be read, so that promises are audited, and a (error ratio <= 1 %) has to come"
        " from 3 % to 1 %: that would make it GO."
    )


def test_each_condition_is_lifted_by_something_of_its_own() -> None:
    """A roll, and no violation of each rule that warned; then the score, where it is low."""
    reasons = [reason("conditions", "audit"), reason("conditions", "R7"), reason("score", "a")]
    objectives = [objective("met", MET, weight=8.0), objective("a", BROKEN, weight=2.0)]
    assert would_turn(Decision.GO_WITH_CONDITIONS, reasons, objectives) == (
        "A roll that can be read, so that promises are audited and no violation of R7, and a (error"
        " ratio <= 1 %) has to come from 3 % to 1 %: that would make it GO."
    )


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (("p99 of join <= 1 s", "s", 1.0, 0.9), "900 ms"),
        (("availability of join >= 99 %", "ratio", 0.99, 0.9905), "99.05 %"),
        (("min(site_seconds) >= 1 s", "s", 1.0, 1.05), "1.05 s"),
        (("max(queue) <= 10", "count", 10.0, 9.5), "9.5"),
        (('p99 of "a > b" <= 1 s', "s", 1.0, 0.95), "950 ms"),
    ],
)
def test_a_go_names_the_objective_that_is_nearest_to_its_limit(
    measured: tuple[str, str, float, float], said: str
) -> None:
    """By its bound, if it has one; among objectives that used a fifth of theirs."""
    expression, unit, limit, bound = measured
    sign = ">=" if ">=" in expression else "<="
    near = objective("near", MET, expression=expression, unit=unit, limit=limit, bound=bound, sign=sign)
    told = would_turn(Decision.GO, [], [objective("far", MET), near, objective("far-too", MET)])
    assert told == (
        f"Nearest to its limit is the objective near ({near.expression}), whose 95 % bound is {said};"
        " a single broken promise would make it NO GO."
    )


def test_of_a_lower_limit_what_may_be_missing_is_used() -> None:
    """60 % where 50 % are asked for used 40 of the 50 % that may fail: 810 ms of 1 s is nearer."""
    near = objective("near", MET, expression="p99 of join <= 1 s", unit="s", limit=1.0, bound=0.81)
    half = objective(
        "half", MET, expression="availability of join >= 50 %", limit=0.5, bound=0.6, sign=">="
    )
    told = would_turn(Decision.GO, [], [near, half])
    assert told.startswith("Nearest to its limit is the objective near (p99 of join <= 1 s)")


def test_what_is_already_broken_is_not_near_its_limit() -> None:
    """A GO may have a broken objective of little weight; the next one to break is another."""
    objectives = [objective("broken", BROKEN), objective("key", MET, key=True)]
    told = would_turn(Decision.GO, [], objectives)
    assert told.startswith("Nearest to its limit is the key objective key (")


def test_without_a_share_of_any_limit_a_go_is_turned_by_a_promise_alone() -> None:
    """A count that has to be at least something, and a limit of 0, have no share that was used."""
    count = objective(
        "up", MET, expression="min(up) >= 1", unit="count", limit=1.0, value=1.0, sign=">="
    )
    none = objective("none", MET, expression="max(errors) <= 0", unit="count", limit=0.0, value=0.0)
    assert would_turn(Decision.GO, [], [count, none]) == "A single broken promise would make it NO GO."


def test_what_is_only_attested_is_near_no_limit_and_asks_for_a_word() -> None:
    """It has no sign; unknown, somebody has to stand for it."""
    word = {"expression": "", "unit": "days", "limit": 0.0, "bound": None, "sign": "", "value": 5.0}
    assert would_turn(Decision.GO, [], [objective("way-back", MET, **word)]) == (
        "A single broken promise would make it NO GO."
    )
    told = would_turn(
        Decision.INCONCLUSIVE, [reason("key", "way-back")], [objective("way-back", UNKNOWN, **word)]
    )
    assert told == (
        "Way-back has to be attested by somebody, with a date, a link and a last day for a verdict."
    )


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"more_events": 2100, "longer_s": 62.0}, "2,100 more events (1 min 2 s more)"),
        ({"more_events": 2100}, "2,100 more events"),
        ({}, "more events"),
    ],
)
def test_an_unknown_objective_says_how_many_more_events_it_needs(
    known: dict[str, object], said: str
) -> None:
    """And how much longer they take at the rate of the run, where that is known."""
    told = would_turn(Decision.INCONCLUSIVE, [reason("key", "a")], [objective("a", UNKNOWN, **known)])
    assert told == (
        f"A (error ratio <= 1 %) needs {said}, so that its 95 % bound reaches 1 % for a verdict."
    )


def warned(name: str, **changed: object) -> ObjectiveResult:
    """Make an objective that is met, and not as well as was wished for."""
    return objective(name, MET, warned=True, warn_limit=0.0015, **changed)


def test_a_warned_key_objective_has_to_come_to_its_stricter_limit() -> None:
    """From its bound, or from its value where there is none; what is said of it is said once."""
    nearly = warned("a", key=True)
    told = would_turn(Decision.GO_WITH_CONDITIONS, [reason("conditions", "a")], [nearly])
    assert told == "A (error ratio <= 1 %) has to come from 0.2 % to 0.15 %: that would make it GO."
    twice = [nearly, objective("b", MET), objective("c", BROKEN, weight=0.1)]
    reasons = [reason("conditions", "a"), reason("score", "c")]
    assert would_turn(Decision.GO_WITH_CONDITIONS, reasons, twice) == told
    exact = warned("a", key=True, bound=None)
    told = would_turn(Decision.GO_WITH_CONDITIONS, [reason("conditions", "a")], [exact])
    assert told == "A (error ratio <= 1 %) has to come from 0.1 % to 0.15 %: that would make it GO."


def test_a_warned_objective_turns_the_score_by_the_half_that_it_lacks() -> None:
    """80 of 100: the broken one of weight 1.5 brings more than half of 2."""
    objectives = (
        objective("met", MET, weight=6.5),
        warned("nearly", weight=2.0),
        objective("broken", BROKEN, weight=1.5),
    )
    reasons = [reason("score", "broken"), reason("score", "nearly")]
    told = would_turn(Decision.GO_WITH_CONDITIONS, reasons, objectives)
    assert told == "Broken (error ratio <= 1 %) has to come from 3 % to 1 %."
    heavier = (
        objective("met", MET, weight=6.3),
        objective("broken", BROKEN, weight=1.2),
        warned("nearly", weight=2.5),
    )
    told = would_turn(Decision.GO_WITH_CONDITIONS, reasons, heavier)
    assert told == (
        "Nearly (error ratio <= 1 %) has to come from 0.2 % to 0.15 % and broken (error ratio <= 1 %)"
        " has to come from 3 % to 1 %."
    )


def test_a_condition_named_like_an_objective_is_not_taken_for_it() -> None:
    """Only an objective that is warned is a condition."""
    reasons = [reason("conditions", "audit")]
    told = would_turn(Decision.GO_WITH_CONDITIONS, reasons, [objective("audit", MET)])
    assert told == "A roll that can be read, so that promises are audited: that would make it GO."


def test_what_the_generator_dropped_takes_a_generator_that_sends_everybody() -> None:
    """More events of the same would decide nothing, and no site could be quicker."""
    for one in (objective("o", UNKNOWN, unsent=True), objective("o", BROKEN, unsent=True)):
        assert by_score(Decision.INCONCLUSIVE, one) == (
            "O (error ratio <= 1 %) has to be measured by a generator that sends every arrival"
            " for a verdict."
        )
