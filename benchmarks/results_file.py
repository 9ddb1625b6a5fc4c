"""The results File: one page, in which each benchmark that writes there has a section of its own."""

from pathlib import Path

RESULTS = Path(__file__).parent / "results.md"
TITLE = "# Results of the benchmarks\n\n"


def write(section: str, text: str, path: Path = RESULTS) -> None:
    """Put a text in the place that the section has among the others; a new one comes last.

    Args:
        section: its name, which marks the place.
        text: in Markdown.
        path: of the file.
    """
    begin, end = f"<!-- {section} -->", f"<!-- /{section} -->"
    whole = path.read_text(encoding="utf-8") if path.exists() else TITLE
    before, found, rest = whole.partition(begin)
    after = rest.partition(end)[2] if found else "\n"
    before = before if found else f"{before.rstrip()}\n\n"
    path.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", encoding="utf-8")
