"""The Request: what a visitor asks of the site, ready to be put on the wire."""

import json as json_format
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring as _text
from typing import Any, NamedTuple
from urllib.parse import urlencode

from urllib3.filepost import encode_multipart_formdata

from siaga.crowd.letterhead import MOST_NAMES, Letterhead

_METHOD = re.compile(r"[A-Z]+")
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_REPEATABLE = frozenset({"GET", "HEAD"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
_FEW = 20
_BREAK, _ENCODED_BREAK = re.compile("\r\n|\r|\n"), re.compile("%0D%0A|%0D|%0A")
_encoder = json_format.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Body(NamedTuple):
    """What a request carries; a tuple, as the request is.

    Attributes:
        content: the bytes.
        kind: its media type; empty if the journey's headers say it, or nothing does.
    """

    content: bytes = b""
    kind: str = ""


EMPTY = Body()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that a form carries.

    Attributes:
        name: of the file.
        kind: its media type.
        content: the bytes.
    """

    name: str
    kind: str
    content: bytes


def body_of(
    content: bytes | None,
    json: object,
    form: Mapping[str, Any] | None,
    files: Mapping[str, Upload] | None = None,
) -> Body:
    """Make the body of a request from the one way in which it is given; files may come with a form.

    A form is written as browsers write it (WHATWG URL, 5.2); line breaks in its texts are CRLF (HTML
    standard, 4.10.22).

    Raises:
        ValueError: it is given in more than one way.
        TypeError: it cannot be written as JSON.
    """
    if json is None and form is None and files is None:
        return EMPTY if not content else Body(content=content)
    if (content is not None) + (json is not None) + (form is not None or files is not None) > 1:
        raise ValueError("body: is given twice; give one of body, json and form")
    if files is not None:
        return _multipart(form or {}, files)
    if form is not None:
        encoded = urlencode(form, doseq=True, safe="*").replace("~", "%7E")
        fields = _ENCODED_BREAK.sub("%0D%0A", encoded)
        return Body(content=fields.encode("ascii"), kind="application/x-www-form-urlencoded")
    return Body(content=_as_json(json).encode(), kind="application/json")


def _as_json(content: object) -> str:
    """Write JSON; of a few words, as most carry, without the encoder that is made each time."""
    if type(content) is dict and len(content) < _FEW:
        pairs = []
        for name, value in content.items():
            if type(name) is not str or type(value) is not str:
                break
            pairs.append(f"{_text(name)}:{_text(value)}")
        else:
            return f"{{{','.join(pairs)}}}"
    return _encoder.encode(content)


def _multipart(form: Mapping[str, Any], files: Mapping[str, Upload]) -> Body:
    """Write a form with files as multipart/form-data (RFC 7578); a list is several of a name."""
    fields: list[tuple[str, Any]] = []
    for name, value in form.items():
        every = value if isinstance(value, list | tuple) else [value]
        fields += [(_sent(name), each if isinstance(each, bytes) else _sent(each)) for each in every]
    fields += [(field, (one.name, one.content, one.kind)) for field, one in files.items()]
    content, kind = encode_multipart_formdata(fields)
    return Body(content=content, kind=kind)


def _sent(text: object) -> str:
    """Write the name or the value of a field as it is sent."""
    return _BREAK.sub("\r\n", str(text))


class Request(NamedTuple):
    """One request; a tuple, since it takes less time to make.

    Attributes:
        method: in capitals.
        target: path and query.
        headers: of this request alone.
        body: what it carries.
    """

    method: str
    target: str
    headers: Mapping[str, str] | None
    body: Body

    @property
    def repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
        return self.method in _REPEATABLE

    def wire(self, letterhead: Letterhead, cookies: bytes) -> bytes:
        """Give the bytes that go out.

        Args:
            letterhead: lines of every request.
            cookies: the Cookie line, or nothing.

        Raises:
            ValueError: a header cannot be sent, or the method is no word in capitals.
        """
        method, target, headers, body = self
        if method not in _METHODS and not _METHOD.fullmatch(method):
            raise ValueError(f"method {method!r}: is none; write it in capitals")
        beginning = letterhead.beginning(method, target, headers)
        if body is EMPTY and method not in _WITH_BODY:
            return b"%b%b\r\n" % (beginning, cookies)
        return b"%b%b%b\r\n%b" % (beginning, self._body_lines(), cookies, body.content)

    def to(self, target: str, *, as_get: bool) -> "Request":
        """Give the request that a redirect asks for."""
        if not as_get or self.repeatable:
            return self._replace(target=target)
        kept = {
            name: value
            for name, value in (self.headers or {}).items()
            if not name.lower().startswith("content-")
        }
        return Request("GET", target, kept, EMPTY)

    def _body_lines(self) -> bytes:
        content, kind = self.body
        length = b"Content-Length: %d\r\n" % len(content)
        if not kind or (self.headers and _says_kind(tuple(self.headers))):
            return length
        return b"Content-Type: %b\r\n%b" % (kind.encode("ascii"), length)


@lru_cache(maxsize=MOST_NAMES)
def _says_kind(names: tuple[str, ...]) -> bool:
    """Whether a journey's headers say themselves what the body is."""
    return "content-type" in map(str.lower, names)
