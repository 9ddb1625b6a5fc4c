"""A cut log holds what was flushed, and zeros from there on."""

from pathlib import Path

import pytest

from mock_site.store.wal_cut import Reached, cut

MEBIBYTE = 1024 * 1024
"""The least that a file of the log may have."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Give a log of four files around the place where the second half of their name counts over."""
    for name in ("0000000100000000000000FE", "000000010000000000000FFF", "000000010000000100000000"):
        (tmp_path / name).write_bytes(b"x" * MEBIBYTE)
    (tmp_path / "0000000200000000000000FF").write_bytes(b"x" * MEBIBYTE)
    (tmp_path / "archive_status").mkdir()
    return tmp_path


def _reached(flushed: int, inserted: int) -> Reached:
    return Reached(timeline=1, segment_bytes=MEBIBYTE, flushed=flushed, inserted=inserted)


def test_what_is_behind_the_last_flush_is_zeros(log: Path) -> None:
    """In the file of the flush and in those after it; each keeps its size."""
    flushed = 0xFFF * MEBIBYTE + 100
    assert cut(log, _reached(flushed, flushed + 2_000_000)) == 2_000_000
    assert (log / "0000000100000000000000FE").read_bytes() == b"x" * MEBIBYTE
    assert (log / "000000010000000000000FFF").read_bytes() == b"x" * 100 + bytes(MEBIBYTE - 100)
    assert (log / "000000010000000100000000").read_bytes() == bytes(MEBIBYTE)


def test_another_timeline_is_left_alone(log: Path) -> None:
    """It is another log."""
    cut(log, _reached(0, 0))
    assert (log / "0000000200000000000000FF").read_bytes() == b"x" * MEBIBYTE
    assert (log / "0000000100000000000000FE").read_bytes() == bytes(MEBIBYTE)


def test_a_flush_at_the_end_of_a_file_leaves_it_whole(log: Path) -> None:
    """What comes next begins another."""
    cut(log, _reached(0xFFF * MEBIBYTE, 0xFFF * MEBIBYTE))
    assert (log / "0000000100000000000000FE").read_bytes() == b"x" * MEBIBYTE
    assert (log / "000000010000000000000FFF").read_bytes() == bytes(MEBIBYTE)
