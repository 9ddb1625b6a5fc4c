"""The Sample: Python that gives a value which a schema of OpenAPI allows."""

import re
from collections.abc import Callable
from typing import Any

from siaga.draft.call import mapping
from siaga.draft.handed import quoted
from siaga.draft.typed import personal, snake

MOST_DEEP = 6
"""Schemas that hold themselves end here."""

Follows = Callable[[object], dict[str, Any]]
_KINDS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "array": "list[Any]"}
_FORMATS = {
    "email": "me.person.email",
    "password": "me.person.password",
    "date": '"2027-01-15"',
    "date-time": '"2027-01-15T08:00:00Z"',
    "uuid": '"00000000-0000-4000-8000-000000000000"',
    "uri": '"https://example.org/"',
}


def kind_of(schema: dict[str, Any]) -> str:
    """Give Python's type of a schema."""
    given = schema.get("type")
    named = next((one for one in given if one != "null"), "") if isinstance(given, list) else given
    return _KINDS.get(
        str(named), "dict[str, Any]" if named == "object" or "properties" in schema else "Any"
    )


def merged(schema: object, follows: Follows, depth: int = 0) -> dict[str, Any]:
    """Give a schema with the parts that it is made of put together; of alternatives, the first."""
    own = dict(follows(schema))
    if depth > MOST_DEEP:
        return own
    parts = [*own.pop("allOf", []), *own.pop("oneOf", [])[:1], *own.pop("anyOf", [])[:1]]
    for part in parts:
        other = merged(part, follows, depth + 1)
        properties = {**other.get("properties", {}), **own.get("properties", {})}
        required = [*own.get("required", []), *other.get("required", [])]
        own = {**other, **own}
        if properties:
            own |= {"properties": properties, "required": required}
    return own


def sample(schema: object, name: str, follows: Follows, depth: int = 0) -> str:
    """Write a value: what the schema fixes, else a person's own, else the least that it allows.

    Args:
        schema: of the value.
        name: what it is called.
        follows: resolves references.
        depth: how deep it stands.
    """
    own = merged(schema, follows)
    if (fixed := _fixed(own)) is not None:
        return fixed
    kind = kind_of(own)
    if kind == "list[Any]":
        inner = sample(own.get("items"), name, follows, depth + 1) if depth < MOST_DEEP else "None"
        return f"[{inner}]" if own.get("minItems") else "[]"
    if kind == "str":
        return _text(own, name)
    simple = {"bool": "True", "int": repr(own.get("minimum", 1)), "float": repr(own.get("minimum", 1.0))}
    return simple.get(kind) or _mapping(own, follows, depth)


def _fixed(schema: dict[str, Any]) -> str | None:
    """Write what a schema fixes; None where it leaves a choice."""
    listed = schema.get("enum")
    first = {"const": listed[0]} if isinstance(listed, list) and listed else {}
    for one in (schema, first):
        for key in ("const", "default"):
            if key in one:
                return quoted(one[key]) if isinstance(one[key], str) else repr(one[key])
    return None


def _text(schema: dict[str, Any], name: str) -> str:
    if (known := _FORMATS.get(str(schema.get("format")))) and (
        "birth" not in snake(name) or schema.get("format") != "date"
    ):
        return known
    shape = "2000-01-01" if schema.get("format") == "date" else "x"
    if (who := personal(name, "", shape)) is not None:
        return who.code
    length = min(max(int(schema.get("minLength") or 1), 8), int(schema.get("maxLength") or 32), 32)
    label = snake(name) or "value"
    return f'me.draw.token("{label}")[:{length}]'


def _mapping(schema: dict[str, Any], follows: Follows, depth: int) -> str:
    if depth >= MOST_DEEP:
        return "{}"
    needed = [str(one) for one in schema.get("required", [])]
    properties = schema.get("properties", {})
    pairs = [(quoted(one), sample(properties.get(one), one, follows, depth + 1)) for one in needed]
    return mapping(pairs)


def is_identifier(name: str) -> bool:
    """Tell whether Python takes a name as it is."""
    return bool(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name))
