"""Claims about the collector: every byte once, nothing out of place, and only what is right counts."""

import errno
import hashlib
import os
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.crowd.collector import Collector, Held
from siaga.crowd.part import Part, PartError
from siaga.record.file_digest import FileDigest
from siaga.record.run_folder import WORKER_FILES, RunFolder

LINE = b'{"e":"invoke","op":"1-0"}\n'
CONTENT = LINE * 4


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """The run folder."""
    return RunFolder(tmp_path / "run")


@pytest.fixture
def collector(folder: RunFolder) -> Collector:
    """A collector for two workers."""
    return Collector(folder, 2)


def _part(offset_bytes: int, content: bytes, file: str = "ledger") -> dict[str, Any]:
    return Part.of("t", file, offset_bytes, content).as_message()


def _digest(content: bytes) -> FileDigest:
    return FileDigest(size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def _all(content: bytes = CONTENT) -> dict[str, FileDigest]:
    return dict.fromkeys(WORKER_FILES, _digest(content))


def _bring_all(collector: Collector, content: bytes = CONTENT) -> None:
    for file in WORKER_FILES:
        collector.take(1, _part(0, content, file))


def test_parts_make_the_file_of_their_worker(collector: Collector, folder: RunFolder) -> None:
    """Under the name that it would have written itself; the other worker's is not touched."""
    assert collector.take(1, _part(0, LINE)) == Held(file="ledger", held_bytes=len(LINE))
    assert collector.take(1, _part(len(LINE), LINE * 3)).held_bytes == len(CONTENT)
    assert folder.ledger(1).read_bytes() == CONTENT
    assert folder.ledgers() == [folder.ledger(1)]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=12))
def test_whatever_order_parts_come_in_the_file_is_how_the_content_begins(
    tmp_path_factory: pytest.TempPathFactory, stretches: list[tuple[int, int]]
) -> None:
    """Gaps and overlaps change nothing, and the answer is always how much is there."""
    folder = RunFolder(tmp_path_factory.mktemp("run"))
    collector = Collector(folder, 2)
    held = 0
    for start, length in stretches:
        stretch = CONTENT[start : start + length]
        answer = collector.take(1, _part(start, stretch))
        held += len(stretch) if start == held else 0
        assert answer.held_bytes == held
        there = folder.ledger(1).read_bytes() if folder.ledger(1).exists() else b""
        assert there == CONTENT[:held]


def test_a_part_of_nothing_makes_an_empty_file(collector: Collector, folder: RunFolder) -> None:
    """A worker that promised nothing left a ledger all the same."""
    assert collector.take(1, _part(0, b"")).held_bytes == 0
    assert folder.ledger(1).read_bytes() == b""


def test_a_file_that_was_not_begun_here_is_never_written_to(
    collector: Collector, folder: RunFolder
) -> None:
    """Its worker writes into the folder itself, or did so in a run before."""
    folder.ledger(1).parent.mkdir(parents=True)
    folder.ledger(1).write_bytes(LINE)
    for part in (_part(0, LINE), _part(0, b"")):
        with pytest.raises(PartError, match=r"worker-1\.jsonl: is there already, and was not begun by"):
            collector.take(1, part)
    assert folder.ledger(1).read_bytes() == LINE


def test_a_file_that_somebody_else_writes_to_is_no_file_of_this_worker(
    collector: Collector, folder: RunFolder
) -> None:
    """Nothing is appended after what is not known."""
    collector.take(1, _part(0, LINE))
    with folder.ledger(1).open("ab") as ledger:
        ledger.write(b"?")
    with pytest.raises(PartError, match=r"worker-1\.jsonl: holds 27 bytes, not the 26 appended so far"):
        collector.take(1, _part(len(LINE), LINE))
    assert folder.ledger(1).read_bytes() == LINE + b"?"


@pytest.mark.parametrize("change", [{"file": "../ledger"}, {"packed": b"garbage"}, {"length_bytes": 1}])
def test_what_is_no_part_leaves_nothing_behind(
    collector: Collector, folder: RunFolder, change: dict[str, Any]
) -> None:
    """Not even an empty file."""
    with pytest.raises(PartError):
        collector.take(1, {**_part(0, LINE), **change})
    assert not folder.path.exists()


def test_what_a_full_disk_takes_half_of_is_taken_back(
    collector: Collector, folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file ends where it did, and the same part can be taken again when there is room."""
    collector.take(1, _part(0, LINE))
    monkeypatch.setattr(Path, "open", _half_open(Path.open))
    with pytest.raises(OSError, match="No space left on device") as raised:
        collector.take(1, _part(len(LINE), LINE * 3))
    assert raised.value.errno == errno.ENOSPC
    monkeypatch.undo()
    assert folder.ledger(1).read_bytes() == LINE
    assert collector.take(1, _part(len(LINE), LINE * 3)).held_bytes == len(CONTENT)


def _half_open(real: Any) -> Any:  # noqa: ANN401 - Path.open has many signatures
    """Give an `open` whose files take half of what they are given."""

    class Half:
        def __init__(self, file: Any) -> None:  # noqa: ANN401
            self._file = file
            self.tell, self.truncate = file.tell, file.truncate

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def write(self, content: bytes) -> int:
            return int(self._file.write(content[: len(content) // 2]))

    def opened(path: Path, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        return Half(real(path, *given, **named))

    return opened


def test_files_that_are_what_their_worker_says_are_right(collector: Collector) -> None:
    """Until it has said it, nothing is."""
    _bring_all(collector)
    assert not collector.whole(1)
    assert collector.check(1, _all()) == {}
    assert collector.whole(1)
    assert not collector.whole(0)
    files = collector.record().workers[1].files
    assert {name: (one.size_bytes, one.checksum) for name, one in files.items()} == dict.fromkeys(
        WORKER_FILES, (len(CONTENT), "right")
    )
    assert {one.checksum for one in collector.record().workers[0].files.values()} == {"missing"}


def test_what_is_short_is_asked_for_from_where_it_ends(collector: Collector) -> None:
    """Also where nothing has come at all; then all is right."""
    collector.take(1, _part(0, LINE))
    collector.take(1, _part(0, CONTENT, "tallies"))
    assert collector.check(1, _all()) == {"ledger": len(LINE), "latency": 0}
    collector.take(1, _part(len(LINE), LINE * 3))
    collector.take(1, _part(0, CONTENT, "latency"))
    assert collector.check(1, _all()) == {}
    assert collector.whole(1)


def test_what_is_wrong_is_asked_for_anew(collector: Collector, folder: RunFolder) -> None:
    """One bit is enough."""
    _bring_all(collector)
    wrong = bytearray(CONTENT)
    wrong[50] ^= 1
    folder.ledger(1).write_bytes(wrong)
    assert collector.check(1, _all()) == {"ledger": 0}
    assert collector.record().workers[1].files["ledger"].checksum == "wrong"
    assert collector.take(1, _part(0, CONTENT)).held_bytes == len(CONTENT)
    assert collector.check(1, _all()) == {}
    assert folder.ledger(1).read_bytes() == CONTENT


@pytest.mark.parametrize("there", [LINE * 5, LINE])
def test_a_file_that_changed_here_is_asked_for_anew(
    collector: Collector, folder: RunFolder, there: bytes
) -> None:
    """Longer or shorter than what was appended: nobody knows what it holds."""
    _bring_all(collector)
    folder.ledger(1).write_bytes(there)
    assert collector.check(1, _all()) == {"ledger": 0}
    assert collector.take(1, _part(0, CONTENT)).held_bytes == len(CONTENT)
    assert collector.check(1, _all()) == {}


def test_a_short_file_that_changed_here_is_asked_for_anew(
    collector: Collector, folder: RunFolder
) -> None:
    """What should be appended to it would not stand where it belongs."""
    collector.take(1, _part(0, LINE))
    folder.ledger(1).write_bytes(LINE[:5])
    assert collector.check(1, {"ledger": _digest(CONTENT)}) == {"ledger": 0}
    assert collector.take(1, _part(0, CONTENT)).held_bytes == len(CONTENT)


def test_what_a_worker_has_lost_is_not_thrown_away_here(collector: Collector, folder: RunFolder) -> None:
    """It says that it wrote less than it sent: what is here is more, and never right."""
    _bring_all(collector)
    assert collector.check(1, {**_all(), "ledger": _digest(LINE)}) == {}
    assert folder.ledger(1).read_bytes() == CONTENT
    assert not collector.whole(1)
    assert collector.record().workers[1].files["ledger"].checksum == "wrong"


def test_a_file_of_which_a_worker_says_nothing_is_not_confirmed(collector: Collector) -> None:
    """Its checksum is missing, and there is nothing to ask for."""
    _bring_all(collector)
    told = _all()
    del told["ledger"]
    assert collector.check(1, told) == {}
    assert not collector.whole(1)
    assert collector.record().workers[1].files["ledger"].checksum == "missing"


def test_files_written_in_place_are_checked_and_never_touched(
    collector: Collector, folder: RunFolder
) -> None:
    """A wrong one is told of as it is."""
    for path in folder.of_worker(1).values():
        path.parent.mkdir(parents=True)
        path.write_bytes(CONTENT)
    collector.note_place(1, in_place=True)
    assert collector.check(1, _all()) == {}
    assert collector.whole(1)
    folder.ledger(1).write_bytes(LINE)
    assert collector.check(1, _all()) == {"ledger": len(LINE)}
    assert folder.ledger(1).read_bytes() == LINE
    assert not collector.whole(1)
    assert [one.in_place for one in collector.record().workers] == [False, True]


def test_what_is_right_is_on_the_disk(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker lets go of its own copy when it hears so; what it wrote here itself it has synced."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    _bring_all(collector)
    collector.check(1, {**_all(), "ledger": _digest(LINE * 5)})
    assert len(synced) == 2


def test_files_that_cannot_be_read_are_an_error(collector: Collector, folder: RunFolder) -> None:
    """The caller says so; nothing counts as right."""
    folder.ledger(1).mkdir(parents=True)
    size_bytes = folder.ledger(1).stat().st_size
    told = {"ledger": FileDigest(size_bytes=size_bytes, sha256=_digest(b"").sha256)}
    with pytest.raises(OSError, match="Is a directory"):
        collector.check(1, told)
    assert not collector.whole(1)
