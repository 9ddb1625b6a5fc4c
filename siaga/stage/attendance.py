"""The Attendance of a run: which of the workers that were awaited came, and which were lost."""

from dataclasses import replace

from siaga.record.roster import Roster
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.takeover import Takeover
from siaga.stage.muster import Muster


def attended(record: RunRecord, folder: RunFolder, muster: Muster) -> RunRecord:
    """Give the record of a run with those who played it, and notes of who never came and who took over.

    Args:
        record: of the run, with the workers that were awaited.
        folder: of the run.
        muster: who was awaited.
    """
    if folder.plan.exists():
        # Whoever came before the first order has a share, awaited or not.
        taken_over = tuple(one.note for one in Takeover.all_of(folder.takeovers))
        workers = PlanRecord.read(folder.plan).workers
        return replace(record, workers=workers, notes=record.notes + taken_over)
    came = Roster.read(folder.roster).machines if folder.roster.exists() else ()
    missing = muster.missing(came)
    return record.noted(missing) if missing else record
