"""Claims about the attendance of a run: its record says who played it, or who never came."""

from dataclasses import replace
from pathlib import Path

from siaga.record.roster import Roster
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.takeover import Takeover
from siaga.stage.attendance import attended
from siaga.stage.muster import Muster

RECORD = RunRecord(
    run_id="day/1", scenario="day", started_at="2026-01-01T00:00:00.000+00:00", host="http://127.0.0.1:1",
    seed=1, epoch=1, scale=1.0, time_scale=1.0, workers=3, owned_site=True,
)  # fmt: skip
MUSTER = Muster.of(1, 2, "127.0.0.1")


def test_whoever_got_a_share_has_played_awaited_or_not(tmp_path: Path) -> None:
    """More came than were awaited, and all of them count: the audit asks for the files of each."""
    folder = RunFolder(tmp_path)
    plan = PlanRecord(t0_s=0.0, workers=5, duration_s=1.0, planned=(1,), populations={})
    plan.write(folder.plan)
    assert attended(RECORD, folder, MUSTER) == replace(RECORD, workers=5)


def test_who_took_over_from_whom_is_noted(tmp_path: Path) -> None:
    """Behind what was noted before, in the order in which workers were lost."""
    folder = RunFolder(tmp_path)
    plan = PlanRecord(t0_s=0.0, workers=3, duration_s=1.0, planned=(1,), populations={})
    plan.write(folder.plan)
    for lost, taker in ((2, 0), (1, 0)):
        one = Takeover(lost=lost, noticed_s=4.0, from_s=6.0, takers=(taker,), visitors=(9,))
        one.write(folder.takeovers)
    notes = attended(RECORD.noted("worker-2 ended"), folder, MUSTER).notes
    assert notes[0] == "worker-2 ended"
    assert [note.split(":")[0] for note in notes[1:]] == ["worker 2 was lost", "worker 1 was lost"]


def test_who_never_came_is_noted(tmp_path: Path) -> None:
    """Although nobody at all may have."""
    folder = RunFolder(tmp_path)
    assert attended(RECORD, folder, MUSTER).notes[0].startswith("workers: 0 of 3 came (none);")
    Roster(machines=("alpha", "alpha")).write(folder.roster)
    (note,) = attended(RECORD, folder, MUSTER).notes
    assert note.startswith("workers: 2 of 3 came (2 of alpha); 1 of this machine and 2 of others")


def test_a_run_that_somebody_ended_before_its_orders_blames_no_worker(tmp_path: Path) -> None:
    """All were there."""
    folder = RunFolder(tmp_path)
    Roster(machines=("alpha", "alpha", "beta")).write(folder.roster)
    assert attended(RECORD, folder, MUSTER) == RECORD
