"""Keys under which an application keeps what its views need."""

from collections.abc import Callable

from aiohttp import web

from mock_site.home_page import HomePage
from mock_site.metrics import Metrics
from mock_site.phase import Life
from mock_site.seat_bank import SeatBank
from mock_site.session import Sessions
from mock_site.settings import Settings
from mock_site.store.role import Store
from mock_site.wave_watch import WaveWatch

SETTINGS = web.AppKey("settings", Settings)
STORE: web.AppKey[Store] = web.AppKey("store")
METRICS = web.AppKey("metrics", Metrics)
SEAT_BANK = web.AppKey("seat_bank", SeatBank)
LIFE = web.AppKey("life", Life)
SESSIONS = web.AppKey("sessions", Sessions)
WAVE_WATCH = web.AppKey("wave_watch", WaveWatch)
HOME_PAGE = web.AppKey("home_page", HomePage)
CLOCK: web.AppKey[Callable[[], float]] = web.AppKey("clock")
