"""A run folder named on the command line."""

from pathlib import Path

from siaga.bundle import SHOWN, is_file
from siaga.errors import UsageError
from siaga.record.run_folder import RunFolder


def run_folder(path: Path) -> RunFolder:
    """Give the run folder.

    Raises:
        UsageError: it holds no run.
    """
    folder = RunFolder(path.resolve())
    shown = str(path)[:SHOWN]
    if not all(is_file(one, shown, "folder") for one in (folder.run, folder.scenario)):
        wrong = "holds no run" if folder.path.is_dir() else "is no folder"
        raise UsageError(f"{shown}: {wrong}; name a folder with run.json and scenario.yaml")
    return folder
