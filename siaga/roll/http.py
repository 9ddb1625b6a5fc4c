"""The HttpRoll: a roll that the site serves as JSON lines, read as a stream of any length."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import urllib3

from siaga.errors import UsageError
from siaga.roll.entry import Entry, RollError, entry
from siaga.roll.reference import resolved
from siaga.scenario.model import Roll as Columns

SILENCE_DEADLINE_S = 30.0
"""A site that says nothing for this long has stopped."""

RETRIES = urllib3.Retry(
    total=3,
    status_forcelist=[503],
    backoff_factor=0.2,
    raise_on_status=False,
    # A site may ask for hours; the run waits for its roll as long as it said it would.
    respect_retry_after_header=False,
)
LINE_LIMIT_BYTES = 1_048_576
PORTION_BYTES = 65_536


class HttpRoll:
    """Reads one JSON object a line.

    Args:
        url: base URL of the site.
        columns: path, token and which columns mean what.
        environ: where the token is looked up.

    Raises:
        UsageError: the token refers to a variable that is not set, or cannot stand in a header.
    """

    def __init__(self, url: str, columns: Columns, environ: Mapping[str, str]) -> None:
        self._url = url.rstrip("/") + columns.path
        self._columns = columns
        self._token = resolved(columns.token, environ)
        if not (self._token.isascii() and self._token.isprintable()):
            # The library would refuse it too, and tell everybody what it was.
            raise UsageError(
                f"roll: the token {columns.token} has a line break or a character that no header can"
                " carry; printable ASCII is allowed"
            )

    def entries(self) -> Iterator[Entry]:
        """Give every entry in the order in which the site serves them.

        Raises:
            RollError: no answer, none that is a success, one that is cut short, or one with a line that
                is no entry.
        """
        with self._answer() as answer:
            for number, line in enumerate(_lines(answer), start=1):
                yield self._entry(number, line)

    def _entry(self, number: int, line: bytes) -> Entry:
        row = _row(line)
        if row is None:
            shown = line.replace(self._token.encode(), self._columns.token.encode())[:60]
            raise RollError(f"roll: line {number} is {shown!r}; a JSON object is needed")
        try:
            return entry(row, self._columns)
        except RollError as error:
            said = str(error).replace(self._token, self._columns.token)
            raise RollError(f"{said} (line {number})") from None

    @contextmanager
    def _answer(self) -> Iterator[urllib3.BaseHTTPResponse]:
        try:
            with (
                urllib3.PoolManager(timeout=SILENCE_DEADLINE_S) as pool,
                pool.request(
                    "GET",
                    self._url,
                    headers={"Authorization": f"Bearer {self._token}"},
                    preload_content=False,
                    redirect=False,
                    retries=RETRIES,
                ) as answer,
            ):
                if answer.status != HTTPStatus.OK:
                    raise RollError(f"roll: {self._url} answers {answer.status}; 200 is needed")
                yield answer
        except urllib3.exceptions.HTTPError as error:
            raise RollError(f"roll: {self._url} cannot be read ({_brief(error)})") from None


def _lines(answer: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    rest = b""
    for portion in answer.stream(PORTION_BYTES):
        *whole, rest = (rest + portion).split(b"\n")
        yield from (line for line in whole if line.strip())
        if len(rest) > LINE_LIMIT_BYTES:
            raise RollError(f"roll: a line is over {LINE_LIMIT_BYTES} bytes; that much is allowed")
    if rest.strip():
        yield rest


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _brief(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return f"{type(reason).__name__}: {reason}".rstrip(": ")[:200]
