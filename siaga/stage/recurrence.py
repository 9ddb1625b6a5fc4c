"""The Recurrence of a finding: whether a replay has seen it again, or could have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from types import MappingProxyType

from siaga.errors import ExitCode
from siaga.judge.cases import cases
from siaga.judge.finding import RuleResult
from siaga.judge.verdict import State, Verdict
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import load

NEEDED = ("run-to-its-end", "files-whole", "workers-complete", "ledger-complete", "roll-read")
"""Evidence without which a replay that shows nothing proves nothing; the rest is about whole days."""

VIOLATED = ("broken", "warned")

EVERYBODYS: Mapping[str, str] = MappingProxyType(
    {
        "R6": "So few visitors cannot fill the seats: it takes the whole day to show it.",
        "R15": "So few visitors do not crowd the waiting room: it takes the whole day to show it.",
    }
)
"""Rules about everybody together, and what is said where a few visitors did not break them."""


class Seen(Enum):
    """What a replay says of a finding."""

    AGAIN = "seen again"
    NOT_AGAIN = "not seen again"
    UNTOLD = "could not be told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """What one replay, or several together, say of one finding.

    Attributes:
        rule: id of the rule, "R1"; "audit" where it is about all of them.
        seen: whether it came back.
        text: what there was to see, one sentence or two.
    """

    rule: str
    seen: Seen
    text: str


def recurrences(
    folder: RunFolder, verdict: Verdict, *, rules: Sequence[str], visitors: int
) -> tuple[Recurrence, ...]:
    """Say of each finding whether a replay has seen it again, by its audit alone.

    Args:
        folder: the replay.
        verdict: what came of it.
        rules: the rules of the findings; none: whatever the replay breaks.
        visitors: how many were to come.
    """
    hindrance = _hindrance(verdict, visitors)
    asked = list(rules) or broken(verdict)
    if not asked:
        seen = Seen.UNTOLD if hindrance else Seen.NOT_AGAIN
        return (Recurrence(rule="audit", seen=seen, text=hindrance or "No rule was broken."),)
    results = {one.rule: one for one in verdict.audit.rules}
    of = cases(folder, load(folder.scenario), asked) if not hindrance else {}
    return tuple(
        _recurrence(results.get(rule, _nothing(rule)), hindrance, of.get(rule, 0)) for rule in asked
    )


def broken(verdict: Verdict) -> list[str]:
    """Give the rules that a run broke, or that warn, in order of id."""
    return [one.rule for one in verdict.audit.rules if one.state in VIOLATED]


def together(rounds: Sequence[Sequence[Recurrence]]) -> tuple[Recurrence, ...]:
    """Sum up what several replays say: a finding that one of them saw was seen again."""
    by_rule: dict[str, list[Recurrence]] = {}
    for one in chain.from_iterable(rounds):
        by_rule.setdefault(one.rule, []).append(one)
    return tuple(_sum(rule, found) for rule, found in by_rule.items())


def exit_code(found: Sequence[Recurrence]) -> ExitCode:
    """Give 3 where anything was seen again, else 4 where something could not be told, else 0."""
    seen = {one.seen for one in found}
    if Seen.AGAIN in seen:
        return ExitCode.NO_GO
    return ExitCode.INCONCLUSIVE if Seen.UNTOLD in seen else ExitCode.GO


def _hindrance(verdict: Verdict, visitors: int) -> str:
    """Give why nothing that a replay did not show is proven; empty if it is."""
    unmet = [one.text for one in verdict.evidence if one.id in NEEDED and one.state is not State.MET]
    if verdict.load.arrived < visitors:
        unmet.append(f"{verdict.load.arrived} of {visitors} visitors came.")
    elif not verdict.audit.attempted:
        unmet.append(
            "None of the visitors got as far as asking for anything; a site that still knows them from"
            " the run has to be emptied first."
        )
    return " ".join(unmet)


def _recurrence(result: RuleResult, hindrance: str, of: int) -> Recurrence:
    if result.state in VIOLATED:
        return Recurrence(rule=result.rule, seen=Seen.AGAIN, text=result.text)
    doubt = hindrance or EVERYBODYS.get(result.rule, "")
    if result.state != "met":
        doubt = f"{result.text} {hindrance}".strip()
    elif not of:
        doubt = hindrance or f"There was no case of it: {result.text}"
    seen = Seen.UNTOLD if doubt else Seen.NOT_AGAIN
    return Recurrence(rule=result.rule, seen=seen, text=doubt or result.text)


def _sum(rule: str, found: Sequence[Recurrence]) -> Recurrence:
    count = {seen: sum(one.seen is seen for one in found) for seen in Seen}
    seen = next(seen for seen in (Seen.AGAIN, Seen.UNTOLD, Seen.NOT_AGAIN) if count[seen])
    last = [one for one in found if one.seen is seen][-1]
    if len(found) == 1:
        return last
    told = ", ".join(f"{many} {one.value}" for one, many in count.items() if many)
    return Recurrence(rule=rule, seen=seen, text=f"Of {len(found)} replays: {told}. {last.text}")


def _nothing(rule: str) -> RuleResult:
    return RuleResult(rule=rule, title="", state="unknown", text="The replay left nothing to audit.")
