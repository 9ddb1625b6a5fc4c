"""Keys under which an application keeps what its views need."""

from collections.abc import Callable, Mapping

from aiohttp import web

from mock_site.forms.cabinet import Cabinet
from mock_site.forms.reading import Reading
from mock_site.harm.board import Board
from mock_site.metrics import Metrics
from mock_site.nik import Regions
from mock_site.outside.role import Evaluator, IdentityRegistry
from mock_site.pages.home_page import HomePage
from mock_site.pages.news_pages import NewsPages
from mock_site.pages.pages import Pages
from mock_site.pages.shown_wave import ShownWave
from mock_site.process.phase import Life
from mock_site.protection.admission.control import Gates
from mock_site.protection.rate_limits.bucket_file import BucketFile
from mock_site.protection.rate_limits.reminders import Reminders
from mock_site.protection.waiting_room.desk import Desk
from mock_site.protection.waiting_room.door import Door
from mock_site.protection.waiting_room.pace import Pace
from mock_site.seat_bank import SeatBank
from mock_site.settings import Settings
from mock_site.store.role import Store
from mock_site.trust.agreement import Agreement
from mock_site.trust.csrf import CsrfTokens
from mock_site.trust.email_link import EmailLinks
from mock_site.trust.known_browsers import KnownBrowsers
from mock_site.trust.password import Passwords
from mock_site.trust.session import Sessions
from mock_site.wave_watch import WaveWatch

SETTINGS = web.AppKey("settings", Settings)
STORE: web.AppKey[Store] = web.AppKey("store")
METRICS = web.AppKey("metrics", Metrics)
SEAT_BANK = web.AppKey("seat_bank", SeatBank)
LIFE = web.AppKey("life", Life)
SESSIONS = web.AppKey("sessions", Sessions)
KNOWN_BROWSERS = web.AppKey("known_browsers", KnownBrowsers)
WAVE_WATCH = web.AppKey("wave_watch", WaveWatch)
SHOWN_WAVE = web.AppKey("shown_wave", ShownWave)
HOME_PAGE = web.AppKey("home_page", HomePage)
PAGES = web.AppKey("pages", Pages)
NEWS_PAGES = web.AppKey("news_pages", NewsPages)
CSRF = web.AppKey("csrf", CsrfTokens)
EMAIL_LINKS = web.AppKey("email_links", EmailLinks)
PASSWORDS = web.AppKey("passwords", Passwords)
BUCKET_FILE = web.AppKey("bucket_file", BucketFile)
"""There where rate limits are hardened."""
REMINDERS = web.AppKey("reminders", Reminders)
DESCRIPTION: web.AppKey[bytes] = web.AppKey("description", bytes)
CABINET = web.AppKey("cabinet", Cabinet)
READING = web.AppKey("reading", Reading)
REGIONS = web.AppKey("regions", Regions)
PROVINCES: web.AppKey[Mapping[str, str]] = web.AppKey("provinces")
CLOCK: web.AppKey[Callable[[], float]] = web.AppKey("clock")
REGISTRY: web.AppKey[IdentityRegistry] = web.AppKey("registry")
EVALUATOR: web.AppKey[Evaluator] = web.AppKey("evaluator")
DOOR: web.AppKey[Door] = web.AppKey("door")
PACE = web.AppKey("pace", Pace)
DESK = web.AppKey("desk", Desk)
GATES = web.AppKey("gates", Gates)
BOARD = web.AppKey("board", Board)
AGREEMENT = web.AppKey("agreement", Agreement)
