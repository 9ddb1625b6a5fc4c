"""A run tree: the run folders below a folder, and the folders there that are something else."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from siaga.record.run_folder import RunFolder

DEEPEST = 16
"""How many folders may lie in each other; branches with strokes in their names take some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A folder that holds no run which could be shown.

    Attributes:
        place: its path as seen from the folder that was looked through.
        why: what is wrong with it, a clause.
    """

    place: str
    why: str


def run_tree(root: Path) -> Iterator[RunFolder | Stray]:
    """Give every run folder below a folder, or the folder itself, in order of path.

    Links are not followed, so that `latest` counts no run twice, and neither are folders inside a run,
    such as its baseline. Of folders without any run the outermost one is given as a stray.
    """
    found = _below(root, root)
    if found is not None:
        yield from found


def _below(path: Path, root: Path) -> list[RunFolder | Stray] | None:
    """Give what lies below; None where there is no run, and nothing wrong either."""
    if len(path.relative_to(root).parts) > DEEPEST:
        return [Stray(place=place_of(path, root), why=f"lies more than {DEEPEST} folders deep")]
    folder = RunFolder(path)
    try:
        if folder.run.is_file():
            return [folder]
        inside = sorted(one.name for one in os.scandir(path) if one.is_dir(follow_symlinks=False))
    except OSError as error:
        return [Stray(place=place_of(path, root), why=f"cannot be read: {error.strerror or error}")]
    found = {name: _below(path / name, root) for name in inside if not name.startswith(".")}
    if path != root and all(one is None for one in found.values()):
        return None
    return [one for name, below in found.items() for one in below or [_foreign(path / name, root)]]


def _foreign(path: Path, root: Path) -> Stray:
    return Stray(place=place_of(path, root), why="holds no run")


def place_of(path: Path, root: Path) -> str:
    """Give the path of a folder as seen from another, with a ? for what no terminal can show."""
    return path.relative_to(root).as_posix().encode("utf-8", "replace").decode()
