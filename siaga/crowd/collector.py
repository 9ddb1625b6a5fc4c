"""The Collector: puts the files of workers on other machines together in the master's run folder.

Every byte is appended once. A part that does not begin where the file ends changes nothing: the answer
says how much is there, and the worker goes on from that. A file that is there and was not begun here is
never written to: its worker writes into the run folder itself.
"""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from siaga.crowd.part import Part, PartError
from siaga.record.collection import Checksum, CollectedFile, CollectedWorker, Collection
from siaga.record.file_digest import FileDigest
from siaga.record.run_folder import WORKER_FILES, RunFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How much of a file is in the run folder.

    Attributes:
        file: its name, of `WORKER_FILES`.
        held_bytes: its length.
    """

    file: str
    held_bytes: int


class Collector:
    """Collects the files of one run; calls for one worker come one after the other, in any thread.

    Args:
        folder: the run folder.
        workers: how many there are.
    """

    def __init__(self, folder: RunFolder, workers: int) -> None:
        self._paths = [folder.of_worker(rank) for rank in range(workers)]
        self._held: list[dict[str, int]] = [{} for _ in range(workers)]
        self._in_place = [False] * workers
        self._checksums = [dict.fromkeys(WORKER_FILES, Checksum.MISSING) for _ in range(workers)]

    def note_place(self, rank: int, *, in_place: bool) -> None:
        """Note whether a worker writes into the run folder itself, on this machine."""
        self._in_place[rank] = in_place

    def take(self, rank: int, payload: Mapping[str, Any]) -> Held:
        """Append a part where it belongs, and give how much of its file is there then.

        Raises:
            PartError: it is no part, or of a file that its worker writes itself.
            OSError: the disk takes none of it or not all; what was there is there.
        """
        part = Part.from_message(payload)
        held = self._held[rank]
        if part.offset_bytes == held.get(part.file, 0):
            content, path = part.content, self._paths[rank][part.file]
            if part.file not in held:
                _begin(path)
                held[part.file] = 0
            _append(path, part.offset_bytes, content)
            held[part.file] += len(content)
        return Held(file=part.file, held_bytes=held.get(part.file, 0))

    def check(self, rank: int, told: Mapping[str, FileDigest]) -> dict[str, int]:
        """Hold what is there against what a worker says it wrote.

        Gives what has to be sent again: the files that are short or wrong, and how much of each is
        there; nothing if all is right, or cannot be mended. What is right is on the disk afterwards.

        Raises:
            OSError: a file cannot be read or synced.
        """
        again = {}
        for file in WORKER_FILES:
            if file not in told:
                continue
            right = self._is_right(rank, file, told[file])
            self._checksums[rank][file] = Checksum.RIGHT if right else Checksum.WRONG
            if not right and (held_bytes := self._mend(rank, file, told[file])) is not None:
                again[file] = held_bytes
        return again

    def whole(self, rank: int) -> bool:
        """Tell whether every file of a worker was found to be right."""
        return set(self._checksums[rank].values()) == {Checksum.RIGHT}

    def record(self) -> Collection:
        """Give what is known of every file."""
        return Collection(workers=tuple(map(self._worker, range(len(self._paths)))))

    def _is_right(self, rank: int, file: str, told: FileDigest) -> bool:
        path = self._paths[rank][file]
        if _size_bytes(path) != told.size_bytes or not path.exists():
            return False
        if file in self._held[rank]:
            # The worker lets go of its own copy as soon as it hears that this one is right.
            with path.open("rb") as content:
                os.fsync(content.fileno())
        return FileDigest.of(path) == told

    def _mend(self, rank: int, file: str, told: FileDigest) -> int | None:
        """Make ready for the rest of a file, or for all of it; None if nothing can be done here."""
        path, held = self._paths[rank][file], self._held[rank]
        if file not in held:
            return _size_bytes(path)
        if held[file] > told.size_bytes:
            return None  # the worker has lost what is here: a second time would lose it here, too
        if held[file] == told.size_bytes or held[file] != _size_bytes(path):
            os.truncate(path, 0)
            held[file] = 0
        return held[file]

    def _worker(self, rank: int) -> CollectedWorker:
        files = {
            file: CollectedFile(size_bytes=_size_bytes(self._paths[rank][file]), checksum=checksum.value)
            for file, checksum in self._checksums[rank].items()
        }
        return CollectedWorker(in_place=self._in_place[rank], files=files)


def _begin(path: Path) -> None:
    """Make a file; one that is there already is another writer's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.open("xb").close()
    except FileExistsError:
        raise PartError(f"{path.name}: is there already, and was not begun by parts") from None


def _append(path: Path, end_bytes: int, content: bytes) -> None:
    """Append all or nothing to a file that ends where it is said to."""
    with path.open("ab", buffering=0) as file:
        if file.tell() != end_bytes:
            raise PartError(
                f"{path.name}: holds {file.tell()} bytes, not the {end_bytes} appended so far"
            )
        written_bytes = file.write(content)
        if written_bytes != len(content):
            file.truncate(end_bytes)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path.name)


def _size_bytes(path: Path) -> int:
    """Give the length of a file; 0 if there is none."""
    return path.stat().st_size if path.exists() else 0
