"""The naive upload: a file is what its sender calls it, and the whole form is read at once."""

from collections.abc import AsyncIterator

from aiohttp import web
from aiohttp.web_request import FileField

from mock_site.forms.cabinet import Cabinet, Received
from mock_site.forms.submission import check_csrf
from mock_site.forms.upload import file_kept, of_multipart
from mock_site.pages.refusals import invalid
from mock_site.trust.csrf import FIELD

TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}


class _Belief:
    """Takes a file for what its name says.

    Args:
        name: of the file; one without an ending was not thought of.
    """

    def __init__(self, name: str) -> None:
        self._ending = name.rsplit(".", 1)[1].lower()

    def look(self, piece: bytes) -> None:
        """Look at nothing."""

    def media_type(self) -> str:
        """Give what it is called.

        Raises:
            ValueError: it is not called a picture.
        """
        if self._ending not in TYPES:
            raise ValueError("is no JPEG or PNG picture")
        return TYPES[self._ending]


class NaiveUpload:
    """Reads a form with a picture as a first version does; what it has not thought of is a 500.

    Args:
        request: whose body it is.

    Raises:
        Refusal: 415 for another content type.
    """

    def __init__(self, request: web.Request) -> None:
        self._request = of_multipart(request)
        self._file: FileField | None = None
        self.fields: dict[str, str] = {}

    async def read_fields(self) -> None:
        """Read all of it.

        Raises:
            Refusal: 400 without a file, 403 without its CSRF token.
            aiohttp.web.HTTPRequestEntityTooLarge: it is larger than any body may be.
        """
        form = await self._request.post()
        self.fields = {name: text for name, text in form.items() if isinstance(text, str)}
        check_csrf(self._request, self.fields.pop(FIELD, ""))
        file = form.get("file")
        if not isinstance(file, FileField):
            raise invalid("file", "is missing")
        self._file = file
        self.fields = {name: text for name, text in self.fields.items() if name == "kind"}

    async def receive(self, cabinet: Cabinet, field: str) -> Received:
        """Take the picture.

        Raises:
            Refusal: as of `Upload.receive`.
        """
        if self._file is None:
            raise invalid("file", "is missing")
        return await file_kept(cabinet, self._pieces(), field, _Belief(self._file.filename))

    async def _pieces(self) -> AsyncIterator[bytes]:
        if self._file is not None:
            yield self._file.file.read()
