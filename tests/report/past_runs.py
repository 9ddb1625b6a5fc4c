"""Past runs: folders with just the files that a history reads."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from siaga.judge.verdict import Decision, ObjectiveResult, Verdict
from siaga.record.run_folder import RunFolder
from siaga.report.render import verdict_json
from tests.report.opening_day import run_record
from tests.report.verdicts import go_verdict

GO = go_verdict((4, 8))


def decided(
    decision: Decision = Decision.GO,
    score: float | None = 100.0,
    objectives: tuple[ObjectiveResult, ...] | None = None,
) -> Verdict:
    """Give a verdict with parts of it as given."""
    own = GO.objectives if objectives is None else objectives
    return replace(GO, decision=decision, score=score, objectives=own)


def write_run(root: Path, place: str, verdict: Verdict | None = GO, **changed: object) -> RunFolder:
    """Write a run that began at midnight of the day that its folder is named by."""
    folder = RunFolder(root / place)
    at = f"{folder.path.name}T00:00:00+00:00"
    given: Mapping[str, object] = {"run_id": place, "started_at": at, **changed}
    replace(run_record(), **given).write(folder.run)  # type: ignore[arg-type]
    folder.scenario.write_text("name: opening-day\n", encoding="utf-8")
    if verdict is not None:
        folder.verdict.write_text(verdict_json(verdict), encoding="utf-8")
        folder.report.write_text("a report", encoding="utf-8")
    return folder
