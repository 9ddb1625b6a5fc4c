"""A run folder named on the command line."""

from pathlib import Path

from siaga.errors import UsageError
from siaga.record.run_folder import RunFolder

SHOWN = 200
"""Characters of a path that are shown where it may have any number."""


def run_folder(path: Path) -> RunFolder:
    """Give the run folder.

    Raises:
        UsageError: it holds no run.
    """
    folder = RunFolder(path.resolve())
    try:
        holds = folder.run.is_file() and folder.scenario.is_file()
    except OSError as error:
        why = f"cannot be looked at ({error.strerror})"
        raise UsageError(f"{str(path)[:SHOWN]}: {why}; name another folder") from None
    if not holds:
        raise UsageError(f"{path}: holds no run; name a folder with run.json and scenario.yaml")
    return folder
