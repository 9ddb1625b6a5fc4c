"""The media type of what a request brings, as its head says."""

import re

from aiohttp import hdrs, web

_USUAL = re.compile(r"""([a-z]+/[a-z0-9.+-]+)(?:; ?[a-z]+=[A-Za-z0-9'()+_,./:?-]+)?""")


def media_type_of(request: web.Request) -> str:
    """Give the media type without its parameters, as `request.content_type` does.

    aiohttp parses an e-mail for it, anew for each boundary of a form with files; so as browsers spell
    it, it is read here.
    """
    usual = _USUAL.fullmatch(request.headers.get(hdrs.CONTENT_TYPE, ""))
    return usual[1] if usual else request.content_type
