"""The content of a promise: what the site is to hold, as a digest that ledger and roll can compare."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal

DIGEST_BYTES = 16


def content_digest(content: Mapping[str, object]) -> str:
    """Give a digest of named values, whatever their order; empty where no value is named.

    Values count as `written` gives them. Null, an empty text and a name that is not there are the same,
    as a table in a file cannot tell them apart; so a row that holds nothing has a digest, too.

    Args:
        content: what is held, by the names of the roll's columns.
    """
    if not content:
        return ""
    held = {name: text for name, value in content.items() if (text := written(value))}
    return hashlib.blake2b(
        _canonical(held).encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES
    ).hexdigest()


def written(value: object) -> str:
    """Write a value as text, so that JSON, a file and a database are alike: 7, 7.00 and "7" are.

    Truth values are those of JSON, null is empty; lists and mappings are JSON of what is inside.
    """
    if isinstance(value, list | tuple | Mapping):
        return _canonical(_inner(value))
    return _scalar(value)


def _inner(value: object) -> object:
    """Write what stands inside of a list or a mapping."""
    if isinstance(value, Mapping):
        return {str(name): _inner(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_inner(one) for one in value]
    return None if value is None else _scalar(value)


def _scalar(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _number(Decimal(str(value))) if isinstance(value, float | Decimal) else str(value)


def _number(value: Decimal) -> str:
    """Write a number as people do: without zeros at its end, and without an exponent."""
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
