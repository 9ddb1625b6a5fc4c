"""An upload: a multipart form with a picture in it, read part by part as it comes."""

import logging
import re
from collections.abc import AsyncIterator
from http import HTTPStatus

from aiohttp import BodyPartReader, MultipartReader, hdrs, web
from aiohttp.http_exceptions import HttpProcessingError

from mock_site.forms.cabinet import Cabinet, Inspecting, Received, TooLargeError
from mock_site.forms.media_type import media_type_of
from mock_site.forms.submission import check_csrf
from mock_site.pages.refusals import Refusal, busy, invalid
from mock_site.trust.csrf import FIELD

MULTIPART_TYPE = "multipart/form-data"
PIECE_BYTES = 64 * 1024
MAX_TEXT_BYTES = 1024
MAX_PARTS = 8
_USUAL_NAME = re.compile(r'form-data; name="([a-z_]+)"(?:; filename="[A-Za-z0-9._-]*")?')

_UNREADABLE = (ValueError, AssertionError, HttpProcessingError)
"""What aiohttp makes of a form that is none, and of a part whose head no head may have."""


class Upload:
    """Reads the fields before the picture, and then the picture.

    Args:
        request: whose body it is; the fields have to come first, the CSRF token among them.

    Raises:
        Refusal: 415 for another content type.
    """

    def __init__(self, request: web.Request) -> None:
        self._request = of_multipart(request)
        self.fields: dict[str, str] = {}
        self._reader: MultipartReader | None = None
        self._picture: BodyPartReader | None = None

    async def read_fields(self) -> None:
        """Read everything before the picture.

        Raises:
            Refusal: 400 for what is no such form, 403 without its CSRF token.
        """
        try:
            self._reader = await self._request.multipart()
            await self._read_until_picture(self._reader)
        except _UNREADABLE:
            raise invalid("body", "is not a multipart form") from None
        check_csrf(self._request, self.fields.pop(FIELD, ""))
        if self._picture is None:
            raise invalid("file", "is missing")

    async def receive(self, cabinet: Cabinet, field: str) -> Received:
        """Read the picture.

        Args:
            cabinet: that takes it.
            field: that is named where it is wrong.

        Raises:
            Refusal: 413 where it is too large, 415 where it is no picture, 400 where it is cut off,
                503 where it cannot be kept.
        """
        return await file_kept(cabinet, self._pieces(), field)

    async def _read_until_picture(self, reader: MultipartReader) -> None:
        for _ in range(MAX_PARTS):
            part = await reader.next()
            if part is None:
                return
            name = _name(part) if isinstance(part, BodyPartReader) else None
            if not isinstance(part, BodyPartReader) or name is None or name in self.fields:
                raise ValueError("a part has no name of its own")
            if name == "file":
                self._picture = part
                return
            self.fields[name] = await _text(part)
        raise ValueError("there are too many parts")

    async def _pieces(self) -> AsyncIterator[bytes]:
        if self._picture is None or self._reader is None:
            return
        while piece := await self._picture.read_chunk(PIECE_BYTES):
            yield piece
        # A form that was cut off has no end, and none may go on after its picture.
        if await _following(self._reader) is not None:
            raise ValueError("there is something after the picture")


def of_multipart(request: web.Request) -> web.Request:
    """Give a request that says that it is a form with files.

    Raises:
        Refusal: 415 for another content type.
    """
    if media_type_of(request) != MULTIPART_TYPE:
        details = {"reason": f"content type is {request.content_type}; it must be {MULTIPART_TYPE}"}
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", details)
    return request


async def file_kept(
    cabinet: Cabinet, pieces: AsyncIterator[bytes], field: str, inspecting: Inspecting | None = None
) -> Received:
    """Have a cabinet take a picture.

    Args:
        cabinet: that takes it.
        pieces: of it.
        field: that is named where it is wrong.
        inspecting: says what it is; by its bytes if not given.

    Raises:
        Refusal: as of `Upload.receive`.
    """
    try:
        return await cabinet.receive(pieces, inspecting)
    except TooLargeError:
        details = {"most_bytes": cabinet.rule.most_bytes}
        raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", details) from None
    except ValueError as error:
        raise _unfit(field, str(error)) from None
    except OSError:
        logging.getLogger(__name__).exception("a picture could not be kept")
        raise busy("the picture cannot be kept now") from None


async def _following(reader: MultipartReader) -> MultipartReader | BodyPartReader | None:
    """Give the next part; None behind the last one.

    Raises:
        ValueError: there is something else.
    """
    try:
        return await reader.next()
    except _UNREADABLE as error:
        raise ValueError(f"there is no end ({type(error).__name__})") from None


def _name(part: BodyPartReader) -> str | None:
    """Give the name of a part; None: it has none.

    aiohttp takes longer for it than for all else in a part, so as browsers spell it, it is read here.
    """
    usual = _USUAL_NAME.fullmatch(part.headers.get(hdrs.CONTENT_DISPOSITION, ""))
    return usual[1] if usual else part.name


async def _text(part: BodyPartReader) -> str:
    text = b""
    while piece := await part.read_chunk():
        text += piece
        if len(text) > MAX_TEXT_BYTES:
            raise ValueError("a field is too long")
    return text.decode("utf-8")


def _unfit(field: str, reason: str) -> Refusal:
    """Give the refusal of what is no picture, or of a form that was cut off within it."""
    known = reason.startswith("is ")
    reason = reason if known else "is not a multipart form"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE if known else HTTPStatus.BAD_REQUEST
    return Refusal(status, "invalid", {"field": field, "reason": reason}, faults={field: reason})
