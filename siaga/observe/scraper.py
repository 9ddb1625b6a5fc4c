"""The Scraper: reads the site's metrics page every second, whatever the site does."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import aiohttp

from siaga.observe.body import body_of
from siaga.observe.bound_session import bound_session
from siaga.observe.page_reader import PageReader, UnreadableError, brief
from siaga.observe.series import SeriesLog
from siaga.sender import Sender

EVERY_S = 1.0
DEADLINE_S = 2.0
"""More than a beat: a site that has too much to do, and answers late, is up."""
LATE_S = 0.25
"""A timer that fires later than this tells of siaga's own standstill, not of the site's silence."""
BODY_LIMIT_BYTES = 8 * 2**20


class Scraper:
    """Reads one page on a fixed beat and writes what it read, or why it could not.

    Of an attempt in which siaga itself stood still nothing is written: the answer may have lain
    there all the time, and that nobody looked is a gap.

    The beat is that of a monotonic clock, so attempts do not drift apart; one that is late is
    followed by the next whole beat. Each attempt opens a connection of its own: a site that no
    longer accepts any is seen at once, and processes behind one port take turns.

    Args:
        url: the metrics page.
        log: where each attempt goes.
        wall: wall clock in Unix seconds.
        now: monotonic clock in seconds.
        sleep: waits so many seconds.
        sender: whose requests they are, and where they may go.
    """

    def __init__(
        self,
        url: str,
        log: SeriesLog,
        wall: Callable[[], float] = time.time,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        sender: Sender | None = None,
    ) -> None:
        self._url, self._log = url, log
        self._wall, self._now, self._sleep = wall, now, sleep
        self._sender = sender or Sender()
        self._reader = PageReader()

    async def run(self) -> None:
        """Scrape until cancelled.

        Raises:
            OSError: the log cannot be written; a site that fails raises nothing.
        """
        async with bound_session(self._sender) as session:
            start_s, beat = self._now(), 0
            while True:
                await self.scrape(session)
                beat = max(beat + 1, int((self._now() - start_s) / EVERY_S) + 1)
                await self._sleep(max(start_s + beat * EVERY_S - self._now(), 0.0))

    async def once(self) -> None:
        """Scrape off the beat, so that a run's last second is seen, too.

        Raises:
            OSError: the log cannot be written.
        """
        async with bound_session(self._sender) as session:
            await self.scrape(session)

    async def scrape(self, session: aiohttp.ClientSession) -> None:
        """Make one attempt and write it, unless siaga stood still until its deadline was over.

        Raises:
            OSError: the log cannot be written.
        """
        at_s = self._wall()
        try:
            page = await self._page(session)
            if page is None:
                return
            shown = self._reader.samples(page)
        except UnreadableError as error:
            self._log.append(at_s, up=False, error=str(error))
        else:
            self._log.append(at_s, up=True, samples=shown)

    async def _page(self, session: aiohttp.ClientSession) -> str | None:
        begun_s = self._now()
        try:
            async with (
                asyncio.timeout(DEADLINE_S),
                session.get(self._url, allow_redirects=False) as answer,
            ):
                if answer.status != HTTPStatus.OK:
                    raise UnreadableError(f"status {answer.status}; 200 is expected")
                return await _text(answer)
        except TimeoutError:
            if self._now() - begun_s > DEADLINE_S + LATE_S:
                return None
            raise UnreadableError(f"no answer within {DEADLINE_S} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise UnreadableError(f"no answer ({brief(error)})") from None


async def _text(answer: aiohttp.ClientResponse) -> str:
    too_large = UnreadableError(f"body is over {BODY_LIMIT_BYTES} bytes; that much is allowed")
    body = await body_of(answer, BODY_LIMIT_BYTES, too_large)
    return body.decode("utf-8", errors="replace")
