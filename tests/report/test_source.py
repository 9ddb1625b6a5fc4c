"""Claims about sources: what of a run folder a reader can be sent to."""

from pathlib import Path

from siaga.record.run_folder import RunFolder
from siaga.report.source import WRITTEN, sources


def test_files_and_folders_that_are_there_can_be_looked_up(tmp_path: Path) -> None:
    """An empty folder holds nothing to look up; what stands beside every report is always there."""
    folder = RunFolder(tmp_path)
    folder.run.write_text("{}", encoding="utf-8")
    folder.scrapes.parent.mkdir()
    folder.scrapes.write_text("", encoding="utf-8")
    (tmp_path / "roll").mkdir()
    assert sources(folder) == WRITTEN | {"run.json", "metrics/", "metrics/site.jsonl"}
