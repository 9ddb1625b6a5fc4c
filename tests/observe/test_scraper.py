"""Claims about the scraper: a fixed beat, and a site that fails is a fact, not an exception."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from siaga.observe import scraper as module
from siaga.observe.scraper import Scraper
from siaga.observe.series import Series, SeriesLog, read

PAGE = """# HELP site_seats Seats.
# TYPE site_seats gauge
site_seats{state="left"} 7
# TYPE site_joins counter
site_joins_total{result="given"} 3
"""
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def _page(_request: web.Request) -> web.Response:
    return web.Response(text=PAGE)


def _application(answer: Answer) -> web.Application:
    application = web.Application()
    application.router.add_get("/metrics", answer)
    return application


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A client."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as client:
        yield client


async def _scraped(tmp_path: Path, session: aiohttp.ClientSession, answer: Answer) -> Series:
    """Scrape a site once that answers so."""
    log = SeriesLog(tmp_path / "site.jsonl")
    async with TestServer(_application(answer)) as site:
        await Scraper(str(site.make_url("/metrics")), log, wall=lambda: 50.0).scrape(session)
    log.close()
    return read(tmp_path / "site.jsonl", 40.0)


async def test_a_good_page_is_a_good_scrape(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    """Its values stand at the time the attempt began."""
    series = await _scraped(tmp_path, session, _page)
    (left,) = series.points("site_seats", {"state": "left"})
    assert (left.at_s.tolist(), left.values.tolist()) == ([10.0], [7.0])
    assert series.up.tolist() == [1.0]


async def test_a_status_other_than_200_is_a_failed_scrape(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    """The reason names the status; the body is not looked at."""

    async def answer(_request: web.Request) -> web.Response:
        """Answer with the page, and say that it is none."""
        return web.Response(status=503, text=PAGE)

    series = await _scraped(tmp_path, session, answer)
    assert series.failures == ((10.0, "status 503; 200 is expected"),)
    assert series.names() == ["up"]


async def test_a_redirect_is_not_followed(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    """Another place's metrics are not the site's."""

    async def answer(_request: web.Request) -> web.Response:
        """Send the scraper elsewhere."""
        raise web.HTTPFound("/elsewhere")

    series = await _scraped(tmp_path, session, answer)
    assert series.failures == ((10.0, "status 302; 200 is expected"),)


async def test_text_that_cannot_be_parsed_is_a_failed_scrape(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    """A login page with status 200 is no metrics page."""

    async def answer(_request: web.Request) -> web.Response:
        """Answer with a page for people."""
        return web.Response(text="<html>log in</html>")

    series = await _scraped(tmp_path, session, answer)
    ((_at_s, why),) = series.failures
    assert why.startswith("text is not in Prometheus' format (ValueError: invalid metric name")


async def test_a_body_over_the_limit_is_a_failed_scrape(
    tmp_path: Path, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading stops at the limit; one of exactly the limit is read."""
    monkeypatch.setattr(module, "BODY_LIMIT_BYTES", len(PAGE) - 1)
    series = await _scraped(tmp_path, session, _page)
    assert series.failures == ((10.0, f"body is over {len(PAGE) - 1} bytes; that much is allowed"),)
    monkeypatch.setattr(module, "BODY_LIMIT_BYTES", len(PAGE))
    (tmp_path / "site.jsonl").unlink()
    assert (await _scraped(tmp_path, session, _page)).up.tolist() == [1.0]


async def _half_a_page(tmp_path: Path, session: aiohttp.ClientSession, took_s: float) -> Series:
    """Scrape a site once that never ends its page, by a clock on which that takes so long."""
    release = asyncio.Event()
    clock = iter((100.0, 100.0 + took_s))

    async def answer(request: web.Request) -> web.StreamResponse:
        """Begin a page and never end it."""
        begun = web.StreamResponse()
        await begun.prepare(request)
        await begun.write(b"# half a page")
        await release.wait()
        return begun

    log = SeriesLog(tmp_path / "site.jsonl")
    async with TestServer(_application(answer)) as site:
        url = str(site.make_url("/metrics"))
        await Scraper(url, log, wall=lambda: 50.0, now=lambda: next(clock)).scrape(session)
        release.set()
    log.close()
    return read(tmp_path / "site.jsonl", 40.0)


@pytest.mark.parametrize("late_s", [0.0, 0.24])
async def test_a_site_that_does_not_answer_in_time_is_a_failed_scrape(
    tmp_path: Path, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch, late_s: float
) -> None:
    """The deadline is for the whole attempt, the body included; a timer may be a little late."""
    monkeypatch.setattr(module, "DEADLINE_S", 0.05)
    series = await _half_a_page(tmp_path, session, 0.05 + late_s)
    assert series.failures == ((10.0, "no answer within 0.05 s"),)


async def test_an_attempt_in_which_siaga_stood_still_itself_is_not_written(
    tmp_path: Path, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows whether the site was up: a gap, and no failure of the site."""
    monkeypatch.setattr(module, "DEADLINE_S", 0.05)
    series = await _half_a_page(tmp_path, session, 0.05 + 0.26)
    assert (series.attempts_s.tolist(), series.failures) == ([], ())


async def test_an_error_that_was_answered_is_one_however_late_it_is_read(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    """Only silence is left open by a standstill of siaga's own."""

    async def answer(_request: web.Request) -> web.Response:
        """Say that something is broken."""
        return web.Response(status=503)

    clock = iter((100.0, 110.0))
    log = SeriesLog(tmp_path / "site.jsonl")
    async with TestServer(_application(answer)) as site:
        url = str(site.make_url("/metrics"))
        await Scraper(url, log, wall=lambda: 50.0, now=lambda: next(clock)).scrape(session)
    log.close()
    series = read(tmp_path / "site.jsonl", 40.0)
    assert series.failures == ((10.0, "status 503; 200 is expected"),)


async def test_a_broken_answer_is_a_failed_scrape(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    """A connection that is cut in the middle of the body is told as such."""

    async def answer(request: web.Request) -> web.StreamResponse:
        """Promise more than is sent."""
        begun = web.StreamResponse(headers={"Content-Length": "1000"})
        await begun.prepare(request)
        await begun.write(b"site_seats 7\n")
        if request.transport is not None:
            request.transport.abort()
        return begun

    series = await _scraped(tmp_path, session, answer)
    ((_at_s, why),) = series.failures
    assert why.startswith("no answer (Client")


async def test_a_site_goes_away_and_comes_back(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    """While it refuses connections scrapes fail; afterwards values go on where they are then."""
    log = SeriesLog(tmp_path / "site.jsonl")
    times_s = iter([50.0, 51.0, 52.0])
    site = TestServer(_application(_page))
    await site.start_server()
    port = site.port
    scraper = Scraper(str(site.make_url("/metrics")), log, wall=lambda: next(times_s))
    await scraper.scrape(session)
    await site.close()
    await scraper.scrape(session)
    async with TestServer(_application(_page), port=port):
        await scraper.scrape(session)
    log.close()
    series = read(tmp_path / "site.jsonl", 50.0)
    assert series.up.tolist() == [1.0, 0.0, 1.0]
    ((at_s, why),) = series.failures
    assert at_s == 1.0
    assert "Connect" in why
    (left,) = series.points("site_seats", {})
    assert (left.at_s.tolist(), left.values.tolist()) == ([0.0, 2.0], [7.0, 7.0])


class _Day:
    """A clock that passes only in sleeps and in attempts, each as long as said."""

    def __init__(self, attempts_s: list[float]) -> None:
        self.at_s = 100.0
        self.begun_s: list[float] = []
        self._attempts_s = iter(attempts_s)

    async def scrape(self, _session: aiohttp.ClientSession) -> None:
        """Stand in for an attempt."""
        self.begun_s.append(round(self.at_s, 6))
        self.at_s += next(self._attempts_s)

    async def sleep(self, pause_s: float) -> None:
        """Pass the time; the day is over when the attempts are."""
        assert pause_s >= 0
        self.at_s += pause_s + 0.0004
        if len(self.begun_s) == 5:
            raise asyncio.CancelledError


@pytest.mark.parametrize(
    ("attempts_s", "begun_s"),
    [
        ([0.3, 0.9, 0.01, 0.5, 0.5], [100.0, 101.0004, 102.0004, 103.0004, 104.0004]),
        ([0.3, 2.5, 0.1, 0.1, 0.1], [100.0, 101.0004, 104.0004, 105.0004, 106.0004]),
    ],
)
async def test_attempts_keep_the_beat_whatever_they_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attempts_s: list[float], begun_s: list[float]
) -> None:
    """Late wake-ups never add up, and an attempt that overruns skips beats instead of shifting them."""
    log = SeriesLog(tmp_path / "site.jsonl")
    day = _Day(attempts_s)
    scraper = Scraper("http://127.0.0.1:1/metrics", log, now=lambda: day.at_s, sleep=day.sleep)
    monkeypatch.setattr(scraper, "scrape", day.scrape)
    with pytest.raises(asyncio.CancelledError):
        await scraper.run()
    log.close()
    assert day.begun_s == begun_s
