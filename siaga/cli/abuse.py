"""`siaga abuse`: the cases of abuse that a scenario can name, and what became of them in runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from siaga.abuse.case import Answers, Case
from siaga.abuse.catalogue import CASES
from siaga.cli.folder import run_folder
from siaga.errors import UsageError
from siaga.judge.run import judge_run
from siaga.report.case_row import cited
from siaga.report.case_table import PlayedRun, case_table
from siaga.scenario.load import load

Runs = Annotated[
    list[Path] | None, typer.Option("--of", help="Run folder; print a table in Markdown instead.")
]


def abuse(
    case: Annotated[str, typer.Argument(help="Describe one case; else list all.")] = "",
    of: Runs = None,
) -> None:
    """List the cases of abuse, describe one, or print what became of them in some runs."""
    if case and case not in CASES:
        raise UsageError(f"case {case!r}: is none; {', '.join(CASES)} are known")
    if of:
        typer.echo(case_table([_played(one) for one in of]), nl=False)
    elif case:
        typer.echo("\n".join(_description(CASES[case])))
    else:
        Console().print(_listing())


def _played(path: Path) -> PlayedRun:
    folder = run_folder(path)
    try:
        judged = judge_run(folder, load(folder.scenario), strict=False)
    except ValueError as error:
        raise UsageError(f"{path}: cannot be judged ({error})") from None
    return PlayedRun.of(judged.facts.run, judged.verdict.ill_will)


def _listing() -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("case", "what is tried", "tag"):
        table.add_column(head, overflow="fold")
    for one in CASES.values():
        table.add_row(one.name, one.title, one.tag.value)
    return table


def _description(case: Case) -> Iterator[str]:
    """Give a case line by line: what is tried, what a good site does, and an entry of a scenario."""
    yield f"{case.name}: {case.title}."
    yield f"  good     {case.good}"
    yield f"  item     {cited(case)}"
    yield f"  tag      {case.tag.value}"
    for probe, answers in case.answers.items():
        yield f"  {probe}: {', '.join(_allowed(answers))}"
    yield f"  seats    {case.seats_each} an abuser may hold in the end"
    yield f"  needs    {', '.join(case.needs) or 'nothing'} of the Locust file's surface"
    yield "In a scenario:"
    yield f"  abuse:\n    - {{case: {case.name}, rate: 0.2/s, most: 3}}"


def _allowed(answers: Answers) -> Iterator[str]:
    """Give how attempts may end: statuses, and how many of some."""
    for status in sorted(answers.statuses):
        bounds = [f"at most {answers.most[status]}"] if status in answers.most else []
        bounds += [f"at least {answers.least[status]}"] if status in answers.least else []
        yield f"{status} ({', '.join(bounds)})" if bounds else str(status)
    if answers.closed:
        yield "or the connection is closed"
