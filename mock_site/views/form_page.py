"""Form pages: a view that takes a form shows it again, with what was wrong, to whoever reads pages."""

import functools
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler

from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import BUSY, NO_SESSION, STEP_MISSING, Refusal

Show = Callable[[web.Request, Refusal | None], Awaitable[web.StreamResponse]]
_PAGES_OF_THEIR_OWN = frozenset({NO_SESSION, STEP_MISSING, "cross-site", "not-found", BUSY})


def shown_again(show: Show) -> Callable[[Handler], Handler]:
    """Make a view's refusals part of its form.

    Args:
        show: renders the form, with a refusal or None.
    """

    def with_form(view: Handler) -> Handler:
        @functools.wraps(view)
        async def answer(request: web.Request) -> web.StreamResponse:
            """Answer, or show the form with what was wrong."""
            try:
                return await view(request)
            except Refusal as refusal:
                if refusal.error in _PAGES_OF_THEIR_OWN or not wants_html(request):
                    raise
                return await show(request, refusal)

        return answer

    return with_form


def first_shown(show: Show) -> Handler:
    """Make the view that shows a form for the first time."""

    async def answer(request: web.Request) -> web.StreamResponse:
        """Show the form."""
        return await show(request, None)

    return answer
