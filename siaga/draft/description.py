"""The Description: what a site says of its own calls, in OpenAPI 3.0 or 3.1."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from siaga.draft.har import content_of
from siaga.errors import UsageError
from siaga.scenario.document import MOST_QUICK_LEVELS, is_shallow

MOST_BYTES = 10_000_000
MOST_OPERATIONS = 1_000
MOST_REFERENCES = 20
"""A reference that leads to others leads to no more than these."""

METHODS = ("get", "post", "put", "patch", "delete")
"""What a journey sends; the rest is counted."""

_OTHERS = ("head", "options", "trace")
_JSON = re.compile(r"application/[a-z0-9.+-]*json")
_LINES = re.compile(r"ndjson|jsonl|json-lines|json-seq|stream\+json")
_VERSION = re.compile(r"3\.[01](\..*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value that an operation takes in its path, its query or a header."""

    name: str
    place: str
    required: bool
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call of a site.

    Attributes:
        method: in small letters.
        path: with names in braces.
        called: how the description calls it; empty if it does not.
        summary: in a line; empty likewise.
        parameters: what it takes beside its body.
        shape: of its body: `none`, `json`, `form` or `multipart`.
        body: schema of it, references resolved.
        kind: media type of that body, where it is another kind of JSON; empty otherwise.
        named: what the description calls that schema; empty if it does not.
        statuses: of its good answers.
        gives: schema of what it answers in JSON; empty if it does not.
        speaks_json: whether it answers JSON.
    """

    method: str
    path: str
    called: str = ""
    summary: str = ""
    parameters: tuple[Parameter, ...] = ()
    shape: str = "none"
    body: dict[str, Any]
    kind: str = ""
    named: str = ""
    statuses: tuple[int, ...] = ()
    gives: dict[str, Any]
    speaks_json: bool = False

    @property
    def title(self) -> str:
        """Method and path, as `POST /register`."""
        return f"{self.method.upper()} {self.path}"


class Description:
    """A description that was read.

    Args:
        content: of the file.
        name: of the file, for messages.

    Raises:
        UsageError: it is no description that can be used; it names every problem.

    Attributes:
        operations: in the order of the file.
        left_out: how many operations a journey does not send.
    """

    __slots__ = ("_name", "_problems", "_resolver", "left_out", "operations")

    def __init__(self, content: object, name: str) -> None:
        if not isinstance(content, dict) or not _VERSION.fullmatch(str(content.get("openapi", ""))):
            raise UsageError(f"{name}: openapi: is none of 3.0 or 3.1; those are allowed")
        self._resolver = Registry().with_resource("", DRAFT202012.create_resource(content)).resolver()
        self._name = name
        self._problems: dict[str, None] = {}
        self.left_out = 0
        self.operations = tuple(self._operations(content.get("paths")))
        if not self.operations and not self._problems:
            allowed = f"{', '.join(METHODS[:-1])} and {METHODS[-1]}"
            self._problems[f"paths: has no operation that a journey sends; {allowed} are"] = None
        if len(self.operations) > MOST_OPERATIONS:
            self._problems[f"paths: has more than {MOST_OPERATIONS:,} operations"] = None
        self.refuse_problems()

    def refuse_problems(self) -> None:
        """Refuse what was found wrong up to now: references inside of schemas are followed later.

        Raises:
            UsageError: there is something; it names every problem.
        """
        if self._problems:
            raise UsageError("\n".join(f"{self._name}: {one}" for one in self._problems))

    def at(self, part: object) -> dict[str, Any]:
        """Follow references, and give what is there; nothing where it is no mapping."""
        for _ in range(MOST_REFERENCES):
            if not isinstance(part, dict):
                return {}
            reference = part.get("$ref")
            if not isinstance(reference, str):
                return part
            try:
                part = self._resolver.lookup(reference).contents
            except (Unresolvable, ValueError):
                self._problems[f"{reference}: leads nowhere in this file; bundle it into one first"] = (
                    None
                )
                return {}
        return {}

    def _operations(self, paths: object) -> Iterator[Operation]:
        if not isinstance(paths, dict):
            self._problems["paths: is missing; a description has it"] = None
            return
        for path, given in paths.items():
            item = self.at(given)
            self.left_out += sum(one in item for one in _OTHERS)
            for method in METHODS:
                if isinstance(one := item.get(method), dict):
                    yield self._operation(method, str(path), one, item)
                elif method in item:
                    self._problems[f"paths.{path}.{method}: is no mapping; an operation is one"] = None

    def _operation(self, method: str, path: str, one: dict[str, Any], item: dict[str, Any]) -> Operation:
        given = [self.at(part) for part in (*_listed(item, "parameters"), *_listed(one, "parameters"))]
        shape, kind, raw = self._body(one)
        good = {
            int(status): self.at(answer)
            for status, answer in _mapping(one, "responses").items()
            if str(status).isdigit() and 200 <= int(status) < 300  # noqa: PLR2004 - what HTTP calls good
        }
        answers = [self.at(_json_of(_mapping(answer, "content"))) for answer in good.values()]
        reference = raw.get("$ref") if isinstance(raw, dict) else None
        return Operation(
            method=method,
            path=path,
            called=str(one.get("operationId") or ""),
            summary=" ".join(str(one.get("summary") or "").split())[:80],
            parameters=tuple(
                Parameter(
                    name=str(part.get("name") or ""),
                    place=str(part.get("in") or ""),
                    required=bool(part.get("required")) or part.get("in") == "path",
                    schema=self.at(part.get("schema")),
                )
                for part in given
                if part.get("in") in {"path", "query", "header"}
            ),
            shape=shape,
            kind=kind,
            body=self.at(raw),
            named=str(reference).rpartition("/")[2] if reference else "",
            statuses=tuple(sorted(good)),
            gives=next((self.at(part.get("schema")) for part in answers if part), {}),
            speaks_json=any(answers),
        )

    def _body(self, one: dict[str, Any]) -> tuple[str, str, Any]:
        """Give the shape, the kind and the schema of a body: JSON where there is a choice."""
        content = _mapping(self.at(one.get("requestBody")), "content")
        for kind, found in content.items():
            if _is_json(kind):
                plain = kind == "application/json" or not _JSON.fullmatch(str(kind))
                return "json", "" if plain else str(kind), self.at(found).get("schema")
        for kind, shape in (
            ("application/x-www-form-urlencoded", "form"),
            ("multipart/form-data", "multipart"),
        ):
            if kind in content:
                return shape, "", self.at(content[kind]).get("schema")
        return "none", "", {}


def description_of(path: Path) -> Description:
    """Read a description, in JSON or YAML.

    Raises:
        UsageError: it cannot be read, or cannot be used; it names every problem.
    """
    content = content_of(path, MOST_BYTES, "a description in OpenAPI")
    try:
        if not is_shallow(content):
            raise UsageError(f"{path}: is nested too deep; up to {MOST_QUICK_LEVELS} levels are allowed")
        return Description(yaml.load(content, yaml.CSafeLoader), str(path))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        what = getattr(error, "problem", None) or "it cannot be read"
        raise UsageError(f"{path}{where}: is neither JSON nor YAML ({what})") from None
    except (RecursionError, ValueError):
        raise UsageError(f"{path}: holds itself, or what is no value; that is no OpenAPI") from None


def _json_of(content: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever stands there
    return next((one for kind, one in content.items() if _is_json(kind)), None)


def _is_json(kind: object) -> bool:
    """Tell whether a media type is one value of JSON; lines of it, such as a roll's, are no such."""
    return "json" in str(kind) and not _LINES.search(str(kind))


def _mapping(one: dict[str, Any], key: str) -> dict[str, Any]:
    found = one.get(key)
    return found if isinstance(found, dict) else {}


def _listed(one: dict[str, Any], key: str) -> list[Any]:
    found = one.get(key)
    return found if isinstance(found, list) else []
