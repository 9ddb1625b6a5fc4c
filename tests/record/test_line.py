"""Claims about a line: it is appended, read back, and refused where it is something else."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from siaga.record.line import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Line):
    """A word."""

    said: str


def test_lines_are_read_in_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    """Its folder is made; a torn last line is passed over, and no file has none."""
    path = tmp_path / "words" / "said.jsonl"
    assert list(Word.all_of(path)) == []
    for said in ("siaga", "rata"):
        Word(said=said).write(path)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"said": "ha')
    assert list(Word.all_of(path)) == [Word(said="siaga"), Word(said="rata")]


def test_a_line_of_another_kind_is_refused(tmp_path: Path) -> None:
    """Whoever reads it learns what it should have been."""
    path = tmp_path / "said.jsonl"
    path.write_text('{"kind": "slow"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"'kind': 'slow'.*: is no Word"):
        list(Word.all_of(path))
