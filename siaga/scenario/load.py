"""Loading: a scenario file, its overrides and all its problems at once, each with file and line."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from siaga.errors import ScenarioError, UsageError
from siaga.scenario.arrivals import plan
from siaga.scenario.document import Document, Key, parse
from siaga.scenario.model import Scenario
from siaga.scenario.objective import GRACE, SAID
from siaga.scenario.override import Override
from siaga.scenario.roll_source import CSV, HTTP, SQL
from siaga.scenario.traffic import RAMP, STEADY

__all__ = ["Override", "dump", "load", "loads", "located"]

MOST_BYTES = 1_000_000

_WORDS = {
    "extra_forbidden": "is an unknown key; `siaga schema` lists the keys",
    "missing": "is missing; it has to be given",
    "model_type": "is no mapping; write keys with values",
    "model_attributes_type": "is no mapping; write keys with values",
    "dict_type": "is no mapping; write keys with values",
    "tuple_type": "is no list; write [one, another]",
    "invalid_key": "is no key; a key is text",
    "too_long": "has {actual_length} entries; at most {max_length} are allowed",
}
"""What pydantic says in words of Python, said in words of YAML."""

_PYDANTICS = {STEADY, RAMP, HTTP, CSV, SQL, SAID, GRACE, "[key]"}
"""Steps of a path that pydantic puts in, where a value has several forms or a key itself is wrong."""


def load(path: Path, overrides: Sequence[Override] = ()) -> Scenario:
    """Load a scenario.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        ScenarioError: the file has problems; it names them all.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise UsageError(f"{path}: does not exist; name a scenario file") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error}); name a scenario file") from None
    if len(content) > MOST_BYTES:
        raise ScenarioError([f"{path}:1: is longer than {MOST_BYTES:,} bytes; up to that is allowed"])
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise ScenarioError([f"{path}:{line}: {wrong}"]) from None
    return loads(text, str(path), overrides)


def loads(text: str, name: str, overrides: Sequence[Override] = ()) -> Scenario:
    """Load a scenario from its text; `name` stands for the file in messages.

    Raises:
        ScenarioError: the text has problems; it names them all.
    """
    document = parse(text, name)
    problems = [problem for one in overrides if (problem := one.apply(document.content))]
    if problems:
        raise ScenarioError(problems)
    try:
        scenario = Scenario.model_validate(document.content)
    except ValidationError as error:
        found = {_problem(document, overrides, one): None for one in error.errors()}
        raise ScenarioError(list(found)) from None
    try:
        plan(scenario.traffic, scenario.seed)
    except ValueError as error:
        line = document.line(("traffic", "populations"))
        raise ScenarioError([f"{name}:{line}: traffic.{error}"]) from None
    return scenario


def dump(scenario: Scenario) -> str:
    """Write a scenario as YAML that loads to an equal one.

    What is null stays written: `metrics: null` says that the site has none, and leaving it out does not.
    """
    content = scenario.model_dump(by_alias=True)
    written = yaml.dump(content, None, yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100)
    return str(written)


def located(path: Path, overrides: Sequence[Override], problems: Sequence[str]) -> list[str]:
    """Say where problems are that were found once a scenario was loaded.

    Args:
        path: of its file.
        overrides: that it was loaded with.
        problems: sentences, each of which begins with its place, such as `objectives.0.expect: `, if it
            is about one.

    Returns:
        The same behind the file and, where it is known, the line, or behind the override of the place.
    """
    document = parse(path.read_text("utf-8"), str(path))
    return [f"{_whereabouts(document, overrides, one)}: {one}" for one in problems]


def _whereabouts(document: Document, overrides: Sequence[Override], problem: str) -> str:
    keys = problem.partition(": ")[0].split(".")
    path = tuple(int(key) if key.isdigit() else key for key in keys)
    for override in overrides:
        if override.path == path[: len(override.path)]:
            return str(override)
    return f"{document.name}:{document.line(path)}" if document.holds(path[:1]) else document.name


def _problem(document: Document, overrides: Sequence[Override], error: ErrorDetails) -> str:
    path = tuple(key for key in error["loc"] if key not in _PYDANTICS)
    place = f"{document.name}:{document.line(path)}"
    for override in overrides:
        begun = path == override.path[: len(path)] and not document.holds(path)
        if begun or override.path == path[: len(override.path)]:
            place = str(override)
    return f"{place}: {_path_text(path)}: {_said(error)}"


def _said(error: ErrorDetails) -> str:
    words = _WORDS.get(error["type"])
    if words is not None:
        return words.format(**error.get("ctx", {}))
    message, given = error["msg"], error["input"]
    if error["type"] == "value_error":
        return message.removeprefix("Value error, ")  # ours, which names the value
    plain = isinstance(given, str | int | float)
    return f"{_shortened(repr(given))} is refused: {message}" if plain else message


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004 - fits a line


def _path_text(path: Sequence[Key]) -> str:
    return ".".join(str(key) for key in path) or "scenario"
