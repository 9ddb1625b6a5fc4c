"""A change: some parts of a nested value, named anew, however deep they lie."""

import dataclasses
import functools
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import pydantic

from mock_site.pages.refusals import invalid

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    _Kind = TypeVar("_Kind", bound=DataclassInstance)
else:
    _Kind = TypeVar("_Kind")


def changed(now: _Kind, parts: Mapping[str, Any]) -> _Kind:
    """Give a value with the named parts changed.

    Args:
        now: a dataclass whose `__pydantic_config__` forbids names that it does not have.
        parts: of it, as JSON has them.

    Raises:
        Refusal: 400 for a name there is not, and for a value that is not allowed.
    """
    whole = _merged(dataclasses.asdict(now), parts)
    try:
        value: _Kind = _adapter(type(now)).validate_json(json.dumps(whole))
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(one) for one in first["loc"]) or "body"
        raise invalid(where[:100], first["msg"][:300]) from None
    return value


@functools.cache
def _adapter(kind: type[Any]) -> pydantic.TypeAdapter[Any]:
    return pydantic.TypeAdapter(kind)


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(old)
    for name, value in new.items():
        kept = merged.get(name)
        both = isinstance(kept, dict) and isinstance(value, dict)
        merged[name] = _merged(kept, value) if both and kept is not None else value
    return merged
