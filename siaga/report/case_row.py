"""A row of ill will: one case of abuse as a reader wants to see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from siaga.judge.amount import count
from siaga.judge.case_result import CaseResult

ASSERTIONS = ("answers", "holdings", "honest")
"""In which order they are shown: what was answered, what was changed, what the honest had meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case.

    Attributes:
        case: its name.
        title: what was tried.
        item: of OWASP's lists, and what a good site meets.
        tag: how much harm it does.
        state: "met", "broken" or "unknown".
        states: of the three assertions, in the order of `ASSERTIONS`.
        tried: how many tried how often, in words.
        answers: how the attempts ended, in words.
        text: what was found.
    """

    case: str
    title: str
    item: str
    tag: str
    state: str
    states: tuple[str, ...]
    tried: str
    answers: str
    text: str


class Cited(Protocol):
    """Whatever names an item of a list, and a requirement."""

    @property
    def item(self) -> str:
        """Of OWASP's lists."""

    @property
    def requirement(self) -> str:
        """That a good site meets; empty for none."""


def cited(one: Cited) -> str:
    """Give what a case is called elsewhere."""
    return ", ".join(filter(None, (one.item, one.requirement)))


def case_rows(results: Sequence[CaseResult]) -> tuple[CaseRow, ...]:
    """Give the rows of the cases of a run, in the order of the scenario."""
    return tuple(_row(one) for one in results)


def _row(result: CaseResult) -> CaseRow:
    states = {one.id: one.state for one in result.assertions}
    return CaseRow(
        case=result.case,
        title=result.title,
        item=cited(result),
        tag=result.tag,
        state=result.state,
        states=tuple(states.get(one, "unknown") for one in ASSERTIONS),
        tried=_tried(result),
        answers=", ".join(_answers(result)),
        text=result.text,
    )


def _tried(result: CaseResult) -> str:
    came = f"{count(result.attempts)} by {count(result.tried)} of {count(result.planned)}"
    return came if result.attempts else "none"


def _answers(result: CaseResult) -> Iterator[str]:
    """Give how many attempts of each kind ended how."""
    last = ""
    for name, number in result.answers.items():
        probe, _, ending = name.rpartition(" ")
        before = "" if probe == last else f"{probe}: "
        last = probe
        yield f"{before}{count(number)} × {ending}"  # noqa: RUF001 - the sign of times
