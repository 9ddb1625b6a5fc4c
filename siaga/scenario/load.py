"""Loading: a scenario file, its overrides and all its problems at once, each with file and line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from siaga.errors import ScenarioError, UsageError
from siaga.scenario.arrivals import plan
from siaga.scenario.model import Scenario

Key = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A value given on the command line for one place of the scenario.

    Attributes:
        path: keys and indexes from the root: ("traffic", "phases", 0, "rate").
        value: the value, as YAML reads it.
    """

    path: tuple[Key, ...]
    value: Any

    @classmethod
    def parse(cls, text: str) -> "Override":
        """Read PATH=VALUE, such as `traffic.phases.0.rate=20/s`.

        Raises:
            UsageError: the text is no override.
        """
        path, equals, value = text.partition("=")
        keys = path.strip().split(".")
        if not equals or not all(keys):
            raise UsageError(f"--set {text}: is no override; write traffic.phases.0.rate=20/s")
        try:
            parsed = yaml.safe_load(value)
        except yaml.YAMLError:
            raise UsageError(f"--set {text}: the value is no YAML") from None
        return cls(path=tuple(int(key) if key.isdigit() else key for key in keys), value=parsed)

    def __str__(self) -> str:
        """Give the place as it was typed."""
        return "--set " + ".".join(str(key) for key in self.path)


def load(path: Path, overrides: Sequence[Override] = ()) -> Scenario:
    """Load a scenario.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        ScenarioError: the file has problems; it names them all.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"{path}: does not exist; name a scenario file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); name a scenario file") from None
    return loads(text, str(path), overrides)


def loads(text: str, name: str, overrides: Sequence[Override] = ()) -> Scenario:
    """Load a scenario from its text; `name` stands for the file in messages.

    Raises:
        ScenarioError: the text has problems; it names them all.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ScenarioError([_not_yaml(name, error)]) from None
    if not isinstance(content, dict):
        raise ScenarioError([f"{name}:1: is no scenario; it has to be a mapping of keys"])
    problems = [problem for one in overrides if (problem := _apply(content, one))]
    if problems:
        raise ScenarioError(problems)
    return _validated(content, name, root, {one.path: one for one in overrides})


def dump(scenario: Scenario) -> str:
    """Write a scenario as YAML that loads to an equal one."""
    content = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)


def _validated(
    content: dict[str, Any],
    name: str,
    root: yaml.Node | None,
    overrides: Mapping[tuple[Key, ...], Override],
) -> Scenario:
    try:
        scenario = Scenario.model_validate(content)
        plan(scenario.traffic, scenario.seed)
    except ValidationError as error:
        problems = {_problem(name, root, overrides, one): None for one in error.errors()}
        raise ScenarioError(list(problems)) from None
    except ValueError as error:
        raise ScenarioError([f"{name}:{_line(root, ('traffic',))}: traffic.{error}"]) from None
    return scenario


def _problem(
    name: str,
    root: yaml.Node | None,
    overrides: Mapping[tuple[Key, ...], Override],
    error: ErrorDetails,
) -> str:
    path = tuple(key for key in error["loc"] if _is_key(key))
    place = f"{name}:{_line(root, path)}"
    for given, override in overrides.items():
        if given == path[: len(given)]:
            place = str(override)
    return f"{place}: {'.'.join(str(key) for key in path) or 'scenario'}: {_said(error)}"


def _is_key(key: Key) -> bool:
    """Tell a key of the file from the name of a branch of a union, which pydantic mixes in."""
    return isinstance(key, int) or (key != "Ramp" and not key.startswith("function-"))


def _said(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return "is an unknown key; `siaga schema` lists the keys"
    if error["type"] == "missing":
        return "is missing"
    message = error["msg"].removeprefix("Value error, ")
    given = error["input"]
    plain = isinstance(given, str | int | float) and repr(given) not in message
    return f"{given!r} is refused: {message}" if plain else message


def _line(node: yaml.Node | None, path: Sequence[Key]) -> int:
    """Give the line of a place in the file, or of the nearest place above it."""
    if node is None:
        return 1
    line: int = node.start_mark.line + 1
    for key in path:
        inner = _inside(node, key)
        if inner is None:
            break
        mark, node = inner
        line = mark.start_mark.line + 1
    return line


def _inside(node: yaml.Node, key: Key) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return name, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key]
    return None


def _not_yaml(name: str, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    line = 1 if mark is None else mark.line + 1
    return f"{name}:{line}: is not YAML: {getattr(error, 'problem', None) or error}"


def _apply(content: dict[str, Any], override: Override) -> str | None:
    """Put the value in its place; tell what is wrong if there is no such place."""
    place: Any = content
    *above, last = override.path
    for depth, key in enumerate(above):
        if not _holds(place, key):
            return _nowhere(override, depth)
        place = place[key]
    if not (_holds(place, last) or (isinstance(place, dict) and isinstance(last, str))):
        return _nowhere(override, len(above))
    place[last] = override.value
    return None


def _holds(place: object, key: Key) -> bool:
    if isinstance(key, int):
        return isinstance(place, list) and key < len(place)
    return isinstance(place, dict) and key in place


def _nowhere(override: Override, depth: int) -> str:
    key, above = override.path[depth], override.path[:depth]
    return f"{override}: there is no {key!r} in {_path_text(above)}"


def _path_text(path: Sequence[Key]) -> str:
    return ".".join(str(key) for key in path) or "the scenario"
