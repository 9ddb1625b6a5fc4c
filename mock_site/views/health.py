"""Health: whether a process lives, and whether it may be sent visitors."""

import asyncio
from http import HTTPStatus

from aiohttp import web

from mock_site import keys
from mock_site.defects import Defect
from mock_site.layers import Layer, Level
from mock_site.pages.answers import json_answer
from mock_site.pages.refusals import RETRY_AFTER_S, Refusal
from mock_site.process.phase import Phase
from mock_site.settings import WAVE
from mock_site.store.role import Store, StoreError

STORE_DEADLINE_S = 1.0


async def alive(_request: web.Request) -> web.Response:
    """Say that the process lives; nothing else is asked."""
    return json_answer({"alive": True})


async def ready(request: web.Request) -> web.Response:
    """Say whether visitors may come: the process is neither starting nor ending, the store answers.

    A naive readiness does not look at the store, and without the layer it is always said.

    Raises:
        Refusal: 503 with the reason.
    """
    settings = request.app[keys.SETTINGS]
    level = settings.layers.level(Layer.READINESS)
    if level is Level.OFF or Defect.READINESS_LIES in settings.defects:
        return json_answer({"ready": True})
    phase = request.app[keys.LIFE].phase
    if phase is not Phase.READY:
        raise _not_ready(phase.value)
    if level is Level.HARDENED and not await _store_answers(request.app[keys.STORE]):
        raise _not_ready("the store does not answer")
    return json_answer({"ready": True})


async def _store_answers(store: Store) -> bool:
    try:
        async with asyncio.timeout(STORE_DEADLINE_S):
            await store.wave_state(WAVE)
    except (StoreError, TimeoutError):
        return False
    return True


def _not_ready(reason: str) -> Refusal:
    return Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "not-ready",
        {"ready": False, "reason": reason},
        {"Retry-After": str(RETRY_AFTER_S)},
    )
