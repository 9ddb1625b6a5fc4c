"""Answers in JSON."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web
from multidict import istr

from mock_site.compact_json import compact
from mock_site.pages.refusals import Refusal

_TYPE = istr("Content-Type")
_JSON = "application/json; charset=utf-8"


def json_answer(
    content: Any,  # noqa: ANN401 - whatever JSON can say
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """Give an answer in compact JSON."""
    answer = web.Response(body=compact(content).encode("utf-8"), status=status, headers=headers)
    answer.headers[_TYPE] = _JSON
    return answer


def refusal_answer(refusal: Refusal) -> web.Response:
    """Give a refusal as an answer."""
    return json_answer(refusal.body, refusal.status, refusal.headers)
