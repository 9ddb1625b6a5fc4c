"""The Attendance of a run: which of the workers that were awaited came, and whether more did."""

from dataclasses import replace

from siaga.record.roster import Roster
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.stage.muster import Muster


def attended(record: RunRecord, folder: RunFolder, muster: Muster) -> RunRecord:
    """Give the record of a run with those who played it, or with a note of who never came.

    Args:
        record: of the run, with the workers that were awaited.
        folder: of the run.
        muster: who was awaited.
    """
    if folder.plan.exists():
        # Whoever came before the first order has a share, awaited or not.
        return replace(record, workers=PlanRecord.read(folder.plan).workers)
    came = Roster.read(folder.roster).machines if folder.roster.exists() else ()
    missing = muster.missing(came)
    return record.noted(missing) if missing else record
