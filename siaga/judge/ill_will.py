"""The ill will of a run: each case of abuse judged by answers, by the roll, and by honest visitors."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from siaga.abuse.case import Case
from siaga.abuse.catalogue import CASES
from siaga.judge.amount import amount, count
from siaga.judge.case_result import Assertion, CaseResult
from siaga.judge.expression import Expression, parse
from siaga.judge.ill_answers import ID, ending, judge_answers
from siaga.judge.measures import Completion, DroppedArrivals, Latency, Measure, Ratio
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import Seconds
from siaga.judge.taking import FEWEST, taken
from siaga.judge.verdict import EvidenceResult, ObjectiveResult, State
from siaga.ledger.misdeed import Misdeed
from siaga.scenario.abuse import intrusions
from siaga.scenario.model import Scenario

AFTERWARDS_S = 5.0
"""How long after the last attempt honest visitors are still looked at."""


def ill_will(facts: Recorded) -> tuple[CaseResult, ...]:
    """Judge every case of the scenario; of a replay none, since nobody means harm in it."""
    if facts.run.only:
        return ()
    scenario = facts.scenario
    planned = Counter(one.case for one in intrusions(scenario.abuse, scenario.traffic))
    named = dict.fromkeys(one.case for one in scenario.abuse)
    return tuple(_judged(CASES[name], planned[name], facts) for name in named if name in CASES)


def case_objective(result: CaseResult) -> ObjectiveResult:
    """Give the key objective by which a case counts."""
    unknown = result.state == "unknown"
    return ObjectiveResult(
        id=CASES[result.case].objective,
        expression=f"violations of {result.case} <= 0",
        state=State(result.state),
        value=None if unknown else float(result.count),
        bound=None,
        limit=0.0,
        unit="count",
        key=True,
        weight=1.0,
        text=result.text,
        sign="<=",
        title=f"Ill will: {result.title}",
        tags=("abuse", result.tag),
    )


def attempted(results: Sequence[CaseResult]) -> EvidenceResult:
    """Look for cases that nobody has tried: of what the site does then, nothing is known."""
    missing = [one for one in results if not _is_tried(one)]
    told = " ".join(f"{one.case}: {one.text}" for one in missing)
    tried = len(results) - len(missing)
    return EvidenceResult(
        id="abuse-attempted",
        state=State.UNKNOWN if missing else State.MET,
        value=float(tried),
        limit=float(len(results)),
        text=told or f"Every case of abuse was tried: {', '.join(one.case for one in results)}.",
    )


def _is_tried(result: CaseResult) -> bool:
    """Tell whether somebody has, and what came of it shows something."""
    answers = [one.state for one in result.assertions if one.id == ID]
    return bool(result.attempts) and "unknown" not in answers


def honest_expressions(scenario: Scenario) -> Iterator[Expression]:
    """Give what can be taken of any stretch of a run, of the key objectives: what the honest get."""
    for one in scenario.objectives:
        for text in one.expressions if one.key else ():
            expression = parse(text)
            whole = (expression.during, expression.window, expression.recovery) == (None, None, None)
            if whole and _is_of_a_stretch(expression.measure):
                yield expression


def _is_of_a_stretch(measure: Measure) -> bool:
    """Tell whether a few seconds can show it: who gives up ends sooner than who gets through."""
    whole_day = isinstance(measure, Completion | DroppedArrivals)
    return isinstance(measure, Latency | Ratio) and not whole_day


def _judged(case: Case, planned: int, facts: Recorded) -> CaseResult:
    tried = [one for one in facts.misdeeds.tried if one.case == case.name]
    setbacks = [one for one in facts.misdeeds.setbacks if one.case == case.name]
    assertions: tuple[Assertion, ...] = ()
    if tried:
        assertions = (
            judge_answers(case, tried, {one.abuser for one in setbacks}),
            _holdings(case, tried, facts),
            _honest(tried, facts),
        )
    return CaseResult(
        case=case.name,
        title=case.title,
        item=case.item,
        requirement=case.requirement,
        tag=case.tag.value,
        state=_state(assertions),
        planned=planned,
        tried=len({one.abuser for one in tried}),
        attempts=len(tried),
        answers=dict(sorted(Counter(f"{one.probe} {ending(one)}" for one in tried).items())),
        setbacks=dict(Counter(one.why for one in setbacks).most_common()),
        assertions=assertions,
        text=_text(assertions, [one.why for one in setbacks]),
    )


def _state(assertions: Sequence[Assertion]) -> str:
    states = [one.state for one in assertions]
    worst = next((one for one in ("broken", "unknown") if one in states), "met")
    return worst if states else "unknown"


def _text(assertions: Sequence[Assertion], setbacks: Sequence[str]) -> str:
    if not assertions:
        why = "; ".join(f"{why} ({many})" for why, many in Counter(setbacks).most_common(3))
        return f"Nobody has tried it: {why or 'nobody came'}."
    failing = [one for one in assertions if one.state in ("broken", "unknown")]
    return " ".join(one.text for one in failing or assertions)


def _holdings(case: Case, tried: Sequence[Misdeed], facts: Recorded) -> Assertion:
    """Look for seats that the people of an abuser hold beyond those that they may."""
    name = "holdings"
    if facts.scenario.site.roll is None:
        text = "There is no roll that would tell what was changed."
        return Assertion(id=name, state="not_applicable", text=text)
    holdings = facts.misdeeds.holdings
    if holdings is None:
        return Assertion(id=name, state="unknown", text="The roll could not be read after the run.")
    people: defaultdict[int, set[str]] = defaultdict(set)
    for one in tried:
        people[one.abuser].add(one.person)
    held = {abuser: sum(holdings.get(one, 0) for one in whom) for abuser, whom in people.items()}
    surplus = sum(max(many - case.seats_each, 0) for many in held.values())
    total, may = sum(held.values()), case.seats_each * len(held)
    text = f"Its people hold {count(total)} seats, of {count(may)} that they may."
    if surplus:
        text = f"Its people hold {count(surplus)} seats more than they may, {count(total)} in all."
    return Assertion(id=name, state="broken" if surplus else "met", count=surplus, text=text)


def _is_certain(lost: Expression, facts: Recorded, seconds: Seconds) -> bool:
    """Tell whether a limit is lost with 95 % confidence: one of the few who came may have bad luck."""
    bound = taken(replace(lost, sign=">=" if lost.at_most else "<="), facts, seconds).bound
    return bound is not None and not lost.holds(bound)


def _honest(tried: Sequence[Misdeed], facts: Recorded) -> Assertion:
    """Look at what honest visitors got meanwhile, and a little longer."""
    end_s = max(one.ended_s for one in tried) + AFTERWARDS_S
    seconds = Seconds.of([range(max(math.floor(tried[0].began_s), 0), math.ceil(end_s))])
    broken, kept = [], 0
    for one in honest_expressions(facts.scenario):
        measured = taken(one, facts, seconds)
        if measured.value is None or (measured.events or 0) < FEWEST:
            continue
        if one.holds(measured.value):
            kept += 1
        elif _is_certain(one, facts, seconds):
            broken.append(f"{one.text} (it was {amount(measured.value, one.unit)})")
    if broken:
        text = f"Meanwhile honest visitors did not have: {'; '.join(broken)}."
        return Assertion(id="honest", state="broken", count=len(broken), text=text)
    if not kept:
        text = "Meanwhile too few honest visitors came to tell."
        return Assertion(id="honest", state="unknown", text=text)
    text = f"Meanwhile {kept} objectives of honest visitors held."
    return Assertion(id="honest", state="met", text=text)
