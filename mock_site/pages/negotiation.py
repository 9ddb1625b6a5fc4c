"""Negotiation: whether a visitor reads pages or programmes' answers, and in which language."""

from collections.abc import Mapping
from enum import Enum

from aiohttp import web

from mock_site.trust.cookie_jar import cookies_of

HTML_TYPE = "text/html"
JSON_TYPE = "application/json"
LANGUAGE_COOKIE = "lang"


class Language(Enum):
    """Languages of the pages, the usual one first."""

    INDONESIAN = "id"
    ENGLISH = "en"


_BY_CODE: Mapping[str, Language] = {language.value: language for language in Language}


def wants_html(request: web.Request) -> bool:
    """Tell whether a visitor would rather have a page than JSON; who says nothing is a programme."""
    accept = request.headers.get("Accept", "")
    if HTML_TYPE not in accept:
        return False
    return JSON_TYPE not in accept or _weight(accept, HTML_TYPE) >= _weight(accept, JSON_TYPE)


def asked_language(request: web.Request) -> Language | None:
    """Give the language that the address asks for; None if it asks for none."""
    # Most addresses have no query, and making a mapping of none takes time.
    return _BY_CODE.get(request.query.get("lang", "")) if request.query_string else None


def language_of(request: web.Request) -> Language:
    """Give the language of a visitor: of the address, else as asked for before, else Indonesian."""
    chosen = asked_language(request) or _BY_CODE.get(cookies_of(request).get(LANGUAGE_COOKIE, ""))
    return chosen or Language.INDONESIAN


def _weight(accept: str, media_type: str) -> float:
    """Give the quality value of a media type (RFC 9110, 12.4.2)."""
    for part in accept.split(","):
        name, *parameters = (text.strip() for text in part.split(";"))
        if name == media_type:
            return _quality(parameters)
    return 0.0


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
