"""`siaga selftest`: whether siaga sees planted defects, cries wolf, or believes a starved generator."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from siaga import bundle
from siaga.errors import ExitCode, UsageError
from siaga.record.selftest_record import NAMED, QUICK, WHOLE, SelfTestRecord, judge_build
from siaga.selftest.finding import Finding
from siaga.selftest.play import Play
from siaga.selftest.suite import FILE, Suite
from siaga.selftest.table import listing, markdown, summary
from siaga.selftest.trial import Trial

Names = Annotated[list[str] | None, typer.Argument(help="Trials to play; all if none is named.")]


def selftest(
    trial: Names = None,
    quick: Annotated[bool, typer.Option("--quick", help="Only those that take minutes in all.")] = False,
    times: Annotated[int, typer.Option(min=1, max=1000, help="Play each so many times.")] = 1,
    again: Annotated[
        bool, typer.Option("--again", help="Play what was INCONCLUSIVE and should not be again, alone.")
    ] = False,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="Play so many at a time.")] = 1,
    show: Annotated[bool, typer.Option("--list", help="List the trials and play none.")] = False,
    out: Annotated[Path, typer.Option(help="Folder of the run folders.")] = Path("reports/selftest"),
    suite: Annotated[Path | None, typer.Option(help="File of trials, if not the own one.")] = None,
) -> int:
    """Play the built-in site, good and with planted defects, and check that each verdict is right."""
    chosen = Suite.load(suite or bundle.folder("scenarios") / "selftest" / FILE)
    trials = chosen.chosen(tuple(trial or ()), quick=quick)
    if not trials:
        raise UsageError("trials: none of those named is quick; leave --quick out")
    if show:
        typer.echo("\n".join(f"{one.name}: {', '.join(map(str, one.signs)) or 'GO'}" for one in trials))
        return ExitCode.GO
    console, build = Console(markup=False), judge_build()
    say = partial(console.print, soft_wrap=True, highlight=False)
    findings: list[Finding] = []
    play = Play(out=out)
    for finding in _played(play, chosen, trials * times, at_once):
        findings.append(finding)
        say(_line(finding, len(findings), len(trials) * times))
    for place, finding in enumerate(findings):
        if again and finding.is_open:
            findings[place] = play(finding.trial, chosen.scenario_of(finding.trial))
            say(f"once more, {_line(findings[place], place + 1, len(findings))}")
    out.mkdir(parents=True, exist_ok=True)
    scope = NAMED if trial or suite else QUICK if quick else WHOLE
    _record(findings, build, scope).write(out / "selftest.json")
    (out / "selftest.md").write_text(f"{markdown(findings)}\n{summary(findings)}\n", encoding="utf-8")
    console.print(listing(findings))
    say(summary(findings))
    return ExitCode.GO if all(one.is_right for one in findings) else ExitCode.NO_GO


def _played(play: Play, suite: Suite, trials: Sequence[Trial], at_once: int) -> Iterator[Finding]:
    """Play trials, some at once, and give what came of each in their order; Ctrl-C ends them all."""
    with ThreadPoolExecutor(at_once) as pool:
        try:
            yield from pool.map(lambda one: play(one, suite.scenario_of(one)), trials)
        except BaseException:
            play.over.set()
            raise


def _record(findings: Sequence[Finding], build: str, scope: str) -> SelfTestRecord:
    """Give what a scenario can ask for as evidence."""
    return SelfTestRecord(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        build=build,
        scope=scope,
        right=tuple(one.trial.name for one in findings if one.is_right),
        wrong=tuple(one.trial.name for one in findings if not one.is_right),
    )


def _line(finding: Finding, number: int, of: int) -> str:
    """Say what came of one trial, as soon as it is known."""
    right = "right" if finding.is_right else "WRONG"
    return f"{number}/{of} {finding.trial.name}: {finding.said}, {right} ({finding.why})"
