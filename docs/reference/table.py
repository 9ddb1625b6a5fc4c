"""The Table of a page: rows of Markdown, whatever stands in their cells."""

from collections.abc import Iterable, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table, with a blank line behind it."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines) + "\n"


def code(text: object) -> str:
    """Write something as code; nothing for nothing."""
    return f"`{text}`" if str(text) else ""


def _cell(text: str) -> str:
    """Keep a cell in its line."""
    return " ".join(text.split()).replace("|", "\\|")
