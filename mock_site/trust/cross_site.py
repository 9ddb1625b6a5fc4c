"""The cross-site check: requests that change something and that another site has sent are refused."""

from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from mock_site.pages.refusals import Refusal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN = frozenset({"same-origin", "none"})


@web.middleware
async def refusing_cross_site(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what the site's own pages send, and programmes, which name no origin.

    A browser says where a request comes from in `Sec-Fetch-Site` (W3C Fetch Metadata), an older one
    in `Origin` alone.

    Raises:
        Refusal: 403 for a request of another site.
    """
    if request.method not in SAFE_METHODS and is_cross_site(request):
        raise Refusal(HTTPStatus.FORBIDDEN, "cross-site")
    return await handler(request)


def is_cross_site(request: web.Request) -> bool:
    """Tell whether a browser says that another site has sent a request."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None and fetch_site not in _OWN:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and _authority(origin) != request.host.lower()


def _authority(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None
