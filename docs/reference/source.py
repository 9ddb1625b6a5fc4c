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
    for path in sorted(one for package in packages for one in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and pattern.fullmatch(str(node.value)):
                found.add(str(node.value))
    yield from sorted(found)
