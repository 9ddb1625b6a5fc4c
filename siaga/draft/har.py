"""The Har: what a browser has recorded, as far as a journey can be made of it (HAR 1.2).

Each browser writes it a little differently, so that what a journey can do without may be missing.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from siaga.errors import UsageError

MOST_BYTES = 200_000_000
"""Size of a file: a longer recording is one of several ways, which are recorded one by one."""

MOST_ENTRIES = 20_000
MOST_TOLD = 20
"""Problems of a file that are told; who has more has no HAR."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class _Recorded(BaseModel):
    """A part of a recording; what is not asked for is passed over."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


def _text(given: object) -> object:
    return "" if given is None else given


Text = Annotated[str, BeforeValidator(_text)]
"""A text; a browser's null is none."""


class Pair(_Recorded):
    """A header."""

    name: Text = ""
    value: Text = ""


class Field_(_Recorded):  # noqa: N801 - pydantic has the name
    """A field of a form; a file is named and never carried."""

    name: Text = ""
    value: Text = ""
    file_name: Annotated[str | None, Field(alias="fileName")] = None
    kind: Annotated[Text, Field(alias="contentType")] = ""


class Sent(_Recorded):
    """What a request carries."""

    kind: Annotated[Text, Field(alias="mimeType")] = ""
    text: Text = ""
    params: tuple[Field_, ...] | None = None


class Content(_Recorded):
    """What an answer carries; browsers leave the text out where it is long, or no longer there."""

    kind: Annotated[Text, Field(alias="mimeType")] = ""
    text: Text = ""
    encoding: Text = ""


class Asked(_Recorded):
    """A request."""

    method: Annotated[str, Field(pattern=r"^[A-Za-z]{1,20}$")]
    url: Annotated[str, Field(min_length=1)]
    headers: tuple[Pair, ...] = ()
    body: Annotated[Sent | None, Field(alias="postData")] = None


class Answered(_Recorded):
    """An answer; status 0 stands for none."""

    status: int = 0
    headers: tuple[Pair, ...] = ()
    content: Content = Content()
    location: Annotated[Text, Field(alias="redirectURL")] = ""


class Entry(_Recorded):
    """A request and its answer."""

    started_at: Annotated[AwareDatetime, Field(alias="startedDateTime")]
    time_ms: Annotated[float | None, Field(alias="time")] = 0.0
    request: Asked
    response: Answered = Answered()
    resource: Annotated[Text, Field(alias="_resourceType")] = ""

    @property
    def started_s(self) -> float:
        """Unix seconds at which the request began."""
        moment: datetime = self.started_at
        return moment.timestamp()

    @property
    def took_s(self) -> float:
        """Seconds until the answer was there; 0 where the browser does not know."""
        return max(self.time_ms or 0.0, 0.0) / 1_000


class _Log(_Recorded):
    entries: Annotated[tuple[Entry, ...], Field(min_length=1, max_length=MOST_ENTRIES)]


class _Har(_Recorded):
    log: _Log


def entries_of(paths: Iterable[Path]) -> list[tuple[Entry, ...]]:
    """Read recordings, each in the order in which the browser began its requests.

    Raises:
        UsageError: some cannot be read; it names every problem of every file, nothing that they hold.
    """
    found, problems = [], []
    for path in paths:
        try:
            found.append(_entries(path))
        except UsageError as error:
            problems.append(str(error))
    if problems:
        raise UsageError("\n".join(problems))
    return found


def content_of(path: Path, most_bytes: int, what: str) -> bytes:
    """Give what a file holds.

    Args:
        path: where it is.
        most_bytes: as large as it may be.
        what: it has to be, as the error says it.

    Raises:
        UsageError: it cannot be read, is empty or too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name {what}") from None
    if len(content) > most_bytes:
        raise UsageError(f"{path}: is longer than {most_bytes:,} bytes; up to that is allowed")
    if not content.strip():
        raise UsageError(f"{path}: is empty; name {what}")
    return content.removeprefix(_BYTE_ORDER_MARK)


def _entries(path: Path) -> tuple[Entry, ...]:
    content = content_of(path, MOST_BYTES, "a recording, exported as HAR")
    try:
        entries = _Har.model_validate_json(content).log.entries
    except ValidationError as error:
        # A list of broken entries is not too short as well.
        every = error.errors()
        own = [one for one in every if one["type"] != "too_short"] or every
        told = [f"{path}: {_said(one['loc'], one['type'], one['msg'])}" for one in own]
        more = len(told) - MOST_TOLD
        rest = [f"{path}: has {more:,} more problems"] if more > 0 else []
        raise UsageError("\n".join([*told[:MOST_TOLD], *rest])) from None
    return tuple(sorted(entries, key=lambda one: one.started_s))


def _said(place: tuple[int | str, ...], kind: str, message: str) -> str:
    """Say a problem in one line."""
    if kind == "json_invalid":
        reason = message.removeprefix("Invalid JSON: ")
        return f"is no JSON ({reason}); export the recording again, as HAR"
    where = ".".join(map(str, place)) or "the file"
    if kind == "missing":
        return f"{where}: is missing; a HAR has it"
    return f"{where}: is refused: {message}"
