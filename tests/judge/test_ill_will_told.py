"""Claims about what is told of ill will: every part of a result, and how much of a run each looks at."""

from collections.abc import Callable

import pytest

from siaga.abuse.catalogue import CASES
from siaga.judge.case_result import Assertion, CaseResult
from siaga.judge.ill_will import attempted, case_objective, ill_will
from siaga.judge.recorded import recorded
from siaga.judge.verdict import EvidenceResult, ObjectiveResult, State
from siaga.ledger.misdeed import Misdeed, Setback
from siaga.scenario.model import Abuse, Objective
from tests.judge.hand_made import DURATION_S, PER_S, Run, entry
from tests.judge.test_misdeeds import misdeed, told

RACE, HOARD = CASES["race-one-person"], CASES["hoarding"]
ABUSE = (Abuse(case=RACE.name, rate=0.1, most=2), Abuse(case=HOARD.name, rate=0.1, most=1))
LATENCY = Objective(id="join-latency", expect="p99 of join <= 1.5 s", key=True)
QUICK = Objective(id="quick", expect="p50 of join <= 1 s", key=True)
LEAVING = Objective(id="leaving", expect="p50 of leave <= 1 s", key=True)
WON = misdeed(3.0, status=201)


@pytest.fixture
def ill(good: Run) -> Callable[..., Run]:
    """Give a good run of two cases, in which some hold seats whom nobody else knows."""

    def made(
        *tried: Misdeed | Setback, holders: tuple[str, ...] = (), also: tuple[Objective, ...] = ()
    ) -> Run:
        run = good.judged_with(abuse=ABUSE, objectives=(*also, LATENCY))
        told(run, 1, *tried)
        kept = [entry(person, place) for place, person in enumerate(("ana", "budi", "citra", *holders))]
        run.roll(before=[], first=kept, second=kept)
        return run

    return made


def _results(run: Run) -> tuple[CaseResult, ...]:
    return ill_will(recorded(run.folder, run.scenario))


def _part(run: Run, name: str) -> Assertion:
    return next(one for one in _results(run)[0].assertions if one.id == name)


def _latencies(run: Run, by_second: dict[int, list[float]]) -> None:
    run.folder.latency(0).unlink()
    run.latencies("join", by_second)


def test_a_result_has_every_part_of_its_case_and_none_of_another(ill: Callable[..., Run]) -> None:
    """Attempts, abusers and setbacks of the other case are its own."""
    kept_out = [
        Setback(case=one.name, abuser=9, at_s=1.0, why=f"no way to {one.name}") for one in (RACE, HOARD)
    ]
    aside = misdeed(3.0, case=HOARD.name, probe="aside", person="", status=200, abuser=2)
    run = ill(misdeed(3.0), WON, misdeed(3.0, abuser=1), aside, *kept_out, holders=("eko",))
    race, hoard = _results(run)
    parts = (
        Assertion(id="answers", state="met", text="Each of 3 attempts was answered as it may be."),
        Assertion(id="holdings", state="met", text="Its people hold 2 seats, of 2 that they may."),
        Assertion(id="honest", state="met", text="Meanwhile 1 objectives of honest visitors held."),
    )
    assert race == CaseResult(
        case=RACE.name,
        title=RACE.title,
        item="OAT-005 Scalping",
        requirement="ASVS 2.3.4",
        tag="intrusive",
        state="met",
        planned=2,
        tried=2,
        attempts=3,
        answers={"join 201": 1, "join 409": 2},
        setbacks={"no way to race-one-person": 1},
        assertions=parts,
        text=" ".join(one.text for one in parts),
    )
    assert list(race.answers) == ["join 201", "join 409"]
    assert (hoard.planned, hoard.tried, hoard.attempts) == (1, 1, 1)
    assert hoard.setbacks == {"no way to hoarding": 1}


def test_of_whom_was_kept_from_going_on_nobody_knows_what_he_would_have_got(
    ill: Callable[..., Run],
) -> None:
    """Only who could go on has to get what each has to get; without any the case shows nothing."""
    flood = CASES["code-flood"]
    ((probe, status),) = [
        (name, next(iter(one.least))) for name, one in flood.answers.items() if one.least
    ]
    tried = misdeed(3.0, case=flood.name, probe=probe, status=min(flood.answers[probe].statuses))
    assert tried.status != status
    run = ill(tried).judged_with(abuse=(Abuse(case=flood.name, rate=0.1),))
    assert f"{probe}: never {status} (1)" in _part(run, "answers").text
    told(run, 2, Setback(case=flood.name, abuser=0, at_s=4.0, why="cut off"))
    assert _part(run, "answers").state == "unknown"
    assert f"whoever made {probe} could not go on until {status} came" in _part(run, "answers").text


def test_a_case_is_a_key_objective(ill: Callable[..., Run]) -> None:
    """With the number of its violations; without one where nobody knows."""
    race, hoard = _results(ill(WON, WON))
    assert case_objective(race) == ObjectiveResult(
        id="abuse-race-one-person",
        expression="violations of race-one-person <= 0",
        state=State.BROKEN,
        value=1.0,
        bound=None,
        limit=0.0,
        unit="count",
        key=True,
        weight=1.0,
        text=race.text,
        sign="<=",
        title=f"Ill will: {RACE.title}",
        tags=("abuse", "intrusive"),
    )
    unknown = case_objective(hoard)
    assert (unknown.state, unknown.value) == (State.UNKNOWN, None)


def test_cases_that_nobody_tried_are_named(ill: Callable[..., Run]) -> None:
    """And those that were tried are, where all were."""
    aside = misdeed(3.0, case=HOARD.name, probe="aside", person="", status=200)
    setbacks = [
        Setback(case=RACE.name, abuser=9, at_s=1.0, why=why)
        for why in ("a", "b", "b", "c", "c", "d", "c")
    ]
    results = _results(ill(aside, *setbacks))
    assert attempted(results) == EvidenceResult(
        id="abuse-attempted",
        state=State.UNKNOWN,
        value=1.0,
        limit=2.0,
        text="race-one-person: Nobody has tried it: c (3); b (2); a (1).",
    )
    assert attempted(results[1:]).text == "Every case of abuse was tried: hoarding."
    assert attempted([results[1]] * 2).text == "Every case of abuse was tried: hoarding, hoarding."
    assert attempted([results[0]] * 2).text == " ".join([f"race-one-person: {results[0].text}"] * 2)


@pytest.mark.parametrize(
    ("holders", "count", "text"),
    [
        (("eko",), 0, "Its people hold 1 seats, of 2 that they may."),
        (("eko", "gita"), 1, "Its people hold 1 seats more than they may, 2 in all."),
        (("eko", "gita", "gita", "fajar"), 2, "Its people hold 2 seats more than they may, 4 in all."),
    ],
)
def test_each_abuser_may_hold_what_the_case_says(
    ill: Callable[..., Run], holders: tuple[str, ...], count: int, text: str
) -> None:
    """Eko and Gita are one and the same; what Fajar does not take is not theirs."""
    people = [misdeed(3.0), misdeed(3.0, person="gita"), misdeed(3.0, person="fajar", abuser=1)]
    found = _part(ill(*people, holders=holders), "holdings")
    assert (found.count, found.text) == (count, text)


def test_a_broken_case_tells_of_what_is_broken_and_of_what_is_unknown(ill: Callable[..., Run]) -> None:
    """Broken is the worse of the two."""
    run = ill(WON, WON)
    run.roll(before=[], first="no answer", second="no answer")
    (race, _hoard) = _results(run)
    assert race.state == "broken"
    assert race.text == (
        "Of 2 attempts, 1 went as none may: join: 201 beyond the first 1 (1)."
        " The roll could not be read after the run."
    )


def test_without_a_roll_it_is_said_that_there_is_none(ill: Callable[..., Run]) -> None:
    """Among what is met."""
    run = ill(WON)
    run.judged_with(
        site=run.scenario.site.model_copy(update={"roll": None}),
        evidence=run.scenario.evidence.model_copy(update={"seen": ()}),
    )
    assert _part(run, "holdings").text == "There is no roll that would tell what was changed."


@pytest.mark.parametrize(("slow", "state"), [(2, "met"), (3, "broken"), (10, "broken"), (11, "met")])
def test_honest_visitors_are_looked_at_until_five_seconds_after_the_last_end(
    ill: Callable[..., Run], slow: int, state: str
) -> None:
    """From 3.4 s to 6 s it was tried: seconds 3 to 10."""
    run = ill(misdeed(3.4, ended_s=6.0), misdeed(3.5))
    _latencies(run, {at: [9.0 if at == slow else 0.1] * PER_S for at in range(DURATION_S)})
    assert _part(run, "honest").state == state


@pytest.mark.parametrize("at_s", [0.2, -0.5])
def test_an_attempt_of_the_first_second_counts(ill: Callable[..., Run], at_s: float) -> None:
    """And one of before it is one of the first second."""
    run = ill(misdeed(at_s))
    _latencies(run, {at: [0.1 if at else 9.0] * PER_S for at in range(DURATION_S)})
    assert _part(run, "honest").state == "broken"


def test_every_objective_that_honest_visitors_lost_is_told(ill: Callable[..., Run]) -> None:
    """With what it was instead; of a step that nobody went there is nothing to tell."""
    run = ill(WON, also=(LEAVING, QUICK))
    assert _part(run, "honest").text == "Meanwhile 2 objectives of honest visitors held."
    _latencies(run, dict.fromkeys(range(DURATION_S), [9.0] * PER_S))
    found = _part(run, "honest")
    assert found.count == 2
    assert found.text == (
        "Meanwhile honest visitors did not have: p50 of join <= 1 s (it was 9 s);"
        " p99 of join <= 1.5 s (it was 9 s)."
    )


@pytest.mark.parametrize(("many", "state"), [(29, "unknown"), (30, "met")])
def test_thirty_honest_visitors_can_tell(ill: Callable[..., Run], many: int, state: str) -> None:
    """As of anything that is taken of a fault."""
    run = ill(WON, also=(QUICK,))
    _latencies(run, {3: [0.1] * many})
    found = _part(run, "honest")
    assert found.state == state
    assert found.text == "Meanwhile too few honest visitors came to tell." or state == "met"
