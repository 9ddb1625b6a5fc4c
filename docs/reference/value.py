"""The Value of a key: what may be written there, read from its JSON Schema."""

import json
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

QUANTITIES = {"90 s": ("duration", "s"), "80000/min": ("rate", "/s"), "99.5 %": ("share", "%")}
"""By the example that the schema gives: what the quantity is called, and how siaga writes it."""

_NAME = r"^[a-z][a-z0-9-]*$"
_READABLE = 24
"""Characters of a pattern that a reader still makes something of."""

_AS_GOOD_AS_ANY = 1e9
_SECONDS = {86_400.0: "d", 3_600.0: "h", 60.0: "min"}


def kind(schema: Schema, links: Mapping[str, str]) -> str:
    """Say what may be written.

    Args:
        schema: of the value.
        links: what stands in place of a reference, by the name of the part.
    """
    if "$ref" in schema:
        return links[schema["$ref"].rpartition("/")[2]]
    if choices := schema.get("anyOf", schema.get("oneOf")):
        return " or ".join(dict.fromkeys(kind(one, links) for one in choices))
    if "enum" in schema:
        return " or ".join(f"`{one}`" for one in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if found := _quantity(schema):
        return f"{found[0]}{_range(schema, found[1])}"
    return _plain(schema, links)


def default(schema: Schema, *, needed: bool) -> str:
    """Say what holds where the key is not given."""
    if needed:
        return "**needed**"
    given = schema.get("default")
    if given is None or given in ([], {}, ""):
        return ""
    if isinstance(given, dict):
        return "each its own"
    if found := _quantity(schema) or _quantity(_first(schema)):
        return _amount(given, found[1])
    return f"`{given if isinstance(given, str) else json.dumps(given)}`"


def _first(schema: Schema) -> Schema:
    """Give the first of several forms."""
    return next(iter(schema.get("anyOf", ())), {})


def _plain(schema: Schema, links: Mapping[str, str]) -> str:
    told = schema.get("type", "anything")
    if isinstance(told, list):
        return " or ".join(kind({**schema, "type": one}, links) for one in told)
    if told == "array":
        return f"list of {kind(schema.get('items', {}), links)}"
    if told == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"table of {kind(schema['additionalProperties'], links)}"
    if told in {"integer", "number"}:
        return {"integer": "whole number", "number": "number"}[told] + _range(schema, "")
    if told == "string":
        return _text(schema)
    return {"boolean": "`true` or `false`", "null": "`null`", "object": "table"}.get(
        str(told), str(told)
    )


def _text(schema: Schema) -> str:
    if schema.get("format") == "date":
        return "date"
    pattern = schema.get("pattern", "")
    if pattern == _NAME:
        return "name"
    if pattern == "^/":
        return "path that begins with `/`"
    return f"text like `{pattern}`" if 0 < len(pattern) <= _READABLE else "text"


def _quantity(schema: Schema) -> tuple[str, str] | None:
    return QUANTITIES.get(next(iter(schema.get("examples", ())), ""))


def _range(schema: Schema, unit: str) -> str:
    """Say from where to where; nothing where any number is as good."""
    above, least = schema.get("exclusiveMinimum"), schema.get("minimum")
    most, below = schema.get("maximum"), schema.get("exclusiveMaximum")
    from_above = above is not None and (least is None or above >= least)
    start = above if from_above else least
    words = [] if start is None else [f"{'above' if from_above else 'from'} {_amount(start, unit)}"]
    if most is not None and most < _AS_GOOD_AS_ANY:
        words.append(f"to {_amount(most, unit)}")
    if below is not None and below < _AS_GOOD_AS_ANY:
        words.append(f"below {_amount(below, unit)}")
    return f", {' '.join(words)}" if words else ""


def _amount(value: float, unit: str) -> str:
    if unit == "%":
        return f"{value * 100:g} %"
    if unit == "/s":
        return f"{value:g}/s"
    if unit == "s":
        for length_s, name in _SECONDS.items():
            if value >= length_s and value % length_s == 0:
                return f"{value / length_s:g} {name}"
        return f"{value:g} s" if value >= 1 or value == 0 else f"{value * 1000:g} ms"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
