"""The Collection: which files of which worker are in the run folder, and whether they are all of it.

The master writes it when it gives the orders, when nothing is confirmed yet, and again at the end. A
run whose master was killed has thereby confirmed nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

from siaga.record.record import SCHEMA, Record
from siaga.record.run_folder import WORKER_FILES


class Checksum(Enum):
    """What the master found when it held a file against what its worker had said of it."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedFile:
    """One file of one worker.

    Attributes:
        size_bytes: how much of it is in the run folder.
        checksum: whether that is what the worker wrote.
    """

    size_bytes: int
    checksum: str

    def __post_init__(self) -> None:
        """Refuse what the master cannot have written."""
        if type(self.size_bytes) is not int or self.size_bytes < 0:
            raise ValueError(f"size_bytes: {self.size_bytes!r} is no size; 0 or more is")
        Checksum(self.checksum)

    @property
    def confirmed(self) -> bool:
        """Whether the worker said that this is everything, and it is."""
        return self.checksum == Checksum.RIGHT.value


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedWorker:
    """The files of one worker.

    Attributes:
        in_place: it wrote into the run folder itself, on the master's machine, so that whatever it had
            written is there, even if it ended without a word.
        files: by the names in `WORKER_FILES`.
    """

    in_place: bool
    files: Mapping[str, CollectedFile]

    def __post_init__(self) -> None:
        """Refuse a worker with other files than every worker has."""
        if set(self.files) != set(WORKER_FILES):
            raise ValueError(f"files: {', '.join(self.files)}; {', '.join(WORKER_FILES)} are allowed")
        if not isinstance(self.in_place, bool):
            raise ValueError(f"in_place: {self.in_place!r}; true and false are allowed")  # noqa: TRY004

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> "CollectedWorker":
        """Read a worker's files back.

        Raises:
            KeyError: a part of it is missing.
            TypeError: a part of it is something else.
            ValueError: a value is none, or a file is missing.
        """
        files = {name: CollectedFile(**one) for name, one in fact["files"].items()}
        return cls(in_place=fact["in_place"], files=files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Record):
    """What the master knows of the files of all workers; kept in evidence/collection.json.

    Attributes:
        workers: in order of rank.
    """

    schema: int = SCHEMA
    workers: tuple[CollectedWorker, ...]

    @classmethod
    def of(cls, fact: Mapping[str, Any]) -> Self:
        """Give the collection that a JSON object holds; errors are those of its parts."""
        workers = [CollectedWorker.from_json(one) for one in fact["workers"]]
        return super(Collection, cls).of({**fact, "workers": workers})
