"""The Handover of a worker: what is in the run folder of its files, and what of that is confirmed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from siaga.record.collection import Checksum, CollectedWorker, Collection
from siaga.record.run_folder import WORKER_FILES, RunFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """The files of one worker.

    Attributes:
        rank: of the worker.
        collected: what the master wrote down of them.
        size_bytes: length of each now, by name; None for one that is not there.
    """

    rank: int
    collected: CollectedWorker
    size_bytes: Mapping[str, int | None]

    @property
    def confirmed(self) -> int:
        """How many files are what the worker said that it wrote."""
        return len(WORKER_FILES) - len(dict(self.faults()))

    @property
    def ledger_may_be_short(self) -> bool:
        """Whether promises may have been written down that are not in the run folder.

        A worker that wrote in place may end without a word: what it had written is there.
        """
        fault = dict(self.faults()).get("ledger")
        return fault is not None and not (self.collected.in_place and fault is Checksum.MISSING)

    def faults(self) -> Iterator[tuple[str, Checksum]]:
        """Give each file that is not confirmed, or no more what was confirmed, and why."""
        for name in WORKER_FILES:
            file = self.collected.files[name]
            if not file.confirmed:
                yield name, Checksum(file.checksum)
            elif file.size_bytes != self.size_bytes[name]:
                yield name, Checksum.WRONG


def handovers(folder: RunFolder) -> tuple[Handover, ...] | None:
    """Give the handover of every worker, in order of rank; None where the master wrote nothing down.

    Raises:
        OSError: what it wrote cannot be read.
        ValueError: what it wrote is damaged.
    """
    if not folder.collection.exists():
        return None
    collection = Collection.read(folder.collection)
    return tuple(_handover(folder, rank, one) for rank, one in enumerate(collection.workers))


def ledgers_may_be_short(folder: RunFolder) -> bool:
    """Tell whether a ledger may lack promises that its worker wrote down; also where nobody can know.

    A run of which nobody wrote down what arrived is one whose workers all wrote in place.
    """
    try:
        known = handovers(folder)
    except (OSError, ValueError):
        return True
    return any(one.ledger_may_be_short for one in known or ())


def _handover(folder: RunFolder, rank: int, collected: CollectedWorker) -> Handover:
    sizes = {name: _size_bytes(path) for name, path in folder.of_worker(rank).items()}
    return Handover(rank=rank, collected=collected, size_bytes=sizes)


def _size_bytes(path: Path) -> int | None:
    return path.stat().st_size if path.exists() else None
