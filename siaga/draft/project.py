"""The Project: the folder into which a draft is written, file by file, over nothing that is there."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

from siaga.errors import UsageError

LOCUSTFILE, SCENARIO = Path("locustfiles/imported.py"), Path("scenarios/imported.yaml")
"""Where a draft's two files stand in its folder."""


def lay_down(folder: Path, files: Mapping[Path, str]) -> None:
    """Write files, all of them or none.

    Args:
        folder: made where it is missing.
        files: what each holds, by its place in the folder.

    Raises:
        UsageError: some of them exist already, or cannot be written.
    """
    there = [str(folder / name) for name in files if (folder / name).exists()]
    if there:
        raise UsageError(
            f"{', '.join(there)}: there already; nothing is written over, name another --out"
        )
    written: list[Path] = []
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                written.append(path)
                file.write(text)
    except OSError as error:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink()
        raise UsageError(f"--out {folder}: cannot be written ({error.strerror}); name another") from None
