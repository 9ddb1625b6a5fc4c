"""The Exchange: one request of a recording and its answer, decoded."""

import base64
import binascii
import email
import email.policy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from siaga.draft.har import Entry, Pair, Sent

MOST_CHARACTERS = 4_000_000
"""Of an answer's text that are looked at: a page of more is none that a person reads."""

MOST_DEEP = 40
"""A body that is nested deeper is left alone."""

KINDS = frozenset({
    "application/merge-patch+json", "application/json-patch+json", "application/vnd.api+json",
    "application/ld+json",
})  # fmt: skip
"""Kinds of JSON that sites tell from JSON; a name that a site has given its own may tell of somebody."""

_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was uploaded.

    Attributes:
        name: of the field.
        kind: its media type; empty if the browser does not say.
    """

    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a request carries, taken apart.

    Attributes:
        shape: `none`, `form`, `multipart`, `json` or `other`.
        fields: of a form, in order.
        files: of a form.
        json: whatever the JSON says.
        kind: its media type, where it is one of `KINDS`; empty otherwise.
    """

    shape: str = "none"
    fields: tuple[tuple[str, str], ...] = ()
    files: tuple[File, ...] = ()
    json: Any = None
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer.

    Attributes:
        started_s: Unix seconds.
        ended_s: Unix seconds at which the answer was there.
        method: in capitals.
        url: of the request.
        headers: of the request, names in small letters.
        body: of the request.
        status: of the answer; 0 for none.
        answered: headers of the answer, names in small letters.
        kind: media type of the answer, without its parameters.
        text: of the answer; empty where it is none, or the browser did not keep it.
        location: where a redirect leads; empty otherwise.
        resource: what the browser wanted it for, as Chrome says it; empty otherwise.
    """

    started_s: float
    ended_s: float
    method: str
    url: SplitResult
    headers: tuple[tuple[str, str], ...] = ()
    body: Body = field(default_factory=Body)
    status: int = 200
    answered: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    text: str = ""
    location: str = ""
    resource: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.url.scheme}://{self.url.netloc.rpartition('@')[2]}".lower()

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """What the answer's JSON says; None where it is none."""
        return read_json(self.text) if "json" in self.kind else None

    @property
    def is_page(self) -> bool:
        """Whether the answer is a page."""
        return "html" in self.kind

    def header(self, name: str) -> str:
        """Give a header of the answer; empty if there is none."""
        return next((value for key, value in self.answered if key == name), "")


def exchange_of(entry: Entry) -> Exchange | None:
    """Take an entry apart; None where its address is none of the web."""
    try:
        url = urlsplit(entry.request.url)
        sound = url.scheme in {"http", "https"} and bool(url.hostname) and url.port != 0
    except ValueError:
        return None
    if not sound:
        return None
    answered = _lowered(entry.response.headers)
    named = dict(answered)
    kind = entry.response.content.kind or named.get("content-type", "")
    return Exchange(
        started_s=entry.started_s,
        ended_s=entry.started_s + entry.took_s,
        method=entry.request.method.upper(),
        url=url,
        headers=_lowered(entry.request.headers),
        body=body_of(entry.request.body),
        status=entry.response.status,
        answered=answered,
        kind=kind.partition(";")[0].strip().lower(),
        text=_answer_text(entry, kind),
        location=entry.response.location or named.get("location", ""),
        resource=entry.resource.lower(),
    )


def body_of(sent: Sent | None) -> Body:
    """Take what a request carries apart."""
    if sent is None or not (sent.text or sent.params):
        return Body()
    kind = sent.kind.partition(";")[0].strip().lower()
    if "json" in kind:
        content = read_json(sent.text)
        if content is None:
            return Body(shape="other")
        return Body(shape="json", json=content, kind=kind if kind in KINDS else "")
    if kind == "multipart/form-data":
        return _multipart(sent)
    if kind == "application/x-www-form-urlencoded":
        return Body(shape="form", fields=_pairs(sent))
    return Body(shape="other")


def read_json(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Read JSON; None where it is none, or nested too deep."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return content if _depth(content) <= MOST_DEEP else None


def _depth(content: Any) -> int:  # noqa: ANN401 - any JSON
    """Count levels one by one: what was nested on purpose would exhaust the stack."""
    level, depth = [content], 0
    while level and depth <= MOST_DEEP:
        level = [inner for one in level for inner in _inside(one)]
        depth += 1
    return depth


def _inside(content: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    if isinstance(content, dict):
        yield from content.values()
    elif isinstance(content, list):
        yield from content


def _pairs(sent: Sent) -> tuple[tuple[str, str], ...]:
    """Give the fields of a form: of its text where there is one, since params are not always decoded."""
    if sent.text:
        return tuple(parse_qsl(sent.text, keep_blank_values=True))
    return tuple((one.name, one.value) for one in sent.params or ())


def _multipart(sent: Sent) -> Body:
    """Take a form with files apart: Firefox lists its parts, Chrome keeps the text."""
    if sent.params:
        told = tuple((one.name, one.value) for one in sent.params if one.file_name is None)
        named = tuple(
            File(name=one.name, kind=one.kind) for one in sent.params if one.file_name is not None
        )
        return Body(shape="multipart", fields=told, files=named)
    head = f"Content-Type: {sent.kind}\r\n\r\n".encode()
    message = email.message_from_bytes(head + sent.text.encode(), policy=email.policy.HTTP)
    parts = list(message.iter_parts()) if message.is_multipart() else []
    fields: list[tuple[str, str]] = []
    files: list[File] = []
    for part in parts:
        name = str(part.get_param("name", "", header="content-disposition"))
        if part.get_filename() is not None:
            files.append(File(name=name, kind=part.get_content_type()))
        else:
            content = part.get_payload(decode=True)
            text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
            fields.append((name, text.removesuffix("\r\n")))
    return Body(shape="multipart", fields=tuple(fields), files=tuple(files))


def _answer_text(entry: Entry, kind: str) -> str:
    content = entry.response.content
    if content.encoding.lower() != "base64":
        return content.text[:MOST_CHARACTERS]
    if not any(word in kind.lower() for word in ("text", "html", "json", "xml")):
        return ""
    try:
        raw = base64.b64decode(content.text[: MOST_CHARACTERS * 4 // 3 // 4 * 4])
    except (binascii.Error, ValueError):
        return ""
    named = _CHARSET.search(kind)
    try:
        return raw.decode(named[1] if named else "utf-8", "replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _lowered(headers: tuple[Pair, ...]) -> tuple[tuple[str, str], ...]:
    """Give headers with small names; HTTP/2 puts some of its own among them."""
    return tuple((one.name.lower(), one.value) for one in headers if not one.name.startswith(":"))
