"""Claims about the rendering: which files a run gets, and that the same run gives the same bytes."""

import csv
import json
import math
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.record.fault_span import FaultSpan
from siaga.report.render import render, verdict_json
from tests.report.opening_day import ROOT
from tests.report.rehearsal import Change, Rehearsal
from tests.report.verdicts import empty_verdict, go_verdict, no_go_verdict

LOCUSTS = ("locust_stats.csv", "locust_failures.csv", "locust_stats_history.csv")
FILES = (
    *("verdict.json", "timeline.csv", *LOCUSTS, "junit.xml", "summary.md"),
    *("badge.svg", "report.html"),
)
GO = go_verdict((4, 8))
AGREED = {
    "": "schema verdict exit_code reasons audit objectives evidence load",
    "reasons 0": "gate id text",
    "audit": (
        "attempted acknowledged refused unknown on_roll lost duplicated phantom unexpected recovered"
        " over_quota findings"
    ),
    "audit findings 0": "rule count of witnesses",
    "objectives 0": "id state value bound limit unit key",
    "evidence 0": "id state value limit",
    "load": "planned_arrivals arrived dropped requests peak_arrivals_per_s",
}
"""The keys of verdict.json that DESIGN.md, section 6, fixes, by their place."""
ADDED = {
    "": "would_turn score comparison ill_will control",
    "audit": "applicable rules seen warnings counts",
    "audit findings 0": "text",
    "objectives 0": (
        "expression weight text sign title tags warn_limit warned dry_run events never unsent"
        " more_events longer_s parts"
    ),
    "evidence 0": "text",
    "load": "model most_inside",
}
"""What stands there besides; a key may be added without a new schema, none may go."""


def _bytes(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


@pytest.mark.parametrize("name", ["go", "no_go", "inconclusive", "empty"])
def test_every_report_is_written(name: str, request: pytest.FixtureRequest) -> None:
    """All files are there whatever the verdict, and nothing half-written beside them."""
    rehearsal: Rehearsal = request.getfixturevalue(name)
    before = set(rehearsal.folder.path.rglob("*"))
    folder = rehearsal.rendered().path
    made = {one.relative_to(folder).as_posix() for one in set(folder.rglob("*")) - before}
    assert made == set(FILES)
    assert [one for one in FILES if (folder / one).stat().st_size == 0] == []


@pytest.mark.usefixtures("drawn_anew")
def test_the_same_run_gives_the_same_bytes(go: Rehearsal) -> None:
    """Rendered twice in one process, every file is the same."""
    first = _bytes(go.rendered().path)
    assert _bytes(go.rendered().path) == first


@pytest.mark.usefixtures("drawn_anew")
def test_a_fresh_process_gives_the_same_bytes(go: Rehearsal, tmp_path: Path) -> None:
    """Nothing depends on the process, on the order of its hashes or on what it drew before."""
    first = _bytes(go.rendered().path)
    again = go.in_folder(tmp_path / "again")
    kept = tmp_path / "rehearsal.pickle"
    kept.write_bytes(pickle.dumps(again))
    script = "import pickle, sys; pickle.load(open(sys.argv[1], 'rb')).rendered()"
    subprocess.run([sys.executable, "-c", script, str(kept)], check=True, cwd=ROOT, timeout=60)
    assert _bytes(again.folder.path) == first


@pytest.mark.parametrize("place", sorted(AGREED))
def test_the_verdict_file_has_the_keys_that_were_agreed(place: str) -> None:
    """Schema 1: every key that DESIGN.md promises, those added since, and no other."""
    found = json.loads(verdict_json(no_go_verdict(GO)))
    for step in place.split():
        found = found[int(step) if step.isdigit() else step]
    assert set(found) == {*AGREED[place].split(), *ADDED.get(place, "").split()}


def test_the_verdict_file_says_what_was_decided() -> None:
    """Verdict, exit code and states are written as words and numbers."""
    written = json.loads(verdict_json(no_go_verdict(GO)))
    assert (written["schema"], written["verdict"], written["exit_code"]) == (1, "NO_GO", 3)
    assert written["audit"]["findings"][0]["count"] == 3
    assert {one["state"] for one in written["objectives"]} == {"met"}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_null(value: float) -> None:
    """JSON has no NaN; whatever depth it stands at, it is written as null."""
    evidence = (replace(GO.evidence[0], value=value),)
    load = replace(GO.load, peak_arrivals_per_s=value)
    witness = {"at_s": value, "op": "0-1"}
    finding = replace(no_go_verdict(GO).audit.findings[0], witnesses=(witness,))
    audit = replace(GO.audit, findings=(finding,))
    verdict = replace(GO, evidence=evidence, load=load, audit=audit, score=value)
    written = json.loads(verdict_json(verdict), parse_constant=pytest.fail)
    assert written["evidence"][0]["value"] is None
    assert written["load"]["peak_arrivals_per_s"] is None
    assert written["audit"]["findings"][0]["witnesses"] == [{"at_s": None, "op": "0-1"}]
    assert written["score"] is None


def test_the_page_is_there_only_when_the_others_are(
    empty: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for report.html finds the rest; one that cannot be drawn leaves the old one."""
    empty.rendered()
    old = empty.folder.report.read_bytes()

    def refuse(_facts: object) -> str:
        assert all((empty.folder.path / name).exists() for name in FILES[:-1])
        raise RuntimeError("cannot be drawn")

    monkeypatch.setattr("siaga.report.render.page", refuse)
    with pytest.raises(RuntimeError, match="cannot be drawn"):
        empty.rendered()
    assert empty.folder.report.read_bytes() == old


def test_a_folder_that_cannot_be_written_is_an_error(changed: Change, tmp_path: Path) -> None:
    """The caller hears of it; no report is lost in silence."""
    gone = changed(verdict=empty_verdict()).in_folder(tmp_path / "gone")
    folder = replace(gone.folder, path=tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match="nowhere"):
        render(folder, gone.judgement())


def test_locusts_files_count_what_the_timeline_counts(go: Rehearsal) -> None:
    """The sum of all rows, of all errors and of all seconds; the last line of the history has all."""
    folder = go.rendered()

    def table(path: Path) -> list[dict[str, str]]:
        return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))

    seconds = table(folder.timeline)
    failed = sum(int(row["failed"]) for row in seconds)
    every = failed + sum(int(row["good"]) for row in seconds)
    *rows, total = table(folder.locust_stats)
    assert (total["Request Count"], total["Failure Count"]) == (str(every), str(failed))
    assert sum(int(row["Request Count"]) for row in rows) == every
    assert sum(int(row["Occurrences"]) for row in table(folder.locust_failures)) == failed
    last = table(folder.locust_history)[-1]
    assert (last["Total Request Count"], last["99.9%"]) == (str(every), total["99.9%"])


def test_what_harmed_the_site_is_shown(go: Rehearsal, tmp_path: Path) -> None:
    """A damaged file shows nothing here: the evidence tells of it."""
    harmed = go.in_folder(tmp_path / "harmed")
    FaultSpan(kind="kill", target="worker", from_s=9.0).write(harmed.folder.faults)
    assert 'id="harm"' in harmed.rendered().report.read_text()
    harmed.folder.faults.write_text("{}\n")
    assert 'id="harm"' not in harmed.rendered().report.read_text()
