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
        raise UsageError(f"{path}: holds no run; name a folder with run.json and scenario.yaml")
    return folder
