"""The summary of ill will: each case of abuse, and each honest population, in a row of Markdown."""

from collections.abc import Callable, Iterator

from siaga.judge.amount import count
from siaga.judge.verdict import Verdict
from siaga.report.case_row import case_rows


def case_summary(verdict: Verdict, plain: Callable[[str], str], state: Callable[[str], str]) -> str:
    """Write the table of cases, and that of the control group; nothing, where nobody meant harm.

    Args:
        verdict: with what became of each case.
        plain: writes any text so that Markdown shows it as it is.
        state: writes a state.
    """
    if not verdict.ill_will:
        return ""
    return "\n".join([*_lines(verdict, plain, state), *_control(verdict, plain, state)])


def _lines(verdict: Verdict, plain: Callable[[str], str], state: Callable[[str], str]) -> Iterator[str]:
    headings = ("Ill will", "State", "Answers", "Changed", "Honest", "Attempts", "Ended")
    yield f"| {' | '.join(headings)} |"
    yield f"| {' | '.join(['---'] * len(headings))} |"
    for one in case_rows(verdict.ill_will):
        cells = (
            plain(one.case),
            state(one.state),
            *map(state, one.states),
            one.tried,
            plain(one.answers),
        )
        yield f"| {' | '.join(cells)} |"


def _control(
    verdict: Verdict, plain: Callable[[str], str], state: Callable[[str], str]
) -> Iterator[str]:
    if not verdict.control:
        return
    headings = ("Control group", "State", "They", "People", "Requests", "Blocked")
    yield f"\n| {' | '.join(headings)} |"
    yield f"| {' | '.join(['---'] * len(headings))} |"
    for one in verdict.control:
        told = plain(", ".join(one.traits))
        numbers = map(count, (one.people, one.requests, one.blocked))
        yield f"| {' | '.join((plain(one.population), state(one.state), told, *numbers))} |"
