"""Health: whether a process lives, and whether it may be sent visitors."""

import asyncio
from http import HTTPStatus

from aiohttp import web

from mock_site import keys
from mock_site.answers import json_answer
from mock_site.phase import Phase
from mock_site.refusals import RETRY_AFTER_S, Refusal
from mock_site.settings import WAVE
from mock_site.store.role import StoreError

STORE_DEADLINE_S = 1.0


async def alive(_request: web.Request) -> web.Response:
    """Say that the process lives; nothing else is asked."""
    return json_answer({"alive": True})


async def ready(request: web.Request) -> web.Response:
    """Say whether visitors may come: the process is neither starting nor ending, the store answers.

    Raises:
        Refusal: 503 with the reason.
    """
    phase = request.app[keys.LIFE].phase
    if phase is not Phase.READY:
        raise _not_ready(phase.value)
    try:
        async with asyncio.timeout(STORE_DEADLINE_S):
            await request.app[keys.STORE].wave_state(WAVE)
    except (StoreError, TimeoutError):
        raise _not_ready("the store does not answer") from None
    return json_answer({"ready": True})


def _not_ready(reason: str) -> Refusal:
    return Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "not-ready",
        {"ready": False, "reason": reason},
        {"Retry-After": str(RETRY_AFTER_S)},
    )
