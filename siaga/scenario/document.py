"""A Document: the YAML of a scenario, each place in it with its line, its size bounded."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml

from siaga.errors import ScenarioError

MOST_CHARACTERS = 200_000
MOST_VALUES = 50_000
"""A few aliases of aliases can stand for more values than memory holds; a scenario has about 100."""

MOST_QUICK_LEVELS = 50
MOST_DIGITS = 40
_NO_SCENARIO = "is no scenario; it has to be a mapping of keys"
_INT = "tag:yaml.org,2002:int"

Key = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A mapping read from YAML.

    Attributes:
        name: what messages call it.
        root: the nodes, which know their lines.
        content: the values; no two places share one, so that one can be changed alone.
    """

    name: str
    root: yaml.Node
    content: dict[str, Any]

    def line(self, path: Sequence[Key]) -> int:
        """Give the line of a place, or of the nearest place above it that the document has."""
        marks = list(self._marks(path))
        return marks[-1].start_mark.line + 1 if marks else 1

    def holds(self, path: Sequence[Key]) -> bool:
        """Tell whether the document has a place."""
        return len(list(self._marks(path))) == len(path)

    def _marks(self, path: Sequence[Key]) -> Iterator[yaml.Node]:
        """Give the node that marks each step of a path, as far as there are any."""
        node = self.root
        for key in path:
            inner = _inside(node, key)
            if inner is None:
                return
            mark, node = inner
            yield mark


def parse(text: str, name: str) -> Document:
    """Read YAML as a mapping.

    Raises:
        ScenarioError: it is no YAML, no mapping, too large, or has a key twice.
    """
    if len(text) > MOST_CHARACTERS:
        problem = f"is {len(text):,} characters long; up to {MOST_CHARACTERS:,} are allowed"
        raise ScenarioError([f"{name}:1: {problem}"])
    with suppress(yaml.YAMLError):
        if is_shallow(text):
            return _parsed(_Quick(text), name)
    try:
        return _parsed(_Telling(text), name)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = f"has the character {chr(error.character)!r}, which YAML does not allow"
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        problem = f"is not YAML: {error.problem}"
    except RecursionError:
        line, problem = 1, "is nested too deeply; a scenario has about six levels"
    raise ScenarioError([f"{name}:{line}: {problem}"])


def value(text: str) -> object:
    """Read a single value as YAML does.

    Raises:
        ScenarioError: as `parse`.
    """
    return parse(f"value: {text}", "value").content["value"]


def is_shallow(text: str | bytes) -> bool:
    """Tell whether libyaml may compose a text, which it does by a recursion that nothing bounds.

    Raises:
        yaml.YAMLError: it is no YAML.
    """
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_QUICK_LEVELS:
            return False
    return True


class _Telling(yaml.SafeLoader):
    """PyYAML's safe loader, with every refusal a YAMLError that knows its line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - PyYAML's own signature
        """Construct a value; `2020-13-45` is no date and `!!bool maybe` no truth value."""
        return _constructed(super().construct_object, node, deep=deep)


class _Quick(yaml.CSafeLoader):
    """The same made of libyaml: twenty times as quick, and less clear about what is wrong."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - PyYAML's own signature
        """Construct a value as the telling one does."""
        return _constructed(super().construct_object, node, deep=deep)


def _constructed(construct: Callable[[yaml.Node, bool], Any], node: yaml.Node, *, deep: bool) -> Any:  # noqa: ANN401 - any value
    if node.tag == _INT and len(node.value) > MOST_DIGITS:
        problem = f"a number of {len(node.value)} characters; up to {MOST_DIGITS} are allowed"
        raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
    try:
        return construct(node, deep)
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError) as error:
        problem = f"{str(node.value)[:MOST_DIGITS]!r} cannot be read ({error}); quote it if it is text"
        raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from None


def _parsed(loader: _Telling | _Quick, name: str) -> Document:
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise ScenarioError([f"{name}:1: {_NO_SCENARIO}"])
        if _values(root, {}) > MOST_VALUES:
            allowed = f"up to {MOST_VALUES:,} are allowed, and nothing may contain itself"
            raise ScenarioError([f"{name}:1: stands for too many values, aliases counted; {allowed}"])
        problems = [f"{name}:{line}: {problem}" for line, problem in sorted(_twice(root))]
        if problems:
            raise ScenarioError(problems)
        content = _own(loader.construct_document(root))
    finally:
        loader.dispose()
    if not isinstance(content, dict):
        raise ScenarioError([f"{name}:1: {_NO_SCENARIO}"])
    return Document(name=name, root=root, content=content)


def _values(node: yaml.Node, known: dict[int, int]) -> int:
    """Count the values a node stands for, aliases followed."""
    if id(node) not in known:
        # Met again before it is counted, it contains itself: that is too many, too.
        known[id(node)] = MOST_VALUES + 1
        counted = 1 + sum(_values(inner, known) for inner in _children(node))
        known[id(node)] = min(counted, MOST_VALUES + 1)
    return known[id(node)]


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
    if isinstance(node, yaml.SequenceNode):
        yield from node.value


def _twice(root: yaml.Node) -> set[tuple[int, str]]:
    """Find each key that a mapping has twice, of which PyYAML would silently keep the last."""
    found, waiting = set(), [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(_children(node))
        first: dict[str, int] = {}
        for key, _value in node.value if isinstance(node, yaml.MappingNode) else ():
            line, text = key.start_mark.line + 1, str(key.value)
            if text in first:
                found.add(
                    (line, f"key {text!r} stands twice, first in line {first[text]}; once is allowed")
                )
            first.setdefault(text, line)
    return found


def _own(given: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Copy what YAML made, so that an anchor and its aliases are changed each on its own."""
    if isinstance(given, dict):
        return {key: _own(inner) for key, inner in given.items()}
    return [_own(inner) for inner in given] if isinstance(given, list) else given


def _inside(node: yaml.Node, key: Key) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, inner in node.value:
            if name.value == str(key):
                return name, inner
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None
