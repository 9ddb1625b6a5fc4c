"""The body limit: how large a request's body may be, told before it is read and while it is."""

from http import HTTPStatus

from aiohttp import ClientError, hdrs, web
from aiohttp.typedefs import Handler, Middleware

from mock_site.layers import Level
from mock_site.pages.refusals import Refusal
from mock_site.protection.admission.control import UPLOAD_ROUTE
from mock_site.protection.rejections import Reason, Rejections
from mock_site.protection.route import template_of

FORM_BYTES = 16 * 1024
"""What a form of the site may have; the longest that anybody fills in has a tenth of it."""
NAIVE_BYTES = 16 * 1024 * 1024
"""As it is set once and for all, after the first picture that was too large."""
AROUND_A_PICTURE_BYTES = 16 * 1024
"""What stands in an upload besides its picture."""
IDENTITY = "identity"
CLOSE = {"Connection": "close"}


def most_bytes(level: Level) -> int:
    """Give what the application reads of any one body into memory; 0: all of it."""
    return {Level.HARDENED: FORM_BYTES, Level.NAIVE: NAIVE_BYTES, Level.OFF: 0}[level]


def limiting(picture_bytes: int, rejections: Rejections) -> Middleware:
    """Make the middleware.

    Args:
        picture_bytes: that a picture may have.
        rejections: count the bodies that are too large, and those that are packed.
    """
    most_of_upload = picture_bytes + AROUND_A_PICTURE_BYTES

    @web.middleware
    async def limit(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer; a body that says it is too large is refused unread, another one while it is read."""
        if not request.body_exists:
            return await handler(request)
        is_upload = template_of(request) == UPLOAD_ROUTE
        _refuse_declared(request, most_of_upload if is_upload else FORM_BYTES, rejections)
        if request.content_length is None and not is_upload:
            await _read(request, rejections)
        return await handler(request)

    return limit


async def _read(request: web.Request, rejections: Rejections) -> None:
    """Read a body that does not say how large it is, and keep it for whoever asks for it.

    Were it left to come while its request waits, aiohttp would stop taking it, and it would never end.
    """
    try:
        await request.read()
    except web.HTTPRequestEntityTooLarge:
        rejections.note(Reason.UNDECLARED_BODY)
        raise _too_large(FORM_BYTES) from None
    except (ConnectionError, ClientError, web.RequestPayloadError):
        # Whoever reads it next meets the same, and knows what to make of it.
        return


def _refuse_declared(request: web.Request, most: int, rejections: Rejections) -> None:
    """Refuse what can be refused by the head alone: nobody unpacks what nobody need pack."""
    if request.headers.get(hdrs.CONTENT_ENCODING, IDENTITY).lower() != IDENTITY:
        rejections.note(Reason.PACKED_BODY)
        details = {"reason": f"a body must be sent as it is, content encoding {IDENTITY}"}
        headers = {"Accept-Encoding": IDENTITY, **CLOSE}
        status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        raise Refusal(status, "unsupported-media-type", details, headers)
    if (request.content_length or 0) > most:
        rejections.note(Reason.DECLARED_BODY)
        raise _too_large(most)


def _too_large(most: int) -> Refusal:
    """Give the refusal; the rest of the body is not waited for."""
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return Refusal(status, "request-entity-too-large", {"most_bytes": most}, headers=CLOSE)
