"""Claims about whole files: a reader sees the old text or the new one."""

from pathlib import Path

import pytest

from siaga.report.whole_file import write_whole


def test_a_file_is_replaced_by_its_new_text(tmp_path: Path) -> None:
    """Line ends are kept as they are given, and nothing else is left in the folder."""
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")
    write_whole(path, "a\r\nb\né")
    assert path.read_bytes() == "a\r\nb\né".encode()
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_what_utf_8_cannot_hold_becomes_a_question_mark(tmp_path: Path) -> None:
    """A lone surrogate from a damaged log does not keep a report from being written."""
    write_whole(tmp_path / "summary.md", "a\ud800b")
    assert (tmp_path / "summary.md").read_bytes() == b"a?b"


def test_a_file_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old text is whole until the new one is."""
    path = tmp_path / "verdict.json"
    path.write_text("old", encoding="utf-8")

    def refuse(_self: Path, text: str, **_how: str) -> int:
        raise OSError(28, f"no space left for {len(text)} characters")

    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(OSError, match="no space left for 3 characters"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
