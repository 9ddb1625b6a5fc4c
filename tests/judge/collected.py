"""What a master has collected of a run made by hand: what is there, and whether it is right."""

from collections.abc import Mapping

from siaga.record.collection import CollectedFile, CollectedWorker, Collection
from siaga.record.run_folder import WORKER_FILES, RunFolder
from siaga.record.run_record import RunRecord


def collected(
    folder: RunFolder, told: Mapping[str, str], *, in_place: bool, lost: int | None
) -> Collection:
    """Give what the master knows of a run that is recorded.

    Args:
        folder: the run.
        told: checksums of the first worker's files that are not right, by name.
        in_place: whether the workers wrote into the run folder themselves.
        lost: rank of a worker that never said what its files should hold.
    """
    workers = []
    for rank in range(RunRecord.read(folder.run).workers):
        there = {name: path for name, path in folder.of_worker(rank).items() if path.exists()}
        known = dict.fromkeys(() if rank == lost else there, "right")
        known |= told if rank == 0 else {}
        files = {
            name: CollectedFile(
                size_bytes=there[name].stat().st_size if name in there else 0,
                checksum=known.get(name, "missing"),
            )
            for name in WORKER_FILES
        }
        workers.append(CollectedWorker(in_place=in_place, files=files))
    return Collection(workers=tuple(workers))
