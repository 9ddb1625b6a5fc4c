"""The table of cases: what each is, and what became of it in some runs, in Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from siaga.abuse.catalogue import CASES
from siaga.judge.case_result import CaseResult
from siaga.record.run_record import RunRecord
from siaga.report.case_row import cited
from siaga.report.mark import state_mark

_PROFILE = "--profile"
_UNTRIED = "not tried"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedRun:
    """A run as a column of the table.

    Attributes:
        heading: what the site was.
        results: what became of each case, by its name.
    """

    heading: str
    results: Mapping[str, CaseResult]

    @classmethod
    def of(cls, run: RunRecord, results: Sequence[CaseResult]) -> Self:
        """Give the column of a run: the built-in site is called by its profile."""
        heading = _profile(run.site_arguments) if run.owned_site else run.host
        return cls(heading=heading, results={one.case: one for one in results})


def case_table(runs: Sequence[PlayedRun]) -> str:
    """Write a row for every case that a scenario may name, with a column for each site.

    Several runs against one site are one column: no scenario has every case.
    """
    return "\n".join(_lines(_columns(runs))) + "\n"


def _columns(runs: Sequence[PlayedRun]) -> list[PlayedRun]:
    """Put the runs against one site together; of a case that several tried the last one is told."""
    merged: dict[str, dict[str, CaseResult]] = {}
    for run in runs:
        tried = {name: one for name, one in run.results.items() if one.attempts}
        merged.setdefault(run.heading, {}).update(tried)
    return [PlayedRun(heading=heading, results=results) for heading, results in merged.items()]


def _lines(runs: Sequence[PlayedRun]) -> Iterator[str]:
    fixed = ("case", "what is tried", "a good site", "item")
    headings = (*fixed, *(one.heading for one in runs))
    yield _row(headings)
    yield _row(["---"] * len(headings))
    for case in CASES.values():
        told = (f"`{case.name}` ({case.tag.value})", case.title, case.good, cited(case))
        yield _row((*told, *(_became(one.results.get(case.name)) for one in runs)))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(one.replace('|', chr(92) + '|') for one in cells)} |"


def _became(result: CaseResult | None) -> str:
    """Say how a case ended: of one that a site did not withstand, what was found."""
    if result is None or not result.attempts:
        return _UNTRIED
    word = state_mark(result.state).word
    return word if result.state == "met" else f"{word}: {_plain(result.text)}"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("<", "&lt;").replace(">", "&gt;")


def _profile(arguments: Sequence[str]) -> str:
    """Give the profile that the built-in site was started with."""
    for place, one in enumerate(arguments):
        if one.startswith(f"{_PROFILE}="):
            return one.partition("=")[2]
        if one == _PROFILE and place + 1 < len(arguments):
            return arguments[place + 1]
    return "hardened"
