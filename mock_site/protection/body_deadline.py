"""The body deadline: how long a request's body may take to arrive, however slowly it is sent."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from mock_site.pages.refusals import Refusal
from mock_site.protection.rejections import Reason, Rejections

LEAST_BYTES_PER_S = 32 * 1024
"""A large body is given a second more for each of these that it says it has."""
MOST_BYTES = 16 * 1024 * 1024
"""No more is believed of what a body says it has."""


def deadline_s(small_s: float, content_length: int | None) -> float:
    """Give how long a body may take.

    Args:
        small_s: how long a small one may.
        content_length: bytes that it says it has; None: it does not say.
    """
    return small_s + min(content_length or 0, MOST_BYTES) / LEAST_BYTES_PER_S


def bounded(small_s: float, rejections: Rejections) -> Middleware:
    """Make the middleware.

    Args:
        small_s: how long a small body may take.
        rejections: count the bodies that take too long.
    """

    @web.middleware
    async def bound(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer; whoever reads the body after its time gets a refusal, 408, instead of the rest."""
        if request.content.is_eof():
            return await handler(request)
        late = _after(deadline_s(small_s, request.content_length), _late(request, rejections))
        try:
            return await handler(request)
        finally:
            late.cancel()

    return bound


def _late(request: web.Request, rejections: Rejections) -> Callable[[], None]:
    def give_up() -> None:
        if request.content.is_eof():
            return
        rejections.note(Reason.SLOW_BODY)
        request.content.set_exception(
            Refusal(HTTPStatus.REQUEST_TIMEOUT, "slow-body", headers={"Connection": "close"})
        )

    return give_up


def _after(s: float, call: Callable[[], None]) -> asyncio.TimerHandle:
    return asyncio.get_running_loop().call_later(s, call)
