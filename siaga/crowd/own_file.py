"""An own file: one of the journeys' own, which lies with their Locust file and in no library."""

from pathlib import Path


def is_own(path: Path, folder: Path) -> bool:
    """Tell whether a file is in a Locust file's folder or below, and in no library that is there.

    Args:
        path: of the file, named as the folder is: as the interpreter has it, or resolved.
        folder: of the Locust file, which may itself be in a library.
    """
    return path.is_relative_to(folder) and "site-packages" not in path.relative_to(folder).parts
