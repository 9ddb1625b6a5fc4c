"""A whole file: readers see the old one or the new one, never half of it."""

from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Replace a file by one with this text: UTF-8, line ends kept, "?" for what UTF-8 cannot hold.

    Raises:
        OSError: the file cannot be written; the old one is as it was.
    """
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, encoding="utf-8", errors="replace", newline="")
    fresh.replace(path)
