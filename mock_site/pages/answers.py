"""Answers in JSON."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site.pages.refusals import Refusal

# Made once: `json.dumps` makes a new one for each call that asks for anything special.
_compact = json.JSONEncoder(separators=(",", ":")).encode


def json_answer(
    content: Any,  # noqa: ANN401 - whatever JSON can say
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """Give an answer in compact JSON."""
    return web.Response(
        body=_compact(content).encode("utf-8"),
        status=status,
        headers=headers,
        content_type="application/json",
        charset="utf-8",
    )


def refusal_answer(refusal: Refusal) -> web.Response:
    """Give a refusal as an answer."""
    return json_answer(refusal.body, refusal.status, refusal.headers)
