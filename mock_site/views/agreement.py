"""The agreement to be loaded, for whoever asks; its flag that says stop, for whoever holds the token."""

import asyncio
import re
from functools import partial
from http import HTTPStatus

from aiohttp import web

from mock_site import keys
from mock_site.forms.strict_json import json_object
from mock_site.pages.answers import json_answer
from mock_site.pages.refusals import Refusal, invalid
from mock_site.views.admin import admin_only

_NONCE = re.compile(r"[0-9a-f]{32}")


async def show(request: web.Request) -> web.Response:
    """Answer the question whether the site may be loaded.

    Raises:
        Refusal: 404 where the site was started without a key, 400 for a nonce that is none.
    """
    agreement = request.app[keys.AGREEMENT]
    if not agreement.given:
        raise Refusal(HTTPStatus.NOT_FOUND, "not-found")
    nonce = request.query.get("nonce", "")
    if not _NONCE.fullmatch(nonce):
        raise invalid("nonce", "is not 32 hexadecimal digits in small letters")
    return json_answer(agreement.answer(nonce), headers={"Cache-Control": "no-store"})


@admin_only
async def change_stop(request: web.Request) -> web.Response:
    """Ask whoever sends load to stop, or let them go on.

    Raises:
        Refusal: 400 for anything but {"stop": true} and {"stop": false}.
    """
    content = await json_object(request)
    if content.keys() != {"stop"} or not isinstance(content["stop"], bool):
        raise invalid("stop", "is neither true nor false, or not alone")
    agreement = request.app[keys.AGREEMENT]
    await asyncio.to_thread(partial(agreement.change, stops=content["stop"]))
    return json_answer({"stop": agreement.stops})
