"""Claims about ill will: three things are asserted of each case, and what nobody tried is unknown."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.judge.case_result import CaseResult
from siaga.judge.ill_will import attempted, case_objective, honest_expressions, ill_will
from siaga.judge.recorded import recorded
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, State, Verdict
from siaga.ledger.misdeed import Misdeed, Setback
from siaga.scenario.model import Abuse, Objective
from tests.judge.hand_made import DURATION_S, PER_S, Run, entry
from tests.judge.test_misdeeds import misdeed, told

ABUSE = (Abuse(case="race-one-person", rate=0.1, most=2),)
WON = misdeed(3.0, status=201)
LATENCY = Objective(id="join-latency", expect="p99 of join <= 1.5 s", key=True)
WITHSTOOD = [WON, misdeed(3.0), misdeed(3.0)]


@pytest.fixture
def ill(good: Run) -> Callable[..., Run]:
    """Give a good run in which one person raced for a seat, and got one."""

    def made(*tried: Misdeed | Setback, seats: int = 1) -> Run:
        run = good.judged_with(abuse=ABUSE, objectives=(LATENCY,))
        told(run, 1, *tried)
        kept = [entry("ana", 1), entry("budi", 2), entry("citra", 3)]
        kept += [entry("eko", 4 + place) for place in range(seats)]
        run.roll(before=[], first=kept, second=kept)
        return run

    return made


def _result(run: Run) -> CaseResult:
    (result,) = ill_will(recorded(run.folder, run.scenario))
    return result


def _states(run: Run) -> dict[str, str]:
    return {one.id: one.state for one in _result(run).assertions}


def _verdict(run: Run) -> Verdict:
    return judge_run(run.folder, run.scenario, strict=False).verdict


def test_a_case_that_a_site_withstood_is_met(ill: Callable[..., Run]) -> None:
    """By its answers, by the roll, and by what honest visitors had."""
    run = ill(*WITHSTOOD)
    result = _result(run)
    assert (result.state, result.planned, result.tried, result.attempts) == ("met", 2, 1, 3)
    assert result.answers == {"join 201": 1, "join 409": 2}
    assert _states(run) == {"answers": "met", "holdings": "met", "honest": "met"}


def test_an_answer_that_none_may_give_breaks_the_case(ill: Callable[..., Run]) -> None:
    """And with it a key objective: the launch does not go."""
    run = ill(WON, WON)
    assert _states(run)["answers"] == "broken"
    objective = case_objective(_result(run))
    assert (objective.id, objective.state, objective.value) == (
        "abuse-race-one-person", State.BROKEN, 1.0,
    )  # fmt: skip
    assert objective.key


def test_a_seat_beyond_those_that_may_be_breaks_the_case(ill: Callable[..., Run]) -> None:
    """Whatever was answered."""
    run = ill(*WITHSTOOD, seats=3)
    assert _states(run) == {"answers": "met", "holdings": "broken", "honest": "met"}
    assert _result(run).text == "Its people hold 2 seats more than they may, 3 in all."


def test_a_roll_that_cannot_be_read_leaves_the_case_unknown(ill: Callable[..., Run]) -> None:
    """Nobody knows what was changed."""
    run = ill(*WITHSTOOD)
    run.roll(before=[], first="no answer", second="no answer")
    assert (_states(run)["holdings"], _result(run).state) == ("unknown", "unknown")


def test_without_a_roll_the_answers_alone_decide(ill: Callable[..., Run]) -> None:
    """As the whole audit does not apply then."""
    run = ill(*WITHSTOOD)
    site = run.scenario.site.model_copy(update={"roll": None})
    run.judged_with(site=site, evidence=run.scenario.evidence.model_copy(update={"seen": ()}))
    assert (_states(run)["holdings"], _result(run).state) == ("not_applicable", "met")


def test_what_honest_visitors_suffer_meanwhile_breaks_the_case(ill: Callable[..., Run]) -> None:
    """Though over the whole day they are well."""
    run = ill(*WITHSTOOD)
    slow = {second: [9.0 if second == 3 else 0.1] * PER_S for second in range(DURATION_S)}
    run.folder.latency(0).unlink()
    run.latencies("join", slow)
    assert _states(run)["honest"] == "broken"
    assert "p99 of join <= 1.5 s (it was 9 s)" in _result(run).text


def test_what_they_suffer_at_another_time_is_no_matter_of_the_case(ill: Callable[..., Run]) -> None:
    """The objective itself tells of it."""
    run = ill(*WITHSTOOD)
    slow = {second: [9.0 if second == 15 else 0.1] * PER_S for second in range(DURATION_S)}
    run.folder.latency(0).unlink()
    run.latencies("join", slow)
    assert _states(run)["honest"] == "met"


@pytest.mark.parametrize(("slow", "state"), [(0, "met"), (1, "unknown"), (2, "unknown"), (3, "broken")])
def test_the_bad_luck_of_one_honest_visitor_breaks_nothing(
    ill: Callable[..., Run], slow: int, state: str
) -> None:
    """Of 43 samples the largest is the p99; what is lost has to be so with 95 % certainty."""
    run = ill(*WITHSTOOD)
    run.folder.latency(0).unlink()
    run.latencies("join", {3: [0.1] * (43 - slow) + [1.6] * slow})
    assert _states(run)["honest"] == state


def test_too_few_honest_visitors_tell_nothing(ill: Callable[..., Run]) -> None:
    """That is unknown, not met."""
    run = ill(*WITHSTOOD)
    run.folder.latency(0).unlink()
    run.latencies("join", {3: [0.1] * 5})
    assert (_states(run)["honest"], _result(run).state) == ("unknown", "unknown")


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([], "Nobody has tried it: nobody came."),
        (
            [Setback(case="race-one-person", abuser=0, at_s=1.0, why="never let in")],
            "Nobody has tried it: never let in (1).",
        ),
    ],
)
def test_a_case_that_nobody_tried_is_unknown(
    ill: Callable[..., Run], records: list[Setback], why: str
) -> None:
    """And the run proves nothing: it is inconclusive."""
    run = ill(*records, seats=0)
    result = _result(run)
    assert (result.state, result.text) == ("unknown", why)
    evidence = attempted([result])
    assert (evidence.state, evidence.value, evidence.limit) == (State.UNKNOWN, 0.0, 1.0)
    verdict = _verdict(run)
    assert verdict.decision is Decision.INCONCLUSIVE
    assert "abuse-attempted" in {one.id for one in verdict.reasons}


def test_a_race_for_seats_that_were_gone_is_not_tried(ill: Callable[..., Run]) -> None:
    """All its joins were refused: nobody knows what the site does where there is one."""
    result = _result(ill(misdeed(3.0), misdeed(3.0), seats=0))
    assert (result.state, {one.id: one.state for one in result.assertions}["answers"]) == (
        "unknown", "unknown",
    )  # fmt: skip
    why = "It was not really tried: join was only answered 409, which shows nothing."
    assert result.text == why
    evidence = attempted([result])
    assert (evidence.state, evidence.value) == (State.UNKNOWN, 0.0)
    assert evidence.text == f"race-one-person: {why}"


def test_the_verdict_tells_of_every_case(ill: Callable[..., Run]) -> None:
    """In its objectives, in its evidence, and by itself."""
    verdict = _verdict(ill(*WITHSTOOD))
    assert [one.case for one in verdict.ill_will] == ["race-one-person"]
    assert "abuse-race-one-person" in {one.id for one in verdict.objectives}
    assert {one.id: one.state for one in verdict.evidence}["abuse-attempted"] is State.MET
    (shown,) = verdict.as_json()["ill_will"]
    assert (shown["case"], shown["state"], shown["answers"]) == (
        "race-one-person", "met", {"join 201": 1, "join 409": 2},
    )  # fmt: skip


def test_a_replay_is_asked_for_no_ill_will(ill: Callable[..., Run]) -> None:
    """Only some honest visitors come again."""
    run = ill(*WITHSTOOD)
    facts = recorded(run.folder, run.scenario)
    assert ill_will(replace(facts, run=replace(facts.run, only=(1,)))) == ()


def test_a_damaged_ledger_is_told_of_and_leaves_the_case_unknown(ill: Callable[..., Run]) -> None:
    """It is never taken for a site that withstood everything."""
    run = ill(*WITHSTOOD)
    with run.folder.ledger(1).open("a", encoding="utf-8") as ledger:
        ledger.write('{"e":"misdeed","op":"x"}\n')
    facts = recorded(run.folder, run.scenario)
    assert facts.damage[0].startswith("misdeeds: ledger: ")
    assert ill_will(facts)[0].state == "unknown"


def test_honest_visitors_are_looked_at_by_what_any_stretch_can_show(good: Run) -> None:
    """Key objectives over a latency or a ratio of the whole run."""
    asked = (
        ("p99 of join <= 1.5 s", True),
        ("p99 of join <= 1.5 s during evening", True),
        ("p99 of join <= 1.5 s over 10 s", True),
        ("error ratio <= 5 % within 5 s after 10 s", True),
        ("dropped arrivals <= 1 %", True),
        ("error ratio <= 5 %", False),
        ("max(up) >= 1", True),
        ("availability of join >= 90 %", True),
        ("completion of visitor >= 90 %", True),
    )
    objectives = tuple(
        Objective(id=f"o{place}", expect=text, key=key) for place, (text, key) in enumerate(asked)
    )
    found = honest_expressions(good.judged_with(objectives=objectives).scenario)
    assert [one.text for one in found] == ["p99 of join <= 1.5 s", "availability of join >= 90 %"]
