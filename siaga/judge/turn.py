"""The turn: the smallest change that would turn a verdict, in one sentence."""

from collections.abc import Sequence
from dataclasses import replace

from siaga.judge.amount import amount, count, duration
from siaga.judge.score import WARNED, decided
from siaga.judge.verdict import Decision, ObjectiveResult, Reason, State

REMEDIES = {
    "run-to-its-end": "let the run go to its end",
    "files-whole": "keep the files of the run whole",
    "workers-complete": "keep every worker alive to the end",
    "files-confirmed": "let every worker hand over its files to the end",
    "plan-offered": "give the generator what it needs to send the whole plan",
    "generator-on-time": "give the generator more CPU, or more workers",
    "generator-not-saturated": "give the generator more workers",
    "generator-equipped": "give the generator more descriptors and ports, or more machines",
    "clocks-agree": "set the clocks of all workers by the same server, and before the run",
    "telemetry-whole": "keep the site's metrics page readable throughout",
    "target-unchanged": "let nobody deploy while the run lasts",
    "ledger-complete": "keep the ledger of every worker",
    "roll-read": "make the roll readable before and after the run",
    "rules-decided": "have the site and the day show what every rule that applies is about",
    "enough-acknowledged": "play more people, or a larger scale, so that enough is acknowledged",
    "moments-seen": "play a day in which the moments happen that it never saw",
    "feed-rows": "have every row of a feed go to the one visitor whose it is",
    "faults-proven": "let every fault be seen to happen, and heal it",
    "abuse-attempted": "let every case of abuse get so far that it is tried",
    "counts-agree": "find out which of ledger, counter and roll is wrong",
    "self-tested": "let `siaga selftest` see that this judge judges rightly",
    "few-unknown": "find out why so many operations end without an answer",
}
"""What meets each check of the evidence."""

_MISSING = {
    "audit": "a roll that can be read, so that promises are audited",
    "baseline": "an earlier run to hold this one against",
    "closed-model": "a journey of siaga's own (a Launch), whose visitors come as planned",
}
"""What lifts the condition that something is not there."""


def would_turn(
    decision: Decision, reasons: Sequence[Reason], objectives: Sequence[ObjectiveResult]
) -> str:
    """Say what would turn the verdict, by the gate that decided it."""
    if decision is Decision.GO:
        return _nearest(objectives)
    gate = reasons[0].gate if reasons else "score"
    if gate == "integrity":
        rules = ", ".join(reason.id for reason in reasons)
        return f"No violation of {rules} at all: a broken promise is never outweighed."
    if gate == "evidence":
        return f"Run again, and {_all_of([REMEDIES[reason.id] for reason in reasons])}."
    changes = [_change(part) for one in _changed(gate, reasons, objectives) for part in _failing(one)]
    if gate == "conditions":
        lifted = _lifted(reasons, objectives)
        rest = [one for one in changes if one not in lifted]
        also = f", and {_all_of(rest)}" if rest else ""
        return f"{_capital(_all_of(lifted))}{also}: that would make it GO."
    end = " for a verdict" if decision is Decision.INCONCLUSIVE else ""
    return f"{_capital(_all_of(changes))}{end}." if changes else "At least one objective that is known."


def _lifted(reasons: Sequence[Reason], objectives: Sequence[ObjectiveResult]) -> list[str]:
    """Name what would lift each condition that is none of the score's."""
    judged = {one.id: one for one in objectives if one.warned}
    names = [one.id for one in reasons if one.gate == "conditions"]
    return [_change(judged[name]) if name in judged else _rule_lifted(name) for name in names]


def _rule_lifted(name: str) -> str:
    return _MISSING.get(name, f"no violation of {name}")


def _changed(
    gate: str, reasons: Sequence[Reason], objectives: Sequence[ObjectiveResult]
) -> Sequence[ObjectiveResult]:
    """Give the objectives that would have to be met: every key one, else as few as turn the score."""
    if gate == "key":
        named = {reason.id for reason in reasons}
        return [one for one in objectives if one.id in named]
    return [] if decided(objectives) is Decision.GO else _fewest(objectives)


def _fewest(objectives: Sequence[ObjectiveResult]) -> Sequence[ObjectiveResult]:
    """Give the fewest objectives that, met, turn what the score says: the heaviest first."""
    before = decided(objectives)
    unknown = before is Decision.INCONCLUSIVE
    heaviest = sorted(
        (one for one in objectives if not one.full and one.is_open is unknown),
        key=_missing,
        reverse=True,
    )
    for many in range(1, len(heaviest)):
        met = [one.id for one in heaviest[:many]]
        turned = [
            replace(one, state=State.MET, warned=False) if one.id in met else one for one in objectives
        ]
        if decided(turned) is not before:
            return heaviest[:many]
    return heaviest


def _missing(objective: ObjectiveResult) -> float:
    """Give the weight that an objective does not bring."""
    return objective.weight * (1 - WARNED) if objective.warned else objective.weight


def _failing(objective: ObjectiveResult) -> Sequence[ObjectiveResult]:
    parts = objective.parts or (objective,)
    return [part for part in parts if not part.full]


def _change(objective: ObjectiveResult) -> str:
    if objective.unit == "days":
        return f"{objective.id} has to be attested by somebody, with a date, a link and a last day"
    name = f"{objective.id} ({objective.expression})"
    aim = objective.warn_limit if objective.warned else objective.limit
    limit = amount(aim, objective.unit)
    if objective.unsent:
        return f"{name} has to be measured by a generator that sends every arrival"
    if objective.value is None:
        return f"{name} has to be measured at all"
    if objective.state is State.UNKNOWN:
        return f"{name} needs {_events(objective)}, so that its 95 % bound reaches {limit}"
    seen = objective.bound if objective.warned and objective.bound is not None else objective.value
    return f"{name} has to come from {amount(seen, objective.unit)} to {limit}"


def _events(objective: ObjectiveResult) -> str:
    """Say how many more events an unknown objective needs, and how long they take."""
    if objective.more_events is None:
        return "more events"
    longer = f" ({duration(objective.longer_s)} more)" if objective.longer_s is not None else ""
    return f"{count(objective.more_events)} more events{longer}"


def _nearest(objectives: Sequence[ObjectiveResult]) -> str:
    """Name the objective that used most of what its limit leaves it."""
    parts = [part for one in objectives for part in (one.parts or (one,)) if part.state is State.MET]
    shares = {used: part for part in parts if (used := _used(part)) is not None}
    if not shares:
        return "A single broken promise would make it NO GO."
    used = max(shares)
    part = shares[used]
    weight = "key objective" if part.key else "objective"
    stands = amount(part.value if part.bound is None else part.bound, part.unit)
    how = "value" if part.bound is None else "95 % bound"
    return (
        f"Nearest to its limit is the {weight} {part.id} ({part.expression}), whose {how} is {stands};"
        " a single broken promise would make it NO GO."
    )


def _used(part: ObjectiveResult) -> float | None:
    """Give how much of its limit an objective used; of a lower limit below 1, of what may be missing."""
    seen = part.bound if part.bound is not None else part.value
    if seen is None or part.limit == 0 or not part.sign:
        return None
    if part.sign.startswith("<"):
        return seen / part.limit
    if part.unit == "ratio" and part.limit < 1:
        return (1 - seen) / (1 - part.limit)
    return part.limit / seen if seen and part.unit != "count" else None


def _all_of(parts: Sequence[str]) -> str:
    once = list(dict.fromkeys(parts))
    return once[0] if len(once) == 1 else f"{', '.join(once[:-1])} and {once[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
