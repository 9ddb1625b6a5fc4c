"""The HttpRoll: a roll that the site serves as JSON lines, in one stream of any length or in pages."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import urllib3

from siaga.errors import UsageError
from siaga.roll.entry import Entry, RollError, entry
from siaga.roll.trail import Trail, linked, next_address
from siaga.scenario.reference import resolved
from siaga.scenario.roll_source import HttpSource
from siaga.sender import Sender
from siaga.web import BoundPool, Leash

SILENCE_DEADLINE_S = 30.0
"""A site that says nothing for this long has stopped."""

PORTION_DEADLINE_S = 60.0
"""A site that says a byte now and then has stopped as well: the next portion may take so long."""

RETRIES = urllib3.Retry(
    total=3,
    status_forcelist=[503],
    backoff_factor=0.2,
    raise_on_status=False,
    # A site may ask for hours; the run waits for its roll as long as it said it would.
    respect_retry_after_header=False,
)
PAGE_ATTEMPTS = 3
"""How often a page is asked for that is cut."""

PAGE_LIMIT_BYTES = 67_108_864
"""A page is kept in memory until its end is seen; a single stream is not."""

LINE_LIMIT_BYTES = 1_048_576
PORTION_BYTES = 65_536


class CutError(RollError):
    """An answer began and did not come to its end."""


class HttpRoll:
    """Reads one JSON object a line.

    Args:
        url: base URL of the site.
        source: path, token, paging and which columns mean what.
        environ: where the token is looked up.
        sender: whose requests they are, and where they may go.

    Raises:
        UsageError: the token refers to a variable that is not set, or cannot stand in a header.
    """

    def __init__(
        self, url: str, source: HttpSource, environ: Mapping[str, str], sender: Sender | None = None
    ) -> None:
        self._sender = sender or Sender()
        self._url = url.rstrip("/") + source.path
        self._source = source
        self._token = resolved(source.token, environ)
        if not (self._token.isascii() and self._token.isprintable()):
            # The library would refuse it too, and tell everybody what it was.
            raise UsageError(
                f"roll: the token {source.token} has a line break or a character that no header can"
                " carry; printable ASCII is allowed"
            )

    def entries(self) -> Iterator[Entry]:
        """Give every entry in the order in which the site serves them.

        Raises:
            RollError: no answer, none that is a success, one that is cut short, one with a line that
                is no entry, or a page that leads to another site, round in circles or on for ever.
        """
        lines = self._stream() if self._source.next_page is None else self._pages(self._source.next_page)
        for number, line in enumerate(lines, start=1):
            yield self._entry(number, line)

    def _stream(self) -> Iterator[bytes]:
        with self._answer(self._url) as (answer, leash):
            self._last(answer)
            yield from _lines(answer, leash)

    def _pages(self, name: str) -> Iterator[bytes]:
        """Give the lines of page after page, those of a page only once it is whole."""
        trail = Trail(self._url)
        while True:
            lines, following = self._page(trail.url, name)
            yield from lines
            if following is None:
                return
            try:
                trail.follow(following)
            except RollError as error:
                raise RollError(self._unsaid(str(error))) from None

    def _page(self, url: str, name: str) -> tuple[list[bytes], str | None]:
        """Read a page, from its beginning again where it is cut."""
        attempt = 1
        while True:
            try:
                with self._answer(url) as (answer, leash):
                    following = next_address(answer.headers, name)
                    if following is None:
                        self._last(answer)
                    return _bounded(_lines(answer, leash)), following
            except CutError as error:
                if attempt == PAGE_ATTEMPTS:
                    raise RollError(f"{error}; it was asked for {attempt} times") from None
                attempt += 1

    def _last(self, answer: urllib3.BaseHTTPResponse) -> None:
        """Refuse to end at a page that says that there are more: half a roll would pass for whole."""
        if linked(answer.headers.get("Link", "")) is not None:
            raise RollError(
                f"roll: {self._url} answers with a page and a Link to the next; write `next: Link`"
            )

    def _entry(self, number: int, line: bytes) -> Entry:
        row = _row(line)
        if row is None:
            shown = line.replace(self._token.encode(), self._source.token.encode())[:60]
            raise RollError(f"roll: line {number} is {shown!r}; a JSON object is needed")
        try:
            return entry(row, self._source)
        except RollError as error:
            raise RollError(f"{self._unsaid(str(error))} (line {number})") from None

    def _unsaid(self, text: str) -> str:
        return text.replace(self._token, self._source.token)

    @contextmanager
    def _answer(self, url: str) -> Iterator[tuple[urllib3.BaseHTTPResponse, Leash]]:
        kind = RollError
        try:
            with (
                Leash(PORTION_DEADLINE_S) as leash,
                BoundPool(self._sender, leash, timeout=SILENCE_DEADLINE_S) as pool,
                pool.request(
                    "GET",
                    url,
                    headers={"Authorization": f"Bearer {self._token}"},
                    preload_content=False,
                    redirect=False,
                    retries=RETRIES,
                ) as answer,
            ):
                if answer.status != HTTPStatus.OK:
                    said = f"roll: {url} answers {answer.status}; 200 is needed"
                    raise RollError(self._unsaid(said))
                kind = CutError
                yield answer, leash
                # Without a length an answer that was cut off looks whole.
                if leash.is_over:
                    raise CutError(self._unsaid(f"roll: {url} comes too slowly to be read"))
        except urllib3.exceptions.HTTPError as error:
            raise kind(self._unsaid(f"roll: {url} cannot be read ({_brief(error)})")) from None


def _lines(answer: urllib3.BaseHTTPResponse, leash: Leash) -> Iterator[bytes]:
    rest = b""
    for portion in answer.stream(PORTION_BYTES):
        leash.lengthen()
        *whole, rest = (rest + portion).split(b"\n")
        yield from (line for line in whole if line.strip())
        if len(rest) > LINE_LIMIT_BYTES:
            raise RollError(f"roll: a line is over {LINE_LIMIT_BYTES} bytes; that much is allowed")
    if rest.strip():
        yield rest


def _bounded(lines: Iterator[bytes]) -> list[bytes]:
    kept, size_bytes = [], 0
    for line in lines:
        kept.append(line)
        size_bytes += len(line)
        if size_bytes > PAGE_LIMIT_BYTES:
            raise RollError(f"roll: a page is over {PAGE_LIMIT_BYTES} bytes; that much is allowed")
    return kept


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _brief(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return f"{type(reason).__name__}: {reason}".rstrip(": ")[:200]
