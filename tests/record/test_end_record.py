"""Claims about the record of an end: it reads back as it was written, and anything else is refused."""

from pathlib import Path

import pytest

from siaga.record.end_record import EndRecord


def test_it_reads_back_as_it_was_written(tmp_path: Path) -> None:
    """Both what it says by itself and what it is told."""
    for one in (EndRecord(), EndRecord(interrupted=True, problems=("the disk is full",))):
        one.write(tmp_path / "evidence" / "end.json")
        assert EndRecord.read(tmp_path / "evidence" / "end.json") == one


@pytest.mark.parametrize("text", ['{"schema": 2}', "[]", '{"schema": 1, "torn'])
def test_anything_else_is_refused(tmp_path: Path, text: str) -> None:
    """A run that has ended otherwise is not taken for one that has ended well."""
    path = tmp_path / "end.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"end\.json: is no record of a run"):
        EndRecord.read(path)
