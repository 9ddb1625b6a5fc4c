"""The journey: everything that its views work with, put into the application."""

import contextlib
import random
import tempfile
import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from aiohttp import web

from mock_site import keys
from mock_site.dues import draw_and_tell, end_holds
from mock_site.forms.cabinet import Cabinet
from mock_site.forms.reading import reading_of
from mock_site.layers import Layer, Level
from mock_site.nik import Regions
from mock_site.pages.description import description_bytes
from mock_site.pages.home_page import HomePage
from mock_site.pages.news_pages import NewsPages
from mock_site.pages.pages import Pages
from mock_site.pages.shown_wave import ShownWave
from mock_site.protection.rate_limits import reminders
from mock_site.protection.rate_limits.bucket_file import BucketFile, SharedBuckets
from mock_site.protection.rate_limits.reminders import Reminders
from mock_site.protection.waiting_room.shared_words import SharedWords
from mock_site.provinces import provinces
from mock_site.rounds import Rounds
from mock_site.running import running
from mock_site.settings import WAVE, Settings
from mock_site.shared_file import shared_file
from mock_site.sweeper import Sweeper
from mock_site.trust import ended_sessions
from mock_site.trust.costs import costs_of
from mock_site.trust.csrf import CsrfTokens
from mock_site.trust.email_link import EmailLinks
from mock_site.trust.ended_sessions import EndedSessions
from mock_site.trust.known_browsers import KnownBrowsers
from mock_site.trust.password import Passwords
from mock_site.trust.session import Sessions

_FILE_STORE = "sqlite:///"


def furnish(app: web.Application) -> None:
    """Put what needs no open store into an application that has its settings and its watch."""
    settings = app[keys.SETTINGS]
    costs = costs_of(settings.preset)
    pages = Pages()
    app[keys.PAGES] = pages
    app[keys.HOME_PAGE] = HomePage(pages)
    app[keys.SHOWN_WAVE] = ShownWave(
        settings.layers.level(Layer.CACHE),
        app[keys.WAVE_WATCH],
        app[keys.STORE],
        WAVE,
        app[keys.CLOCK],
        settings.defects,
    )
    app[keys.NEWS_PAGES] = NewsPages(pages)
    app[keys.DESCRIPTION] = description_bytes()
    app[keys.PASSWORDS] = Passwords(costs.password, settings.defects)
    app[keys.REMINDERS] = _reminders(app)
    app[keys.CABINET] = Cabinet(costs.upload, documents_folder(settings))
    app[keys.READING] = reading_of(settings.layers.level(Layer.STRICT_INPUT))
    app[keys.REGIONS] = Regions(test_mode=settings.test_mode)
    app[keys.PROVINCES] = provinces(test_mode=settings.test_mode)


async def opened(app: web.Application) -> AsyncIterator[None]:
    """Open the store, and make what is made of its secret."""
    settings = app[keys.SETTINGS]
    async with app[keys.STORE] as store, app[keys.PASSWORDS], contextlib.AsyncExitStack() as stack:
        await app[keys.CABINET].clear()
        secret = await store.secret()
        ended = _ended(settings, stack)
        if keys.BUCKET_FILE in app:
            file: BucketFile = app[keys.BUCKET_FILE]
            stack.enter_context(file)
        app[keys.SESSIONS] = Sessions(secret, is_secure=is_secure(settings), ended=ended)
        app[keys.KNOWN_BROWSERS] = KnownBrowsers(secret, app[keys.CLOCK], is_secure=is_secure(settings))
        app[keys.CSRF] = CsrfTokens(secret)
        app[keys.EMAIL_LINKS] = EmailLinks(secret, settings.time_scale)
        yield


def _reminders(app: web.Application) -> Reminders:
    """Make what says who may be sent a letter; where there are limits, open the file that counts."""
    settings = app[keys.SETTINGS]
    if settings.layers.level(Layer.RATE_LIMITS) is not Level.HARDENED:
        return Reminders(None)
    app[keys.BUCKET_FILE] = file = BucketFile(shared_file(settings, "limits"))
    rate = reminders.RATE.within(settings.time_scale)
    return Reminders(SharedBuckets(file, "reminders", rate, time.monotonic))


def _ended(settings: Settings, stack: contextlib.AsyncExitStack) -> EndedSessions | None:
    """Open the book of ended sessions, if the site has one."""
    if settings.layers.level(Layer.SESSIONS) is not Level.HARDENED:
        return None
    words = SharedWords(shared_file(settings, "ended"), ended_sessions.WORDS)
    return EndedSessions(stack.enter_context(words))


async def swept(app: web.Application) -> AsyncIterator[None]:
    """Settle what is pending for as long as the application serves."""
    scale, dice = app[keys.SETTINGS].time_scale, random.Random()  # noqa: S311 - spreads work, no secret
    holds = partial(end_holds, app[keys.STORE], WAVE)
    draw = partial(draw_and_tell, app[keys.STORE], WAVE)
    sweeper = Sweeper(
        app[keys.STORE],
        app[keys.REGISTRY],
        app[keys.EVALUATOR],
        app[keys.METRICS].journey,
        app[keys.CLOCK],
        dice,
        scale,
    )
    works = [sweeper.work(), Rounds(holds, f"holds of wave {WAVE}", dice, scale).go()]
    if app[keys.SETTINGS].draws_lots:
        works.append(Rounds(draw, f"draw of wave {WAVE}", dice, scale).go())
    async with running(*works):
        yield


def is_secure(settings: Settings) -> bool:
    """Tell whether visitors come over https, whatever the site itself speaks behind a proxy."""
    return settings.public_url.startswith("https://")


def documents_folder(settings: Settings) -> Path:
    """Give the folder of the pictures that are kept."""
    if settings.documents:
        return Path(settings.documents)
    if settings.store.startswith(_FILE_STORE):
        return Path(settings.store.removeprefix(_FILE_STORE)).parent / "documents"
    return Path(tempfile.gettempdir()) / "mock_site-documents"
