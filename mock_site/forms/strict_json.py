"""Strict JSON: request bodies in which nothing is left to a parser's taste."""

import json
import math
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NoReturn

from aiohttp import web

from mock_site.forms.media_type import media_type_of
from mock_site.pages.refusals import Refusal, invalid

JSON_TYPE = "application/json"
_ESCAPED = b"\\u"
_ESCAPED_NUL = b"\\u0000"


async def json_object(
    request: web.Request,
    read: Callable[[bytes], Any] | None = None,
    *,
    takes_any_type: bool = False,
) -> dict[str, Any]:
    """Read a request's body as one JSON object.

    Args:
        request: whose body it is.
        read: reads it; None: strictly.
        takes_any_type: whether it may be called something else.

    Raises:
        Refusal: 415 for another content type, 400 for a body that is no JSON object.
        aiohttp.web.HTTPRequestEntityTooLarge: the body is larger than the application allows.
    """
    if media_type_of(request) != JSON_TYPE and not takes_any_type:
        details = {"reason": f"content type is {request.content_type}; it must be {JSON_TYPE}"}
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", details)
    content = (read or parse)(await request.read())
    if not isinstance(content, dict):
        raise invalid("body", "is not a JSON object")
    return content


def parse(body: bytes) -> Any:  # noqa: ANN401 - JSON is any value until its fields are checked
    """Parse strict JSON: UTF-8, no name twice, no NaN or Infinity, no lone surrogates, no NUL.

    Raises:
        Refusal: 400, with the reason.
    """
    try:
        content = _DECODER.decode(body.decode("utf-8"))
        # Half a character can only be written as an escape.
        if _ESCAPED in body:
            _ENCODER.encode(content).encode("utf-8")
        if _ESCAPED_NUL in body:
            _refuse_nul(content)
    except (ValueError, RecursionError) as error:
        raise invalid("body", f"is not strict JSON: {_first_words(error)}") from None
    return content


def _refuse_nul(content: object) -> None:
    if isinstance(content, dict):
        for name, one in content.items():
            _refuse_nul(name)
            _refuse_nul(one)
    elif isinstance(content, list):
        for one in content:
            _refuse_nul(one)
    elif isinstance(content, str) and "\0" in content:
        raise ValueError("a text has a NUL in it")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("Out of range float values are not JSON compliant")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


# Made once: `json.loads` and `json.dumps` make new ones for each call that asks for anything special.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_finite, parse_constant=_refuse_constant
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def _first_words(error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return "it is not valid UTF-8"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error).partition(":")[0]
