"""Working: the middleware by which every request that admission control covers needs a hand."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from mock_site.harm.workbench import Workbench
from mock_site.pages.refusals import busy
from mock_site.protection.admission.priority import priority_of
from mock_site.protection.rejections import Rejections
from mock_site.protection.route import template_of


def worked(bench: Workbench, rejections: Rejections) -> Middleware:
    """Make the middleware.

    Args:
        bench: of the process.
        rejections: count what it had no hand for.
    """

    @web.middleware
    async def work(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer once the request has had a hand, or refuse it where there was none in time."""
        template = template_of(request)
        if not template or priority_of(template) is None:
            return await handler(request)
        reason = await bench.work(lambda: _has_gone(request))
        if reason is not None:
            rejections.note(reason)
            raise busy("there was no hand free in time")
        return await handler(request)

    return work


def _has_gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()
