"""The Source of what a page says that no object knows when the code runs: sentences below names."""

import ast
import inspect
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def meanings(of: type[Enum]) -> dict[str, str]:
    """Give the sentence that stands below each member of an enumeration."""
    (body,) = ast.parse(inspect.getsource(of)).body
    if not isinstance(body, ast.ClassDef):
        raise TypeError(f"{of}: is no class")
    found: dict[str, str] = {}
    for one, after in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(one, ast.Assign)
            and isinstance(one.targets[0], ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            found[one.targets[0].id] = str(after.value.value)
    return found


def texts(pattern: re.Pattern[str], *packages: str) -> Iterator[str]:
    """Give every text in the code of some packages that is like a pattern, each once, in order."""
    found: set[str] = set()
    for path in (one for package in packages for one in (ROOT / package).rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        # Most files have none, and are not worth being parsed.
        if pattern.search(code):
            constants = (one for one in ast.walk(ast.parse(code)) if isinstance(one, ast.Constant))
            found |= {str(one.value) for one in constants if pattern.fullmatch(str(one.value))}
    yield from sorted(found)
