"""Claims about the vitals: how each worker was, and what all of them sent together."""

from pathlib import Path

from siaga.record.json_lines import JsonLines
from siaga.record.run_folder import RunFolder
from siaga.record.tally import Tally
from siaga.report.vitals import Vitals, WorkerVitals, vitals


def _write(folder: RunFolder, rank: int, *tallies: Tally) -> None:
    lines = JsonLines(folder.tallies(rank))
    for tally in tallies:
        lines.append(tally.as_json())
    lines.close()


def test_workers_are_told_apart_and_requests_are_added_up(tmp_path: Path) -> None:
    """A worker is as late as its loop or its latest arrival, whichever is worse."""
    folder = RunFolder(tmp_path)
    _write(
        folder,
        0,
        Tally(second=0, sent=3, loop_lag_s=0.1, lateness_s=0.2, cpu_ratio=0.5, rejects={"home": 1}),
        Tally(second=2, sent=4, loop_lag_s=0.3, lateness_s=0.2, cpu_ratio=0.6, rejects={"join": 2}),
    )
    _write(folder, 11, Tally(second=2, sent=5))
    assert vitals(folder) == Vitals(
        workers=(
            WorkerVitals(rank=0, at_s=(0, 2), late_s=(0.2, 0.3), cpu_ratio=(0.5, 0.6)),
            WorkerVitals(rank=11, at_s=(2,), late_s=(0.0,), cpu_ratio=(0.0,)),
        ),
        sent=(3, 0, 9),
        rejects=(1, 0, 2),
    )


def test_damage_ends_a_file_and_no_other(tmp_path: Path) -> None:
    """A worker that told nothing is none."""
    folder = RunFolder(tmp_path)
    _write(folder, 0, Tally(second=0, sent=3))
    folder.tallies(1).write_text('{"second": 0, "steps": 5}\n', encoding="utf-8")
    assert [one.rank for one in vitals(folder).workers] == [0]
    assert vitals(RunFolder(tmp_path / "nowhere")) == Vitals()
