"""A run folder named on the command line."""

from pathlib import Path

from siaga.errors import UsageError
from siaga.record.run_folder import RunFolder


def run_folder(path: Path) -> RunFolder:
    """Give the run folder.

    Raises:
        UsageError: it holds no run.
    """
    folder = RunFolder(path.resolve())
    if not folder.run.is_file() or not folder.scenario.is_file():
        raise UsageError(f"{path}: holds no run; name a folder with run.json and scenario.yaml")
    return folder
