"""The Typed command: a line of a fenced `sh` block of a page, taken apart as a shell would."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "reports" / "README.md",
    ROOT / "starter" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
_BLOCK = re.compile(r"^( *)```sh\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
_ASSIGNMENT = re.compile(r"([A-Z_]+)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One command.

    Attributes:
        page: path of the page in the repository.
        block: number of its block on the page.
        line: as it stands there, without its comment.
        environ: variables that are set in front of it, or by it alone.
        words: programme and arguments; empty where it only sets variables.
        into: file that takes what it prints; empty for none.
    """

    page: str
    block: int
    line: str
    environ: dict[str, str]
    words: tuple[str, ...]
    into: str = ""

    def __str__(self) -> str:
        """Give the name that a test shows."""
        return f"{self.page}: {self.line}"

    @property
    def program(self) -> str:
        """What is called, without the folder in which it lies."""
        if not self.words:
            return "assignment"
        name = self.words[0].rpartition("/")[2]
        if name != "python":
            return name
        module = self.words[2] if self.words[1] == "-m" else "script"
        return f"python {module}"

    @property
    def arguments(self) -> list[str]:
        """What is given to it."""
        if not self.program.startswith("python"):
            return list(self.words[1:])
        return list(self.words[3:] if self.words[1] == "-m" else self.words[1:])


def typed(page: Path) -> Iterator[Typed]:
    """Give every command of a page, in order."""
    name = str(page.relative_to(ROOT))
    for number, (_indent, block) in enumerate(_BLOCK.findall(page.read_text(encoding="utf-8"))):
        for line in block.replace("\\\n", " ").splitlines():
            if words := shlex.split(line, comments=True):
                yield _taken_apart(name, number, words)


def _taken_apart(page: str, block: int, words: list[str]) -> Typed:
    line = shlex.join(words)
    environ: dict[str, str] = {}
    while words and (found := _ASSIGNMENT.fullmatch(words[0])):
        environ[found[1]] = found[2]
        words = words[1:]
    into = ""
    if ">" in words:
        (into,) = words[words.index(">") + 1 :]
        words = words[: words.index(">")]
    return Typed(page=page, block=block, line=line, environ=environ, words=tuple(words), into=into)


ALL = [one for page in PAGES for one in typed(page)]
"""Every command of every page."""
