"""The content of a promise: what the site is to hold, as a digest that ledger and roll can compare."""

import hashlib
import json
from collections.abc import Mapping

DIGEST_BYTES = 16


def content_digest(content: Mapping[str, object]) -> str:
    """Give a digest of named values, whatever their order; empty for none at all.

    Values count as the text that a roll gives of them: 7 and "7" are the same, as are null and a
    column that is not there; text is compared as it stands.

    Args:
        content: what is held, by the names of the roll's columns.
    """
    held = {name: _text(value) for name, value in content.items() if value is not None}
    if not held:
        return ""
    canonical = json.dumps(held, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(
        canonical.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES
    ).hexdigest()


def _text(value: object) -> str:
    """Write a value as text, the truth values as JSON does."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
