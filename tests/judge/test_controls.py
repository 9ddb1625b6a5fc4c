"""Claims about controls: whoever blocks honest people has withstood nothing, whatever abusers got."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.judge.control_group import ControlGroup
from siaga.judge.controls import control_groups, control_objective, traits
from siaga.judge.recorded import Recorded, recorded
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, ObjectiveResult, State
from siaga.record.fault_span import FaultSpan
from siaga.record.tally import PopulationCount
from siaga.scenario.model import Abuse, Population
from tests.judge.hand_made import Run
from tests.judge.test_ill_will import ABUSE, LATENCY, WITHSTOOD

REACTIONS = {
    "double-clicks": "30 %",
    "refreshes": {"every": "1 s"},
    "reloads": {"after": "1 s"},
}
LINK = {"sends": "500/s", "takes": "5000/s"}
PHONES = Population.model_validate(
    {"name": "phones", "journey": "visitor", "people": 2, "reactions": REACTIONS, "link": LINK}
)
REST = Population(name="rest", journey="visitor")
FINE = {"phones": PopulationCount(arrived=1, tries=10), "rest": PopulationCount(arrived=2, tries=20)}
SHUT_OUT = {**FINE, "phones": PopulationCount(tries=10, blocked=1)}
QUIET = {**FINE, "phones": PopulationCount()}


@pytest.fixture
def day(good: Run) -> Callable[..., Run]:
    """Give a run whose seconds each count the same of everybody, or one thing after the other."""

    def made(*people: dict[str, PopulationCount], abuse: tuple[Abuse, ...] = ABUSE) -> Run:
        traffic = good.scenario.traffic.model_copy(update={"populations": (PHONES, REST)})
        run = good.judged_with(abuse=abuse, objectives=(LATENCY,), traffic=traffic)
        run.tries(*WITHSTOOD)
        run.day(populations=people)
        return run

    return made


def _facts(run: Run) -> Recorded:
    return recorded(run.folder, run.scenario)


def test_every_population_is_a_group_with_what_it_does(day: Callable[..., Run]) -> None:
    """Numbers of the whole day, and traits in words; one that does nothing odd belongs to it, too."""
    phones, rest = control_groups(_facts(day(FINE)))
    assert phones == ControlGroup(
        population="phones",
        traits=("click twice", "reload again and again", "reload what is late", "have slow phones"),
        people=20,
        requests=200,
        blocked=0,
        state="met",
        text="Of 200 requests of phones 0 were blocked.",
    )
    assert (rest.population, rest.traits, rest.people, rest.requests) == ("rest", (), 40, 400)
    assert list(traits(REST)) == []


def test_a_site_that_blocks_honest_people_does_not_go(day: Callable[..., Run]) -> None:
    """Though it has withstood every case: one population is enough."""
    run = day(SHUT_OUT)
    verdict = judge_run(run.folder, run.scenario, strict=False).verdict
    (objective,) = [one for one in verdict.objectives if one.id == "control-group"]
    assert (objective.state, objective.key, objective.value, objective.limit) == (
        State.BROKEN, True, 0.1, 0.01,
    )  # fmt: skip
    assert objective.text == "Of 200 requests of phones 20 were blocked (10 %)."
    assert verdict.decision is Decision.NO_GO
    assert next((one.gate, one.id) for one in verdict.reasons) == ("key", "control-group")
    assert [one.state for one in verdict.control] == ["broken", "met"]


def test_a_site_that_blocks_nobody_is_told_of_with_every_group(day: Callable[..., Run]) -> None:
    """One in a hundred may be somebody's bad luck."""
    run = day(*[FINE] * 10, {**FINE, "phones": PopulationCount(tries=10, blocked=2)}, FINE)
    verdict = judge_run(run.folder, run.scenario, strict=False).verdict
    (objective,) = [one for one in verdict.objectives if one.id == "control-group"]
    assert (objective.state, objective.value) == (State.MET, 0.01)
    assert objective.text == (
        "Of 200 requests of phones 2 were blocked. Of 400 requests of rest 0 were blocked."
    )


def test_too_few_requests_tell_nothing_of_a_group(day: Callable[..., Run]) -> None:
    """The others decide; where there are none, nobody knows."""
    groups = control_groups(_facts(day({**SHUT_OUT}, {**SHUT_OUT}, QUIET)))
    assert [(one.state, one.requests, one.blocked) for one in groups] == [
        ("unknown", 20, 2),
        ("met", 400, 0),
    ]
    assert groups[0].text == "Of 20 requests of phones 2 were blocked: too few to tell."
    assert control_objective(groups).state is State.MET
    alone = control_objective(groups[:1])
    assert (alone.state, alone.value) == (State.UNKNOWN, None)


def test_as_few_requests_as_are_needed_tell_of_a_group(day: Callable[..., Run]) -> None:
    """Thirty, of which none was blocked."""
    phones, _rest = control_groups(_facts(day(FINE, FINE, FINE, QUIET)))
    assert (phones.requests, phones.state) == (30, "met")


def _group(name: str, blocked: int, state: str) -> ControlGroup:
    return ControlGroup(
        population=name, traits=(), people=9, requests=100, blocked=blocked, state=state, text=f"{name}."
    )


FRIENDS, CROWD = _group("friends", 1, "met"), _group("crowd", 0, "met")
PRESS, OFFICE = _group("press", 9, "broken"), _group("office", 20, "unknown")


@pytest.mark.parametrize(
    ("groups", "state", "value", "text"),
    [
        ((FRIENDS, CROWD), State.MET, 0.01, "friends. crowd."),
        ((OFFICE, FRIENDS), State.MET, 0.01, "office. friends."),
        ((FRIENDS, PRESS, OFFICE), State.BROKEN, 0.09, "press."),
        ((OFFICE,), State.UNKNOWN, None, "office."),
    ],
)
def test_the_objective_says_all_that_one_of_a_scenario_would(
    groups: tuple[ControlGroup, ...], state: State, value: float | None, text: str
) -> None:
    """The worst of those that tell something counts, and those that broke it are told of alone."""
    assert control_objective(groups) == ObjectiveResult(
        id="control-group",
        expression="blocked requests of any population <= 1 %",
        state=state,
        value=value,
        bound=None,
        limit=0.01,
        unit="ratio",
        key=True,
        weight=1.0,
        text=text,
        sign="<=",
        title="Honest people are not taken for abusers",
        tags=("abuse", "control"),
    )


def test_a_few_that_were_blocked_are_no_proof(day: Callable[..., Run]) -> None:
    """A connection may end by chance; the share has to be above the limit for certain."""
    one = {**FINE, "phones": PopulationCount(tries=10, blocked=1)}
    three, six = [one] * 3 + [FINE] * 17, [one] * 6 + [FINE] * 14
    found = [control_groups(_facts(day(*seconds)))[0] for seconds in (three, six)]
    assert [(one.blocked, one.state) for one in found] == [(3, "unknown"), (6, "broken")]
    assert found[0].text == "Of 200 requests of phones 3 were blocked: too few to tell."


def test_connections_that_end_with_a_fault_block_nobody(day: Callable[..., Run]) -> None:
    """Nor in the seconds after it; one that was never healed lasts to the end."""
    facts = _facts(day(FINE, SHUT_OUT, SHUT_OUT, FINE))
    kill = FaultSpan(kind="kill", target="site", from_s=1.5, until_s=2.5)
    shut = [one.blocked for one in control_groups(facts)]
    spared = [one.blocked for one in control_groups(replace(facts, faults=(kill,)))]
    assert (shut, spared) == ([2, 0], [0, 0])
    assert control_groups(replace(facts, faults=(kill,)))[1].requests == 400 - 20 * 7
    unhealed = replace(kill, until_s=None)
    assert [one.requests for one in control_groups(replace(facts, faults=(unhealed,)))] == [10, 20]


def test_a_day_without_abuse_or_of_an_older_siaga_has_no_controls(day: Callable[..., Run]) -> None:
    """And no objective of theirs."""
    assert control_groups(_facts(day(FINE, abuse=()))) == ()
    assert control_groups(_facts(day({"rest": PopulationCount(arrived=2)}))) == ()
