"""A submission: what a request's body says, as strict JSON or as a web form with its CSRF token."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from mock_site import keys
from mock_site.forms.media_type import media_type_of
from mock_site.forms.strict_json import json_object
from mock_site.pages.refusals import Refusal, invalid
from mock_site.trust.cookie_jar import cookies_of
from mock_site.trust.csrf import FIELD, VISIT_COOKIE

FORM_TYPE = "application/x-www-form-urlencoded"
MAX_FIELDS = 100
_FILLED_IN: web.RequestKey[Mapping[str, str]] = web.RequestKey("filled_in")


async def submitted(request: web.Request) -> Mapping[str, Any]:
    """Read a request's body as fields; those of a web form are all text.

    Raises:
        Refusal: 400 for a body that is neither, 403 for a form without its CSRF token, 415 for
            another content type.
        aiohttp.web.HTTPRequestEntityTooLarge: the body is larger than the application allows.
    """
    if media_type_of(request) != FORM_TYPE:
        reading = request.app[keys.READING]
        return await json_object(request, reading.json, takes_any_type=reading.takes_any_type)
    fields = _parsed(await request.read())
    check_csrf(request, fields.pop(FIELD, ""))
    request[_FILLED_IN] = fields
    return fields


def filled_in(request: web.Request) -> Mapping[str, str]:
    """Give what a web form said, to show it again; empty where no form was read."""
    found: Mapping[str, str] | None = request.get(_FILLED_IN)
    return {} if found is None else found


def is_form(request: web.Request) -> bool:
    """Tell whether the body is a web form."""
    return media_type_of(request) == FORM_TYPE


def csrf_anchor(request: web.Request) -> str:
    """Give what ties the browser to the site: its session, else its visit; empty for neither."""
    sessions = request.app[keys.SESSIONS]
    token = cookies_of(request).get(sessions.cookie)
    # Whoever clicks twice on logging out has ended the session by the first.
    if sessions.is_own(token, request.app[keys.CLOCK]()):
        return token or ""
    return cookies_of(request).get(VISIT_COOKIE, "")


def check_csrf(request: web.Request, token: str) -> None:
    """Refuse a form that no page of the site has shown to this browser.

    Raises:
        Refusal: 403.
    """
    if not request.app[keys.SETTINGS].checks_origin:
        return
    if not request.app[keys.CSRF].holds(token, csrf_anchor(request)):
        raise Refusal(HTTPStatus.FORBIDDEN, "csrf")


def _parsed(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:
        raise invalid("body", "is not a web form") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise invalid("body", "gives a field twice")
    if any("\0" in text for text in fields.values()):
        raise invalid("body", "has a NUL in a field")
    return fields
