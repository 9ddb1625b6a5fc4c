"""The house rules that no linter knows: sizes, opening sentences, empty words, the layout."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40

LAYOUT = {
    "siaga", "locustfiles", "mock_site", "scenarios", "starter", "reports", "benchmarks", "tests",
    "docs", "deploy", "build", "dist",
}  # fmt: skip
PACKAGES = {
    "scenario", "people", "crowd", "ledger", "roll", "faults", "abuse", "observe", "judge", "report",
    "draft", "plan", "stage", "selftest", "capacity", "cli", "record", "bundled",
}  # fmt: skip
SIDE_BY_SIDE = {
    "__init__",
    "__main__",
    "bundle",
    "credentials",
    "errors",
    "html_page",
    "native",
    "new_files",
    "sender",
    "standstill",
    "starter",
    "web",
    "web_reference",
}
"""The modules that stand beside the packages of siaga."""

MEANINGLESS = {
    "manager", "helper", "helpers", "util", "utils", "data", "handler", "handlers", "user", "users",
    "threshold", "thresholds",
}  # fmt: skip
LOCUSTS = {"data", "user", "user_count", "user_classes"}
"""Locust calls its listeners with these names; they are allowed where it is known."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _modules(*folders: str) -> list[Path]:
    found = chain.from_iterable((ROOT / folder).rglob("*.py") for folder in folders)
    # The sites of the examples keep their own Python in a folder that begins with a dot.
    paths = (path.relative_to(ROOT) for path in found)
    return sorted(path for path in paths if not any(part.startswith(".") for part in path.parts))


OURS = ("siaga", "mock_site", "locustfiles", "starter")


def _text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _lines(function: Function) -> int:
    """Count the lines of a function; its docstring is no code."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def _names(path: Path, tree: ast.Module) -> Iterator[str]:
    """Give the names of a module that its author chose: its own, of classes, functions, parameters."""
    yield path.stem
    locusts = LOCUSTS if path.parts[:2] == ("siaga", "crowd") or "locustfiles" in path.parts else set()
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg) and node.arg not in locusts and not _of_aiohttp(node):
            yield node.arg


def _of_aiohttp(parameter: ast.arg) -> bool:
    """Tell the parameter of a middleware, which aiohttp calls a handler."""
    return parameter.annotation is not None and ast.unparse(parameter.annotation) == "Handler"


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def _too_long(text: str, tree: ast.Module) -> Iterator[str]:
    """Complain of more than 300 lines, and of functions of more than 40 without their docstring."""
    if text.count("\n") > MOST_LINES:
        yield f"is {text.count(chr(10))} lines long"
    for one in _functions(tree):
        if _lines(one) > MOST_LINES_OF_A_FUNCTION:
            yield f"its function {one.name} is {_lines(one)} lines long"


def _opens_badly(tree: ast.Module) -> Iterator[str]:
    """Complain unless the first line says it whole, and what else there is to say stands apart."""
    first, *rest = (ast.get_docstring(tree) or "").split("\n")
    if not re.fullmatch(r"[\w`].{10,}[.?!]", first):
        yield f"opens with {first!r}, which is no sentence"
    if rest[:1] not in ([], [""]):
        yield "has no blank line after its first sentence"


def _means_nothing(path: Path, tree: ast.Module) -> Iterator[str]:
    """Complain of names that are made of words like helper: whatever it is has a better one."""
    names = _names(path, tree) if path.parts[0] in OURS else ()
    return (f"its name {name} says nothing" for name in names if _words(name) & MEANINGLESS)


def _complaints(path: Path, text: str) -> list[str]:
    tree = ast.parse(text)
    found = chain(_too_long(text, tree), _opens_badly(tree), _means_nothing(path, tree))
    return [f"{path} {complaint}" for complaint in found]


def test_every_module_keeps_the_rules_of_the_house() -> None:
    """Every file of the house, each read once."""
    everything = _modules(*OURS, "tests", "benchmarks", "docs")
    assert [one for path in everything for one in _complaints(path, _text(path))] == []


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("", ["opens with '', which is no sentence"]),
        ('"""Too short."""', ["opens with 'Too short.', which is no sentence"]),
        ('"""The noun of this module\nand so on."""', [
            "opens with 'The noun of this module', which is no sentence",
            "has no blank line after its first sentence",
        ]),
        ('"""The noun of this module."""\n' + "\n" * 300, ["is 301 lines long"]),
        ('"""The noun of this module."""\ndef long():\n' + " 1\n" * 40, [
            "its function long is 41 lines long",
        ]),
        ('"""The noun of this module."""\nclass DataShelf:\n def put(self, user): ...', [
            "its name DataShelf says nothing",
            "its name user says nothing",
        ]),
        ('"""The noun of this module."""\ndef put(handler: Handler): ...', []),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_of_the_house_is_told(text: str, complaints: list[str]) -> None:
    """Each complaint, and the parameter that aiohttp calls a handler."""
    path = Path("siaga/judge/noun.py")
    assert _complaints(path, text) == [f"{path} {complaint}" for complaint in complaints]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("UserManager", {"user", "manager"}),
        ("load_data", {"load", "data"}),
        ("_HTTPHandler", {"http", "handler"}),
        ("database", {"database"}),
    ],
)
def test_a_name_is_taken_apart_into_its_words(name: str, words: set[str]) -> None:
    """So that the rule above sees what it has to see, and nothing else."""
    assert _words(name) == words


def test_every_folder_has_its_place_in_the_layout() -> None:
    """docs/architecture.md names them all; a new one belongs there first."""
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()}
    ours = {name for name in folders if not name.startswith((".", "__")) and ".egg-info" not in name}
    assert ours - LAYOUT == set()
    inside = {path.relative_to(ROOT / "siaga").parts[0] for path in (ROOT / "siaga").rglob("*.py")}
    assert inside - PACKAGES - {f"{name}.py" for name in SIDE_BY_SIDE} == set()
    assert list(ROOT.glob("*.py")) == []
    assert {path.suffix for path in (ROOT / "scenarios").rglob("*") if path.is_file()} == {".yaml"}


def test_tests_mirror_the_packages() -> None:
    """Whoever looks for the claims on a package finds them under its name."""
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    homes = (ROOT, ROOT / "siaga")
    known = {one for one in folders if any((home / one).is_dir() for home in homes)}
    assert folders - known <= {Path("end_to_end")}  # whole runs belong to no package


def test_every_package_of_siaga_says_what_it_is() -> None:
    """A folder without `__init__` would be importable and have no sentence of its own."""
    folders = {path.parent for path in _modules("siaga", "mock_site")}
    assert [str(one) for one in sorted(folders) if not (ROOT / one / "__init__.py").is_file()] == []
