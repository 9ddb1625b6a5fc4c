"""Compact JSON: values written without spaces, by an encoder that is made once.

`json.JSONEncoder.encode` makes a new one for each value, and keeps an eye on circles in it.
"""

import json
from collections.abc import Callable
from json import encoder
from typing import Any

_SEPARATORS = (",", ":")


def _maker() -> Callable[[Any], str]:
    usual = json.JSONEncoder(separators=_SEPARATORS)
    make: Any = getattr(encoder, "c_make_encoder", None)
    if make is None:
        return usual.encode
    spelt = encoder.encode_basestring_ascii
    pieces = make(None, usual.default, spelt, None, ":", ",", False, False, True)  # noqa: FBT003

    def compact(content: Any) -> str:  # noqa: ANN401 - whatever JSON can say
        """Write a value."""
        if isinstance(content, dict | list | tuple):
            return "".join(pieces(content, 0))
        return usual.encode(content)

    return compact


compact = _maker()
"""Writes a value that has no circle in it."""
