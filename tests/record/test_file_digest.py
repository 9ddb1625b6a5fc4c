"""Claims about digests of files: the same file has the same, another has another, a stranger's none."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.record.file_digest import FileDigest

NOTHING = hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    "content", [b"", b"one line\n", b"x" * 1_000_001], ids=["empty", "short", "long"]
)
def test_a_digest_holds_size_and_sha256(tmp_path: Path, content: bytes) -> None:
    """And survives the way through a message."""
    path = tmp_path / "file"
    path.write_bytes(content)
    digest = FileDigest.of(path)
    assert digest == FileDigest(size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    assert FileDigest.from_json(json.loads(json.dumps(digest.as_json()))) == digest


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_two_files_have_the_same_digest_only_if_they_are_the_same(one: bytes, other: bytes) -> None:
    """A byte more, less or changed shows."""
    digests = [
        FileDigest(size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        for content in (one, other)
    ]
    assert (digests[0] == digests[1]) == (one == other)


def test_a_file_is_found_by_its_digest_at_the_first_place_that_has_it(tmp_path: Path) -> None:
    """Not where there is none, a folder, or another file of that name."""
    places = [tmp_path / name for name in ("gone", "folder", "other", "same", "again")]
    places[1].mkdir()
    for path, content in zip(places[2:], (b"other", b"same", b"same"), strict=True):
        path.write_bytes(content)
    sha256 = hashlib.sha256(b"same").hexdigest()
    assert FileDigest.found(sha256, places) == places[3]
    assert FileDigest.found(sha256, places[:3]) is None


def test_a_file_that_is_not_there_has_none(tmp_path: Path) -> None:
    """The error is the system's."""
    with pytest.raises(FileNotFoundError):
        FileDigest.of(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "fact",
    [
        {"size_bytes": -1, "sha256": NOTHING},
        {"size_bytes": True, "sha256": NOTHING},
        {"size_bytes": "1", "sha256": NOTHING},
        {"size_bytes": 1, "sha256": NOTHING.upper()},
        {"size_bytes": 1, "sha256": NOTHING + "\n"},
        {"size_bytes": 1, "sha256": None},
        {"size_bytes": 1},
        ["size_bytes", "sha256"],
        None,
    ],
)
def test_what_is_no_digest_is_refused(fact: object) -> None:
    """It may come from anybody who can reach the master."""
    with pytest.raises(ValueError, match=r"^(size_bytes|sha256|digest): .* is n"):
        FileDigest.from_json(fact)  # type: ignore[arg-type]
