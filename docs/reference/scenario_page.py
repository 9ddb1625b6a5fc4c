"""The page of a scenario: every key, its type, what holds without it and what it means."""

from collections.abc import Iterator, Mapping
from typing import Any

from docs.reference.table import code, table
from docs.reference.value import Schema, default, kind
from siaga.faults.catalog import KINDS
from siaga.faults.kind import FaultKind, Lasting
from siaga.scenario.schema import PlainGenerator, json_schema

HEAD = """# Keys of a scenario

Every key that a scenario file may have, from the code. [scenario.md](../scenario.md) explains them with examples; `siaga schema`
gives the same to editors. An unknown key is an error.

A *duration* is a number and `ms`, `s`, `min` or `h`; a *rate* a number and `/s`, `/min` or `/h`; a *share* is `99.5 %` or
`0.995`; a *name* has small letters, digits and dashes. Without a default nothing is assumed, as the meaning says.

"""
FAULTS = """## Kinds of faults

What stands in `with` of a fault, by its `kind`. [faults.md](../faults.md) tells what each does.

"""


def scenario_page() -> str:
    """Write the page."""
    schema = json_schema()
    places = _places(schema)
    links = {name: f"[{name}](#{name.lower()})" for name in schema["$defs"]}
    parts = [("Scenario", "", schema)]
    parts += [(name, where, schema["$defs"][name]) for name, where in places.items()]
    pages = [_part(name, where, part, links) for name, where, part in parts]
    return HEAD + "".join(pages) + FAULTS + "".join(_fault(one) for one in KINDS.values())


def _part(name: str, where: str, part: Schema, links: Mapping[str, str]) -> str:
    stands = f"In `{where}`. " if where else ""
    return f"## {name}\n\n{stands}{part.get('description', '')}\n\n{_keys(part, links)}"


def _keys(part: Schema, links: Mapping[str, str]) -> str:
    needed = part.get("required", ())
    rows = [
        [code(key), kind(told, links), default(told, needed=key in needed), told.get("description", "")]
        for key, told in part.get("properties", {}).items()
    ]
    return table(["key", "what", "default", "meaning"], rows) if rows else ""


def _places(schema: Schema) -> dict[str, str]:
    """Give where each part stands first, in the order in which a reader comes to it."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, Any]] = [("", schema)]
    while waiting:
        place, part = waiting.pop(0)
        for key, told in part.get("properties", {}).items():
            at = f"{place}.{key}".lstrip(".")
            for name in _references(told):
                if name not in found:
                    found[name] = at
                    waiting.append((at, schema["$defs"][name]))
    return found


def _references(told: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a JSON Schema
    """Give the names of the parts that a value refers to."""
    if isinstance(told, dict):
        if "$ref" in told:
            yield told["$ref"].rpartition("/")[2]
        for one in told.values():
            yield from _references(one)
    elif isinstance(told, list):
        for one in told:
            yield from _references(one)


def _fault(of: FaultKind[Any]) -> str:
    told = of.settings.model_json_schema(by_alias=True, schema_generator=PlainGenerator)
    inner = told.get("$defs", {})
    lasts = "Lasts: give `for`" if of.lasting is Lasting.A_WHILE else "Over at once: no `for`"
    targets = ", ".join(code(one) for one in of.targets)
    keys = _keys(told, {name: f"a table, {name} below" for name in inner})
    nested = "".join(f"{name}:\n\n{_keys(part, {})}" for name, part in inner.items())
    summary = f"{of.summary[0].upper()}{of.summary[1:]}."
    return f"### {of.name}\n\n{summary} {lasts}. Targets: {targets}.\n\n{keys}{nested}"
