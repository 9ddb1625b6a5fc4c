"""Claims about the record of what was collected: it reads as it was written, and nothing else does."""

import json
from pathlib import Path
from typing import Any

import pytest

from siaga.record.collection import CollectedFile, CollectedWorker, Collection

FILES = {
    "ledger": CollectedFile(size_bytes=12, checksum="right"),
    "tallies": CollectedFile(size_bytes=0, checksum="wrong"),
    "latency": CollectedFile(size_bytes=3, checksum="missing"),
}
COLLECTION = Collection(
    workers=(CollectedWorker(in_place=True, files=FILES), CollectedWorker(in_place=False, files=FILES))
)


def test_a_collection_reads_as_it_was_written(tmp_path: Path) -> None:
    """Only a right checksum confirms."""
    path = tmp_path / "evidence" / "collection.json"
    COLLECTION.write(path)
    assert Collection.read(path) == COLLECTION
    assert [file.confirmed for file in FILES.values()] == [True, False, False]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("schema",), 2),
        (("workers",), 5),
        (("workers",), [5]),
        (("surprise",), 1),
        (("workers", 0, "in_place"), 1),
        (("workers", 0, "in_place"), None),
        (("workers", 1, "files"), {}),
        (("workers", 1, "files", "passwd"), {"size_bytes": 1, "checksum": "right"}),
        (("workers", 1, "files", "ledger"), {"size_bytes": 1}),
        (("workers", 1, "files", "ledger", "size_bytes"), -1),
        (("workers", 1, "files", "ledger", "size_bytes"), 1.5),
        (("workers", 1, "files", "ledger", "size_bytes"), "9"),
        (("workers", 1, "files", "ledger", "checksum"), "perhaps"),
        (("workers", 1, "files", "ledger", "checksum"), None),
    ],
)
def test_what_no_master_writes_is_refused(
    tmp_path: Path, place: tuple[str | int, ...], value: object
) -> None:
    """A damaged record must not count as one that confirms."""
    path = tmp_path / "collection.json"
    COLLECTION.write(path)
    fact = json.loads(path.read_text())
    inner: Any = fact
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    path.write_text(json.dumps(fact))
    with pytest.raises(ValueError, match=r"collection\.json: is no record of a run"):
        Collection.read(path)


@pytest.mark.parametrize("text", ["", "[]", "[1]", "null", '{"schema": 1}', "{" * 10])
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, text: str) -> None:
    """Whatever it is, the error names the file."""
    path = tmp_path / "collection.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"collection\.json: is no record of a run"):
        Collection.read(path)
