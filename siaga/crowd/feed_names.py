"""The FeedNames of a Locust file: which feeds its journeys ask for, read from their source."""

import ast
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from siaga.crowd.absence import Journey
from siaga.crowd.own_file import is_own

ANY = "*"
"""Stands for a name that is only known when the journey asks: it may be any."""


def feed_names(locustfile: Path, journeys: Collection[Journey]) -> set[str]:
    """Give the names in every `….feed(NAME)` of a Locust file and of the modules beside it.

    Args:
        locustfile: already read, with what it imports.
        journeys: those that it declares; their modules are read wherever they are.
    """
    home = locustfile.resolve().parent
    theirs = {one.__module__ for one in journeys if hasattr(one, "__module__")}
    files = {locustfile.resolve()}
    for name, module in list(sys.modules.items()):
        path = Path(getattr(module, "__file__", None) or "").resolve()
        if path.suffix == ".py" and (name in theirs or is_own(path, home)):
            files.add(path)
    return {name for path in files for name in _asked(path)}


def _asked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            if node.func.attr != "feed":
                continue
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield name.value
            else:
                yield ANY
