"""New files: all of what belongs together is written into a folder, over nothing that is there."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from siaga.errors import UsageError


def write_new(folder: Path, files: Mapping[str, str] | Mapping[Path, str]) -> list[Path]:
    """Write files into a folder, which is made; all of them, or nothing.

    Args:
        folder: with the folders above it made where they are missing.
        files: what each holds, by its path in the folder, in order.

    Returns:
        Where they are, in order.

    Raises:
        UsageError: something of it is there already, or the folder cannot be written.
    """
    made: list[Path] = []
    try:
        _refuse_conflicts(folder, list(files))
        for name, content in files.items():
            _put(folder / name, content, made)
    except OSError as error:
        _take_back(made)
        raise UsageError(
            f"{folder}: cannot be written ({error.strerror}); name another folder"
        ) from None
    return [folder / name for name in files]


def _refuse_conflicts(folder: Path, names: Sequence[str | Path]) -> None:
    """Refuse to overwrite anything, naming all of it."""
    if there := list(_in_the_way(folder, names)):
        lines = "".join(f"\n  {path}" for path in there)
        raise UsageError(
            f"{folder}: has what would be written, and nothing is overwritten; name another folder,"
            f" or move away:{lines}"
        )


def _in_the_way(folder: Path, names: Sequence[str | Path]) -> Iterator[Path]:
    """Give every file that is there, and every file where a folder would have to be."""
    places = {one for name in names for one in (folder / name).parents}
    yield from sorted(one for one in places if os.path.lexists(one) and not one.is_dir())
    yield from (folder / name for name in names if os.path.lexists(folder / name))


def _put(path: Path, content: str, made: list[Path]) -> None:
    """Write a file and the folders that it needs, and note each of them once it is there."""
    for parent in reversed(path.parents):
        if not parent.is_dir():
            parent.mkdir()
            made.append(parent)
    with path.open("x", encoding="utf-8") as file:
        made.append(path)
        file.write(content)


def _take_back(made: Sequence[Path]) -> None:
    """Remove what was made, the last first."""
    for path in reversed(made):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
