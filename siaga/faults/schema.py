"""The Schema of a scenario with its faults: what each kind can harm, lasts, and has to know."""

from typing import Any

from pydantic.json_schema import models_json_schema

from siaga.faults.catalog import KINDS
from siaga.faults.kind import FaultKind, Lasting
from siaga.scenario.fault import Harm, PlannedFault
from siaga.scenario.schema import PlainGenerator, json_schema

_KINDS = "fault-kinds"
_REFERENCE = "#/$defs/with-{model}"


def fault_schema() -> dict[str, Any]:
    """Give the JSON Schema of a scenario file, in which each fault is held to its kind."""
    schema = json_schema()
    rules, settings = _rules()
    harms = {
        name: {**schema["$defs"][name], "allOf": [{"$ref": f"#/$defs/{_KINDS}"}]}
        for name in (Harm.__name__, PlannedFault.__name__)
    }
    return {**schema, "$defs": {**schema["$defs"], **harms, **settings, _KINDS: rules}}


def _rules() -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what is asked of a fault by its kind, and what the parts are that it refers to."""
    models = {one.settings: None for one in KINDS.values()}
    references, told = models_json_schema(
        [(model, "validation") for model in models],
        by_alias=True,
        ref_template=_REFERENCE,
        schema_generator=PlainGenerator,
    )
    parts = {f"with-{name}": part for name, part in told["$defs"].items()}
    rules = {
        "properties": {"kind": {"enum": list(KINDS)}},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]},
                "then": _rule(kind, references[kind.settings, "validation"]),
            }
            for kind in KINDS.values()
        ],
    }
    return rules, parts


def _rule(kind: FaultKind[Any], reference: dict[str, Any]) -> dict[str, Any]:
    """Give what a kind asks for."""
    lasts = kind.lasting is Lasting.A_WHILE
    needed = ["for"] if lasts else []
    if Harm.model_fields["target"].default not in kind.targets:
        needed.append("target")
    if any(field.is_required() for field in kind.settings.model_fields.values()):
        needed.append("with")
    return {
        "description": kind.summary,
        "properties": {
            "target": {"enum": list(kind.targets)},
            "for": {"not": {"type": "null"}} if lasts else {"type": "null"},
            "with": reference,
        },
        "required": needed,
    }
