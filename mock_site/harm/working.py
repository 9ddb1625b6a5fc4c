"""Working: the middleware by which every request that costs something needs a hand.

That is what admission control covers, and a public page that lay ready and was lost.
"""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from mock_site import keys
from mock_site.harm.shared_work import SharedWork
from mock_site.harm.workbench import Workbench
from mock_site.pages.refusals import busy
from mock_site.protection.admission.priority import Ranking, is_public, priority_of
from mock_site.protection.rejections import Reason, Rejections
from mock_site.protection.route import first_part, template_of


def worked(bench: Workbench, rejections: Rejections, ranking: Ranking = priority_of) -> Middleware:
    """Make the middleware.

    Args:
        bench: of the process.
        rejections: count what it had no hand for.
        ranking: of the routes; who has no priority needs no hand.
    """
    pages = _Pages(bench)

    @web.middleware
    async def work(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer once the request has had a hand, or refuse it where there was none in time."""
        template = template_of(request)
        if not template:
            return await handler(request)
        if ranking(template) is not None:
            reason = await bench.work(lambda: _has_gone(request))
        else:
            reason = await pages.made(request, template) if is_public(template) else None
        if reason is not None:
            rejections.note(reason)
            raise busy("there was no hand free in time")
        return await handler(request)

    return work


class _Pages:
    """Has public pages that were lost made anew, by one hand for all who wait for them."""

    def __init__(self, bench: Workbench) -> None:
        # Whoever asked first may have gone; the others have not.
        self._home = SharedWork(lambda: bench.work(lambda: False))
        self._news = SharedWork(lambda: bench.work(lambda: False))

    async def made(self, request: web.Request, template: str) -> Reason | None:
        """Wait until there is a page to hand out; give why there was no hand to make it, or None."""
        is_home = not first_part(template)
        kept = request.app[keys.HOME_PAGE] if is_home else request.app[keys.NEWS_PAGES]
        if not kept.is_lost:
            return None
        return await (self._home if is_home else self._news).done()


def _has_gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()
