"""Weighing: the middleware that adds every request of people inside to the burden of its process.

It stands behind the guard, so that whoever has no pass weighs nothing, and behind admission control, so
that a body which comes slowly does not make a request slow. Uploads are not weighed: they last as long
as their senders' lines let them.
"""

from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from mock_site.pages.refusals import BUSY, Refusal
from mock_site.protection.admission.control import UPLOAD_ROUTE
from mock_site.protection.waiting_room.burden import Burden
from mock_site.protection.waiting_room.guard import is_free
from mock_site.store.role import StoreError, UnforeseenError


def weighed(
    burden: Burden, timer: Callable[[], float], slow_s: float, shed: Callable[[web.Request], None]
) -> Middleware:
    """Make the middleware.

    Args:
        burden: of the process.
        timer: monotonic seconds.
        slow_s: what takes longer is slow.
        shed: is told of every request that is turned away because it is too much.
    """

    @web.middleware
    async def weigh(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer, and note how that went."""
        began_s = timer()
        try:
            answer = await handler(request)
        except Refusal as refusal:
            if refusal.error == BUSY:
                shed(request)
            else:
                burden.answered(is_slow=timer() - began_s > slow_s)
            raise
        except UnforeseenError:
            raise
        except StoreError:
            shed(request)
            raise
        burden.answered(is_slow=timer() - began_s > slow_s)
        return answer

    return weigh


def is_weighed(template: str) -> bool:
    """Tell whether requests for a route, by its template, are weighed."""
    return template != UPLOAD_ROUTE and not is_free(template)
